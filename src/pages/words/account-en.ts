// English words of log-in and account. What a button does stands on it; what has not happened yet is said too.
import type { Formats } from './formats.ts'
import type { AccountWords } from './vocabulary.ts'

export function englishAccounts(formats: Formats): AccountWords {
  return {
    ...ACCOUNTS,
    errorTitle: (title) => `Error: ${title}`,
    limited: (minutes) =>
      `That was asked for too often. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
    logIn: (publication) => ({
      title: 'Log in or register',
      text: `${publication} mails you a six-digit code; there is no password. If you are new here, this makes your account. It costs nothing.`,
      label: 'Your email address',
      button: 'Mail me a code',
    }),
    link: (purpose, publication) =>
      purpose === 'log-in'
        ? { ...LINKS[purpose], title: `Log in to ${publication}` }
        : LINKS[purpose],
    code: (minutes) => ({
      ...CODE,
      text: `It works for ${minutes} minutes, in this browser only. The link in the mail works in any.`,
    }),
    worn: (minutes) => ({
      ...WORN,
      code: {
        title: 'This code no longer works',
        text: `It was used before, was mistyped five times, or is older than ${minutes} minutes. A new one takes a moment.`,
      },
    }),
    own: {
      ...OWN,
      until: (end, timeZone) => `until ${formats.lastDay(end, timeZone)}`,
      lastUsed: (instant, timeZone) =>
        `Last used ${formats.date(instant, timeZone)}, ${formats.time(instant, timeZone)}`,
    },
    passkeys: {
      ...PASSKEYS,
      have: (count) => (count === 1 ? 'You have one passkey.' : `You have ${count} passkeys.`),
      added: (instant, timeZone) => `Added ${formats.date(instant, timeZone)}`,
      stale: (minutes) =>
        `To add a passkey you must have logged in within the last ${minutes} minutes. So nobody who finds this browser open can add one of their own.`,
      full: (most) =>
        `You have ${most} passkeys, the most there can be. Remove one to add another.`,
    },
    feed: {
      ...FEED,
      since: (instant, timeZone) => `On since ${formats.date(instant, timeZone)}.`,
      label: (form) => `Address for ${form}`,
    },
  }
}

const LINKS = {
  'log-in': {
    title: 'Log in',
    address: 'This logs you in, in this browser, as',
    text: 'Opening this page has changed nothing. If you did not ask to log in, close it.',
    button: (address: string) => `Log in as ${address}`,
  },
  'change-address': {
    title: 'Use this address from now on?',
    address: 'Codes and mail for your account will go to',
    text: 'Opening this page has changed nothing. If you did not ask for this, close it.',
    button: (address: string) => `Use ${address}`,
  },
  'undo-address': {
    title: 'Put your old address back?',
    address: 'Codes and mail for your account will go again to',
    text: 'This logs you out everywhere and removes all passkeys: whoever changed the address may be logged in. You then log in with this one.',
    button: (address: string) => `Use ${address} again`,
  },
  cancel: {
    title: 'Cancel the subscription?',
    address: 'This ends the renewal of the subscription of',
    text: 'What is paid for stays open until its period ends. Opening this page has changed nothing.',
    button: () => 'Cancel the subscription',
  },
} as const

const CODE = {
  title: 'Enter the code from the mail',
  sent: 'We have mailed a six-digit code to',
  outbox:
    'This newspaper does not send mail yet: it writes it into a folder. Ask whoever runs it for the code for',
  label: 'Six-digit code',
  button: 'Log in',
  again: 'No mail after a minute or two? Look among the spam, or:',
  againButton: 'Mail another code',
  otherAddress: 'Use another address',
} as const

const WORN = {
  link: {
    title: 'This link no longer works',
    text: 'It was used before, or its time is over. Log in with a new code; whatever else the link was for can be asked for again in your account.',
  },
  taken: {
    title: 'This address has an account already',
    text: 'An address belongs to one account. Nothing was changed: log in with it, or choose another.',
  },
} as const

const OWN = {
  title: 'Your account',
  loggedIn: 'You are logged in as',
  news: {
    'logged-in': 'Welcome. This browser stays logged in until you log out.',
    'logged-out-others':
      'Everywhere else you are logged out. What is open there may stay readable for a few minutes.',
    'address-changed':
      'Your address has been changed. A mail has gone to the old one, with a link that undoes it.',
    subscribed: 'Thank you. What you bought is open from now on.',
    canceled: 'It is cancelled, and nothing more is charged. We have mailed you this as well.',
    resumed: 'It renews again as before.',
    'feed-off': 'Your private feed is off. Its address has stopped.',
  },
  open: 'What you have',
  nothingOpen: 'You have no subscription.',
  devices: 'Where you are logged in',
  thisDevice: 'This browser',
  someDevice: 'A browser that does not say its name',
  logOut: 'Log out',
  logOutHere: 'Log out here',
  logOutEverywhere: 'Log out everywhere',
  data: 'Your data',
  exportText: 'Everything we keep about you, in one file (JSON).',
  exportButton: 'Download my data',
} as const

const PASSKEYS = {
  title: 'Passkeys',
  text: 'A passkey logs you in the way you unlock your device: by fingerprint, face or PIN, without waiting for a mail. The mail goes on working as well.',
  news: {
    added: 'The passkey is added. We have mailed you this as well.',
    removed:
      'The passkey is removed and logs nobody in any more. Your device may still offer it: delete it there too.',
  },
  change: 'Add or remove a passkey',
  none: 'You have no passkey yet.',
  remove: 'Remove',
  add: 'Add a passkey',
  without: 'To add a passkey, open this page with script on, in a browser that knows passkeys.',
  logInAgain: 'Log in again',
  logIn: 'Log in with a passkey',
  nothing: {
    create: 'No passkey was added. You can try again.',
    get: 'No passkey was used. Try again, or have a code mailed to you.',
  },
} as const

const FEED = {
  title: 'Your private feed',
  text: 'For a feed reader: the newest articles, with the full text of what you may read. Of the others it has the preview.',
  metered:
    'It uses up none of your free articles: one of those comes in full once you have read it here.',
  pictures: 'In place of some pictures there is a link: a feed reader cannot log in to fetch them.',
  warning:
    'Whoever has this address reads with your subscription. Give it to nobody, and to no service that you do not trust.',
  makeButton: 'Make my feed address',
  show: 'Show the address, change it or switch it off',
  news: {
    made: 'This is your address. You find it here again whenever you like.',
    replaced: 'This is your new address. The old one has stopped.',
  },
  which: 'What the feed follows',
  everything: 'The whole newspaper',
  copy: 'Copy one of them into your feed reader. Most take any.',
  replace: 'If somebody else may have the address, make a new one. The old one stops at once.',
  replaceButton: 'Make a new address',
  ends: 'The feed also ends when you log out everywhere or delete your account.',
  offButton: 'Switch the feed off',
} as const

const ACCOUNTS = {
  errors: 'Please put this right',
  problems: {
    any: {
      missing: 'Fill in this field.',
      malformed: 'This cannot be read as it is written.',
      wrong: 'This is not right.',
      worn: 'This does not work any more.',
      limited: 'That was asked for too often. Try again in a while.',
      unavailable: 'This cannot be done just now. Nothing is lost: try again in a few minutes.',
    },
    address: {
      missing: 'Enter your email address.',
      malformed: 'Enter a whole email address, like name@example.org.',
      wrong: 'This is not the address of your account. Enter the one that stands above.',
    },
    wanted: {
      missing: 'Enter the new email address.',
      malformed: 'Enter a whole email address, like name@example.org.',
      wrong: 'Enter another address than the one you have.',
    },
    consent: {
      missing: 'Tick the box if you agree. Without that nothing is bought.',
    },
    passkey: {
      wrong: 'That passkey did not log you in. Try again, or have a code mailed to you.',
      limited: 'Passkeys were tried too often. Have a code mailed to you instead.',
    },
    'new-passkey': {
      wrong: 'The passkey could not be added. Try again.',
      limited: 'That was tried too often. Try again in a while.',
    },
    code: {
      missing: 'Enter the code from the mail.',
      malformed: 'Enter the six digits from the mail.',
      wrong: 'This is not the code. Compare it with the newest mail.',
      worn: 'This code no longer works. Ask for another.',
      limited: 'Too many codes were tried. Use the link in the mail, or try again in a while.',
    },
  },
  returns: 'After that you are back where you were.',
  newCode: 'Get a new code',
  remove: {
    title: 'Delete your account',
    text: 'This erases for good, at once:',
    erased: [
      'your address, where you are logged in, your passkeys and your private feed;',
      'what you have read;',
      'every subscription you have, with the time that is left of it. The books keep what was paid, without your name.',
    ],
    label: 'To confirm, enter your email address',
    button: 'Delete my account',
    keep: 'Keep my account',
  },
  change: {
    title: 'Change your address',
    now: 'Your address is',
    text: 'The new address gets a mail with a link. Until you open it and confirm, nothing changes; after that the old address can still undo it.',
    label: 'New email address',
    button: 'Mail me the link',
    keep: 'Keep my address',
  },
  done: {
    'logged-out': {
      title: 'You are logged out',
      text: 'This browser no longer knows who you are.',
    },
    'logged-out-everywhere': {
      title: 'You are logged out everywhere',
      text: 'Here at once; what is open on other devices may stay readable for a few minutes. If you had a private feed, it is off too. Passkeys stay: remove those that are not yours.',
    },
    'address-undone': {
      title: 'Your old address is back',
      text: 'You are logged out everywhere, a private feed is off, and all passkeys are removed. Log in with this address to go on.',
    },
    deleted: {
      title: 'Your account is deleted',
      text: 'Your address and what we kept with it are erased. You can register again whenever you like.',
    },
  },
  asked: {
    'address-asked': {
      title: 'Open the mail at your new address',
      address: 'We have mailed a link to',
      text: 'Open it and confirm. Until then your old address stays.',
    },
    'cancel-asked': {
      title: 'Open the mail to cancel',
      address: 'A link to confirm it has been mailed to',
      text: 'Open it and confirm. What is paid for stays open until its period ends.',
    },
  },
  unavailable: {
    title: 'We cannot reach the accounts at the moment',
    text: 'Nothing of yours is lost, and articles go on. Try again in a few minutes.',
  },
  forged: {
    title: 'This form did not come from this newspaper',
    text: 'Nothing was done. If you pressed a button here, go to the page again and press it once more.',
  },
  toAccount: 'To your account',
} as const
