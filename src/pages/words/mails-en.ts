// English mails: what each is about in its first line, what to do, and that doing nothing is safe.
import type { Formats } from './formats.ts'
import { link, text } from './letter-part.ts'
import type { LetterWords, MailWords } from './vocabulary.ts'

export function englishMails(formats: Formats): MailWords {
  return {
    direction: 'ltr',
    logIn,
    helpToLogIn,
    changeAddress: (publication, minutes) => ({
      subject: `Confirm your new address for ${publication}`,
      parts: [
        text(`Somebody wants to use this address for their account at ${publication}.`),
        link(`If it was you, confirm it within ${minutes} minutes:`),
        text('If it was not you, do nothing: nothing changes then.'),
      ],
    }),
    addressChanged: (publication, date) => ({
      subject: `Your address for ${publication} was changed`,
      parts: [
        text(
          `Your account at ${publication} now has another address. Mails no longer go to this one.`,
        ),
        text('If it was you, there is nothing to do.'),
        link(`If it was not you, take the change back before ${date}:`),
      ],
    }),
    cancel: (publication, minutes) => ({
      subject: `Confirm that you cancel at ${publication}`,
      parts: [
        text(`Somebody asked to cancel whatever this address subscribes to at ${publication}.`),
        link(`If it was you, confirm it within ${minutes} minutes:`),
        text('If it was not you, do nothing: nothing changes.'),
      ],
    }),
    canceled: (publication, plan, lastDay) => ({
      subject: `Your subscription to ${publication} is cancelled`,
      parts: [
        text(
          `${plan} at ${publication} is cancelled. You can read on until ${formats.fullDate(lastDay)}; nothing more is charged.`,
        ),
        text('Keep this mail: it is your confirmation.'),
      ],
    }),
    passkeyAdded,
    deleted: (publication) => ({
      subject: `Your account at ${publication} is deleted`,
      parts: [
        text(
          `Your account at ${publication} is deleted, with everything that was kept of you. This is the last mail to this address.`,
        ),
      ],
    }),
  }
}

function logIn(publication: string, code: string, minutes: number): LetterWords {
  return {
    subject: `${code} is your code for ${publication}`,
    parts: [
      text(`Your code to log in to ${publication}:`),
      { kind: 'code' },
      text(
        `It works once, in the browser that asked for it, for ${minutes} minutes. Nobody from ${publication} will ever ask you for it.`,
      ),
      link('To log in on this device instead, open this link:'),
      text(
        'If you did not ask for this, do nothing: without this mail nobody gets into your account.',
      ),
    ],
  }
}

function helpToLogIn(publication: string, minutes: number): LetterWords {
  return {
    subject: `Your link to log in to ${publication}`,
    parts: [
      text(`You asked ${publication} for help with logging in.`),
      link(
        `Open this link on the device you want to read on. It works once, for ${minutes} minutes:`,
      ),
      text(
        'If you did not ask for this, do nothing: without this mail nobody gets into your account.',
      ),
    ],
  }
}

function passkeyAdded(publication: string, device: string): LetterWords {
  return {
    subject: `A passkey was added to your account at ${publication}`,
    parts: [
      text(
        `A passkey was added to your account at ${publication}${device && ` (${device})`}. Whoever holds it logs in without a mail.`,
      ),
      text('If it was you, there is nothing to do.'),
      link('If it was not you, log in and remove it here; then log out everywhere:'),
    ],
  }
}
