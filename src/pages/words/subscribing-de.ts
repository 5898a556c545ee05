// Deutsche Wörter fürs Abonnieren. Was es an welchem Tag kostet und wie es endet, bevor etwas gekauft ist.
import type { SubscribingWords } from './subscribing.ts'

const ON = { week: 'in der Woche', month: 'im Monat', year: 'im Jahr' }
const EVERY = { week: 'jede Woche', month: 'jeden Monat', year: 'jedes Jahr' }

export const germanSubscribing: SubscribingWords = {
  plans: {
    title: 'Abonnieren',
    text: 'Wählen Sie eines. Die nächste Seite sagt, was es an welchem Tag kostet und wie es endet; vorher ist nichts gekauft.',
    gone: 'Dieses Angebot gibt es nicht mehr. Diese gibt es.',
    closed: 'Gerade lässt sich nichts kaufen, und es wird nichts abgebucht. Dies sind die Abos.',
  },
  offer: {
    today: (price) =>
      price === undefined ? 'Sie zahlen heute nichts.' : `Sie zahlen heute ${price}.`,
    once: (until) => `Es ist offen bis ${until}. Nichts verlängert sich: Es endet von selbst.`,
    next: (date, price, every) =>
      `Am ${date} verlängert es sich für ${price}, und so weiter ${EVERY[every]}.`,
    full: (date, price, every) => `Ab ${date} kostet es ${price} ${ON[every]}.`,
    end: 'Sie können jederzeit kündigen: eine Seite, ein Knopf, kein Anruf. Was bezahlt ist, bleibt offen.',
    consent: (price, every) =>
      `Ich stimme zu, dass sich dieses Abo ${EVERY[every]} verlängert, bis ich kündige. Der Preis: ${price}`,
    button: 'Weiter zur Zahlung',
    others: 'Andere Abos und Preise',
    openAlready: (until) =>
      `Das ist für Sie schon bis ${until} offen, ohne Abo. Was Sie jetzt kaufen, beginnt heute.`,
    news: {
      declined:
        'Die Zahlung wurde abgelehnt. Es wurde nichts abgebucht. Sie können es noch einmal versuchen.',
      changed:
        'Das Angebot hat sich geändert, seit Sie die Seite geöffnet haben. Es wurde nichts gekauft: Lesen Sie es noch einmal.',
      refused: 'Dieses Angebot lässt sich gerade nicht bezahlen. Es wurde nichts abgebucht.',
      limited:
        'Sie haben in der letzten Stunde viele Zahlungen begonnen. Es wurde nichts abgebucht: Versuchen Sie es in einer Stunde noch einmal.',
    },
  },
  owned: {
    name: (plan) => `Sie haben ${plan}`,
    title: 'Das haben Sie schon',
    text: 'Es gibt nichts zu kaufen, und es wurde nichts weiter abgebucht.',
    toAccount: 'Zu Ihrem Konto',
  },
  practice: {
    title: 'Zahlung zur Probe',
    text: 'Hier fließt kein Geld, und niemand fragt nach einer Karte. Diese Zeitung probt: Wählen Sie, was die Bank sagt.',
    price: (price) => (price === undefined ? 'Zunächst nichts zu zahlen.' : `Zu zahlen: ${price}.`),
    accept: 'Bezahlt',
    decline: 'Abgelehnt',
    twice: 'Bezahlt, zweimal gesagt',
    back: 'Zurück, ohne zu zahlen',
  },
  unknown: {
    title: 'Diese Zahlung gibt es nicht',
    text: 'Sie ist zu alt oder gehört zu einem anderen Konto. Es wurde nichts abgebucht.',
  },
  states: {
    trialing: (until, price) => `Kostenlos bis ${until}, danach ${price}.`,
    active: (until, price) => `Verlängert sich am ${until} für ${price}.`,
    once: (until) => `Offen bis ${until}. Es endet von selbst.`,
    pastDue: (until) =>
      `Die Verlängerung ist noch nicht bezahlt. Sie können weiterlesen bis ${until}.`,
    canceled: (until) => `Gekündigt. Offen bis ${until}; es wird nichts mehr abgebucht.`,
  },
  cancel: {
    link: 'Kündigen',
    title: (plan) => `${plan} kündigen?`,
    until: (date) => `Es bleibt offen bis ${date}.`,
    atOnce:
      'Sein Zeitraum ist um und der nächste nicht bezahlt: Es endet sofort, und es wird nichts mehr abgebucht.',
    text: 'Es wird nichts mehr abgebucht. Bis zum Ende können Sie es in Ihrem Konto zurücknehmen.',
    button: 'Abo kündigen',
    keep: 'Behalten',
    nothing: {
      title: 'Es gibt nichts zu kündigen',
      text: 'Keines Ihrer Abos verlängert sich. Was Sie haben, endet von selbst.',
    },
    ask: {
      title: 'Abo kündigen',
      text: 'Sie müssen sich nicht anmelden: Wir schicken Ihnen einen Link, und dort bestätigen Sie.',
      label: 'Die E-Mail-Adresse des Abos',
      button: 'Link schicken',
    },
    done: {
      title: 'Es ist gekündigt',
      text: 'Es wird nichts mehr abgebucht. Das haben wir Ihnen auch gemailt.',
      each: (plan, until) => `${plan} bleibt offen bis ${until}.`,
    },
  },
  resume: 'Wieder verlängern lassen',
  receipts: 'Belege',
  receipt: {
    title: 'Beleg',
    number: 'Nummer',
    date: 'Bezahlt am',
    paidFor: 'Für',
    period: 'Zeitraum',
    span: (from, until) => `${from} bis ${until}`,
    amount: 'Betrag',
    reader: 'Bezahlt von',
    practice: 'Dies war eine Zahlung zur Probe: Es floss kein Geld.',
    unknown: {
      title: 'Diesen Beleg gibt es nicht',
      text: 'In Ihrem Konto stehen alle, die es gibt.',
    },
  },
}
