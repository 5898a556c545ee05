// Deutsche Mails: worum es geht im ersten Satz, was zu tun ist, und dass Nichtstun nichts verdirbt.
import type { Formats } from './formats.ts'
import { link, text } from './letter-part.ts'
import type { LetterWords, MailWords } from './vocabulary.ts'

export function germanMails(formats: Formats): MailWords {
  return {
    direction: 'ltr',
    logIn,
    helpToLogIn,
    changeAddress: (publication, minutes) => ({
      subject: `Bestätigen Sie Ihre neue Adresse für ${publication}`,
      parts: [
        text(`Jemand möchte diese Adresse für ein Konto bei ${publication} verwenden.`),
        link(`Wenn Sie das waren, bestätigen Sie es innerhalb von ${minutes} Minuten:`),
        text('Wenn nicht, tun Sie nichts: Dann ändert sich nichts.'),
      ],
    }),
    addressChanged: (publication, date) => ({
      subject: `Ihre Adresse für ${publication} wurde geändert`,
      parts: [
        text(
          `Ihr Konto bei ${publication} hat jetzt eine andere Adresse. An diese gehen keine Mails mehr.`,
        ),
        text('Wenn Sie das waren, ist nichts zu tun.'),
        link(`Wenn nicht, machen Sie die Änderung vor dem ${date} rückgängig:`),
      ],
    }),
    cancel: (publication, minutes) => ({
      subject: `Bestätigen Sie Ihre Kündigung bei ${publication}`,
      parts: [
        text(`Jemand möchte kündigen, was diese Adresse bei ${publication} abonniert hat.`),
        link(`Wenn Sie das waren, bestätigen Sie es innerhalb von ${minutes} Minuten:`),
        text('Wenn nicht, tun Sie nichts: Es bleibt alles, wie es ist.'),
      ],
    }),
    canceled: (publication, plan, lastDay) => ({
      subject: `Ihr Abo bei ${publication} ist gekündigt`,
      parts: [
        text(
          `${plan} bei ${publication} ist gekündigt. Sie können bis zum ${formats.fullDate(lastDay)} weiterlesen; es wird nichts mehr abgebucht.`,
        ),
        text('Heben Sie diese Mail auf: Sie ist Ihre Bestätigung.'),
      ],
    }),
    passkeyAdded,
    deleted: (publication) => ({
      subject: `Ihr Konto bei ${publication} ist gelöscht`,
      parts: [
        text(
          `Ihr Konto bei ${publication} ist gelöscht, mit allem, was über Sie gespeichert war. Dies ist die letzte Mail an diese Adresse.`,
        ),
      ],
    }),
  }
}

function logIn(publication: string, code: string, minutes: number): LetterWords {
  return {
    subject: `${code} ist Ihr Code für ${publication}`,
    parts: [
      text(`Ihr Code zum Anmelden bei ${publication}:`),
      { kind: 'code' },
      text(
        `Er gilt ${minutes} Minuten, einmal, und nur in dem Browser, in dem Sie ihn angefordert haben. Niemand von ${publication} wird Sie je danach fragen.`,
      ),
      link('Um sich stattdessen auf diesem Gerät anzumelden, öffnen Sie diesen Link:'),
      text(
        'Wenn Sie das nicht angefordert haben, tun Sie nichts: Ohne diese Mail kommt niemand in Ihr Konto.',
      ),
    ],
  }
}

function helpToLogIn(publication: string, minutes: number): LetterWords {
  return {
    subject: `Ihr Link zum Anmelden bei ${publication}`,
    parts: [
      text(`Sie haben ${publication} um Hilfe beim Anmelden gebeten.`),
      link(
        `Öffnen Sie diesen Link auf dem Gerät, auf dem Sie lesen möchten. Er gilt einmal, ${minutes} Minuten lang:`,
      ),
      text(
        'Wenn Sie das nicht angefordert haben, tun Sie nichts: Ohne diese Mail kommt niemand in Ihr Konto.',
      ),
    ],
  }
}

function passkeyAdded(publication: string, device: string): LetterWords {
  return {
    subject: `Ein Passkey wurde Ihrem Konto bei ${publication} hinzugefügt`,
    parts: [
      text(
        `Ihrem Konto bei ${publication} wurde ein Passkey hinzugefügt${device && ` (${device})`}. Wer ihn hat, meldet sich ohne Mail an.`,
      ),
      text('Wenn Sie das waren, ist nichts zu tun.'),
      link(
        'Wenn nicht, melden Sie sich an und entfernen ihn hier; danach melden Sie sich überall ab:',
      ),
    ],
  }
}
