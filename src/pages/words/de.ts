// Deutsche Wörter. Schlicht, kurz und wahr: was es kostet, wann es wiederkommt, wie es endet.
import type { MeterPeriod } from '../../core/policy.ts'
import type { Offer } from '../../core/publication.ts'
import type { Formats } from './formats.ts'
import { germanMails } from './mails-de.ts'
import type { AccountWords, MeterWords, OfferWords, Words } from './vocabulary.ts'

export function german(formats: Formats): Words {
  return {
    ...formats,
    ...FIXED,
    mails: germanMails(formats),
    fullDay: (date) => `${formats.weekdayName(date)}, ${formats.fullDate(date)}`,
    published: (instant, timeZone) =>
      `${formats.date(instant, timeZone)}, ${formats.time(instant, timeZone)} Uhr`,
    updated: (instant, timeZone) =>
      `Aktualisiert am ${formats.date(instant, timeZone)}, ${formats.time(instant, timeZone)} Uhr`,
    moreFrom: (section) => (section === undefined ? 'Mehr zum Lesen' : `Mehr aus: ${section}`),
    left: (left, meter) => `${leftOver(left, meter)} ${comesBack(formats, meter)}`,
    wordsRead: (read, words) =>
      read === 0
        ? `Dieser Artikel hat ${formats.number(words)} Wörter`
        : `Sie haben ${formats.number(read)} von ${formats.number(words)} Wörtern gelesen`,
    registrationGives,
    spent: (meter) => `${usedUp(meter)} ${comesBack(formats, meter)}`,
    offer: (offer) => offerWords(formats, offer),
    page: (page, pages) => `Seite ${formats.number(page)} von ${formats.number(pages)}`,
    emptySection: (name) =>
      `Unter „${name}“ steht noch nichts. Hier wird der erste Artikel erscheinen.`,
    readOn: (publication) => `Weiterlesen: ${publication}`,
    readAll: (publication) => `Alles lesen, kostenlos: ${publication}`,
    accounts: accountWords(formats),
  }
}

const FIXED = {
  skip: 'Zum Text springen',
  logIn: 'Anmelden',
  account: 'Konto',
  subscribe: 'Abonnieren',
  sections: 'Ressorts',
  yourAccount: 'Ihr Konto',
  opinion: 'Meinung',
  by: 'Von',
  correction: 'Berichtigung',
  topics: 'Themen',
  footnotes: 'Fußnoten',
  backToReference: 'Zurück zu Verweis',
  table: 'Tabelle',
  opened: 'Dieser Artikel steht zurzeit allen offen.',
  grace: 'Wir erreichen Ihr Konto gerade nicht. Lesen Sie ruhig weiter; es geht nichts verloren.',
  notice: 'Lesen',
  registrationTitle: 'Kostenlos registrieren und weiterlesen',
  registerFree: 'Kostenlos registrieren',
  paywallTitle: 'Mit einem Abo weiterlesen',
  paywallWithoutPlans: {
    title: 'Dieser Artikel ist für Abonnenten',
    text: 'Abos werden noch nicht verkauft. Wer schon eines hat, meldet sich an und liest weiter.',
  },
  planRequiredTitle: 'Dieser Artikel gehört zu einem anderen Abo',
  allPlans: 'Alle Abos ansehen',
  networkLimit:
    'In der letzten Stunde gingen viele Artikel ohne Anmeldung an Ihr Netz. Das endet spätestens in einer Stunde.',
  feeds: 'Feeds',
  backToTop: 'Nach oben',
  cancelSubscription: 'Abo kündigen',
  footer: 'Über diese Zeitung',
  tag: 'Thema',
  author: 'Artikel von',
  newer: 'Neuere',
  older: 'Ältere',
  pages: 'Seiten',
  emptyList: 'Hier steht noch nichts.',
  emptyFront: 'Die erste Ausgabe entsteht gerade. Kommen Sie bald wieder.',
  messages: {
    'not-found': {
      title: 'Unter dieser Adresse steht nichts',
      text: 'Vielleicht ist die Adresse vertippt, oder der Artikel ist umgezogen. Auf der Titelseite steht, was neu ist.',
    },
    gone: {
      title: 'Dieser Artikel wurde zurückgezogen',
      text: 'Er wurde endgültig entfernt und ist hier nicht mehr zu lesen.',
    },
    failed: {
      title: 'Bei uns ist etwas schiefgegangen',
      text: 'Es lag nicht an Ihnen. Versuchen Sie es in einer Minute noch einmal.',
    },
    unavailable: {
      title: 'Diese Seite lässt sich gerade nicht zeigen',
      text: 'Wir arbeiten daran. Versuchen Sie es in einer Minute noch einmal; von Ihnen geht nichts verloren.',
    },
    refused: {
      title: 'Diese Anfrage wurde abgelehnt',
      text: 'Sie kam nicht von einer Seite dieser Zeitung, oder wir beantworten Anfragen dieser Art nicht.',
    },
  },
  toFront: 'Zur Titelseite',
  accountPages: {
    'log-in': {
      title: 'Anmelden oder registrieren',
      text: 'Konten gibt es in Kürze. Bis dahin kann sich niemand anmelden, und wir speichern keine Adresse von Ihnen. Freie Artikel stehen weiter allen offen.',
    },
    subscribe: {
      title: 'Abonnieren',
      text: 'Abos gibt es in Kürze: Noch lässt sich nichts kaufen, und es wird nichts abgebucht. Dies werden die Abos sein, jedes mit seinem ganzen Preis.',
    },
    account: {
      title: 'Ihr Konto',
      text: 'Konten gibt es in Kürze. Hier steht noch nichts.',
    },
    cancel: {
      title: 'Abo kündigen',
      text: 'Es wurde noch kein Abo verkauft, also gibt es keines zu kündigen. Sobald es eines gibt, beendet es diese Seite: ein Knopf, kein Anruf.',
    },
  },
  backToArticle: 'Zurück zum Gelesenen',
  noPlans: 'Noch ist kein Abo angekündigt.',
} as const

function accountWords(formats: Formats): AccountWords {
  return {
    ...ACCOUNTS,
    errorTitle: (title) => `Fehler: ${title}`,
    limited: (minutes) =>
      `Das wurde zu oft angefordert. Versuchen Sie es in ${minutes === 1 ? 'einer Minute' : `${minutes} Minuten`} noch einmal.`,
    logIn: (publication) => ({
      title: 'Anmelden oder registrieren',
      text: `${publication} schickt Ihnen einen sechsstelligen Code; ein Passwort gibt es nicht. Wenn Sie neu hier sind, entsteht damit Ihr Konto. Es kostet nichts.`,
      label: 'Ihre E-Mail-Adresse',
      button: 'Code schicken',
    }),
    link: (purpose, publication) =>
      purpose === 'log-in'
        ? { ...LINKS[purpose], title: `Anmelden: ${publication}` }
        : LINKS[purpose],
    own: {
      ...OWN,
      until: (instant, timeZone) => `bis ${formats.date(instant, timeZone)}`,
      lastUsed: (instant, timeZone) =>
        `Zuletzt benutzt am ${formats.date(instant, timeZone)}, ${formats.time(instant, timeZone)} Uhr`,
    },
  }
}

const LINKS = {
  'log-in': {
    title: 'Anmelden',
    address: 'Damit melden Sie sich in diesem Browser an als',
    text: 'Das Öffnen dieser Seite hat nichts verändert. Wenn Sie sich nicht anmelden wollten, schließen Sie sie.',
    button: (address: string) => `Als ${address} anmelden`,
  },
  'change-address': {
    title: 'Ab jetzt diese Adresse verwenden?',
    address: 'Codes und Nachrichten zu Ihrem Konto gehen dann an',
    text: 'Das Öffnen dieser Seite hat nichts verändert. Wenn Sie das nicht wollten, schließen Sie sie.',
    button: (address: string) => `${address} verwenden`,
  },
  'undo-address': {
    title: 'Die alte Adresse wieder verwenden?',
    address: 'Codes und Nachrichten zu Ihrem Konto gehen dann wieder an',
    text: 'Wer sich mit der anderen Adresse angemeldet hat, kann es danach nicht mehr.',
    button: (address: string) => `Wieder ${address} verwenden`,
  },
  cancel: {
    title: 'Das Abo kündigen?',
    address: 'Es verlängert sich dann nicht mehr, das Abo von',
    text: 'Was bezahlt ist, bleibt bis zum Ende seines Zeitraums offen. Das Öffnen dieser Seite hat nichts verändert.',
    button: () => 'Abo kündigen',
  },
} as const

const OWN = {
  title: 'Ihr Konto',
  loggedIn: 'Sie sind angemeldet als',
  news: {
    'logged-in': 'Sie sind angemeldet.',
    'logged-out-others':
      'Überall sonst sind Sie abgemeldet. Was dort offen ist, bleibt vielleicht noch ein paar Minuten lesbar.',
    'address-changed':
      'Ihre Adresse ist geändert. An die alte ging eine Nachricht mit einem Link, der das rückgängig macht.',
  },
  open: 'Was Sie haben',
  nothingOpen: 'Sie haben kein Abo.',
  reads: 'Freie Artikel',
  devices: 'Wo Sie angemeldet sind',
  thisDevice: 'Dieser Browser',
  someDevice: 'Ein Browser, der seinen Namen nicht nennt',
  logOut: 'Abmelden',
  logOutHere: 'Hier abmelden',
  logOutOthers: 'Überall sonst abmelden',
  data: 'Ihre Daten',
  exportText: 'Alles, was wir über Sie speichern, in einer Datei (JSON).',
  exportButton: 'Meine Daten herunterladen',
} as const

const ACCOUNTS = {
  errors: 'Bitte berichtigen',
  problems: {
    any: {
      missing: 'Füllen Sie dieses Feld aus.',
      malformed: 'So lässt sich das nicht lesen.',
      wrong: 'Das stimmt nicht.',
      worn: 'Das gilt nicht mehr.',
      limited: 'Das wurde zu oft angefordert. Versuchen Sie es später noch einmal.',
      unavailable:
        'Das geht gerade nicht. Es ist nichts verloren: Versuchen Sie es in ein paar Minuten noch einmal.',
    },
    address: {
      missing: 'Geben Sie Ihre E-Mail-Adresse ein.',
      malformed: 'Geben Sie eine ganze E-Mail-Adresse ein, etwa name@example.org.',
      wrong: 'Das ist nicht die Adresse Ihres Kontos. Geben Sie die ein, die oben steht.',
    },
    wanted: {
      missing: 'Geben Sie die neue E-Mail-Adresse ein.',
      malformed: 'Geben Sie eine ganze E-Mail-Adresse ein, etwa name@example.org.',
      wrong: 'Geben Sie eine andere Adresse ein als die, die Sie haben.',
    },
    code: {
      missing: 'Geben Sie den Code aus der E-Mail ein.',
      malformed: 'Geben Sie die sechs Ziffern aus der E-Mail ein.',
      wrong: 'Das ist nicht der Code. Vergleichen Sie ihn mit der neuesten E-Mail.',
      worn: 'Dieser Code gilt nicht mehr. Fordern Sie einen neuen an.',
      limited: 'Es wurden zu viele Codes probiert. Versuchen Sie es später noch einmal.',
    },
  },
  returns: 'Danach lesen Sie dort weiter, wo Sie waren.',
  code: {
    title: 'Code aus der E-Mail eingeben',
    sent: 'Ein sechsstelliger Code ist unterwegs an',
    text: 'Er gilt 15 Minuten und in diesem Browser. Der Link in der E-Mail gilt in jedem.',
    outbox:
      'Diese Zeitung verschickt noch keine E-Mails: Sie schreibt sie in einen Ordner. Fragen Sie die Betreiber nach dem Code.',
    label: 'Sechsstelliger Code',
    button: 'Anmelden',
    again: 'Nach ein, zwei Minuten keine E-Mail? Sehen Sie im Spam-Ordner nach, oder:',
    againButton: 'Neuen Code schicken',
    otherAddress: 'Andere Adresse verwenden',
  },
  worn: {
    link: {
      title: 'Dieser Link gilt nicht mehr',
      text: 'Er wurde schon benutzt, oder seine Zeit ist um. Melden Sie sich mit einem neuen Code an; was der Link sonst sollte, können Sie in Ihrem Konto noch einmal anfordern.',
    },
    code: {
      title: 'Dieser Code gilt nicht mehr',
      text: 'Er wurde schon benutzt, fünfmal falsch eingegeben oder ist älter als 15 Minuten. Ein neuer ist gleich da.',
    },
  },
  newCode: 'Neuen Code anfordern',
  remove: {
    title: 'Konto löschen',
    text: 'Das löscht sofort und für immer:',
    erased: [
      'Ihre Adresse, und wo Sie angemeldet sind;',
      'was Sie gelesen haben;',
      'jedes Ihrer Abos, mit der Zeit, die davon übrig ist.',
    ],
    label: 'Geben Sie zur Bestätigung Ihre E-Mail-Adresse ein',
    button: 'Mein Konto löschen',
    keep: 'Mein Konto behalten',
  },
  change: {
    title: 'Adresse ändern',
    now: 'Ihre Adresse ist',
    text: 'Die neue Adresse bekommt eine E-Mail mit einem Link. Bis Sie ihn öffnen und bestätigen, ändert sich nichts; danach lässt es sich von der alten Adresse aus noch rückgängig machen.',
    label: 'Neue E-Mail-Adresse',
    button: 'Link schicken',
    keep: 'Meine Adresse behalten',
  },
  done: {
    'logged-out': {
      title: 'Sie sind abgemeldet',
      text: 'Dieser Browser kennt Sie nicht mehr. Wo Sie sonst angemeldet sind, hat sich nicht geändert.',
    },
    deleted: {
      title: 'Ihr Konto ist gelöscht',
      text: 'Ihre Adresse und alles, was wir dazu gespeichert hatten, ist gelöscht. Sie können sich jederzeit neu registrieren.',
    },
  },
  asked: {
    'address-asked': {
      title: 'Öffnen Sie die E-Mail an Ihre neue Adresse',
      address: 'Ein Link ist unterwegs an',
      text: 'Öffnen Sie ihn und bestätigen Sie. Bis dahin bleibt es bei der alten Adresse.',
    },
    'cancel-asked': {
      title: 'Öffnen Sie die E-Mail, um zu kündigen',
      address: 'Wenn es zu dieser Adresse ein Abo gibt, ist ein Link unterwegs an',
      text: 'Öffnen Sie ihn und bestätigen Sie. Was bezahlt ist, bleibt bis zum Ende seines Zeitraums offen.',
    },
  },
  unavailable: {
    title: 'Wir erreichen die Konten gerade nicht',
    text: 'Von Ihnen ist nichts verloren, und die Artikel gehen weiter. Versuchen Sie es in ein paar Minuten noch einmal.',
  },
  forged: {
    title: 'Dieses Formular kam nicht von dieser Zeitung',
    text: 'Es wurde nichts getan. Wenn Sie hier einen Knopf gedrückt haben, gehen Sie noch einmal auf die Seite und drücken Sie ihn wieder.',
  },
  toAccount: 'Zu Ihrem Konto',
} as const

const SMALL = [
  'Keiner',
  'Einer',
  'Zwei',
  'Drei',
  'Vier',
  'Fünf',
  'Sechs',
  'Sieben',
  'Acht',
  'Neun',
  'Zehn',
  'Elf',
  'Zwölf',
]

const THIS = { day: 'heute', week: 'in dieser Woche', month: 'in diesem Monat' }
const EACH = { day: 'am Tag', week: 'in der Woche', month: 'im Monat' }

function within(period: MeterPeriod): string {
  if (typeof period === 'object')
    return period.days === 1 ? 'in 24 Stunden' : `in ${period.days} Tagen`
  return THIS[period]
}

function each(period: MeterPeriod): string {
  if (typeof period === 'object')
    return period.days === 1 ? 'alle 24 Stunden' : `alle ${period.days} Tage`
  return EACH[period]
}

function leftOver(left: number, { limit, period }: MeterWords): string {
  const articles = left === 1 ? '1 freier Artikel' : `${left} freie Artikel`
  if (typeof period === 'object') {
    const all = `(${limit} ${each(period)})`
    if (left === 0) return `Dies ist vorerst Ihr letzter freier Artikel ${all}.`
    return `Noch ${articles} ${all}.`
  }
  if (left === 0) return `Dies ist Ihr letzter freier Artikel ${within(period)}.`
  return `Noch ${articles} ${within(period)}.`
}

function usedUp({ limit, period }: MeterWords): string {
  const which = limit === 1 ? 'Ihren freien Artikel' : `Ihre ${limit} freien Artikel`
  return `Sie haben ${which} ${within(period)} gelesen.`
}

/** In einem gleitenden Zeitraum kommen Artikel einzeln zurück, sonst alle zusammen. */
function comesBack(formats: Formats, { limit, period, resets }: MeterWords): string {
  const when = period === 'month' ? formats.day(resets) : formats.weekday(resets)
  const count = typeof period === 'object' ? 1 : limit
  const verb = count === 1 ? 'kommt' : 'kommen'
  return `${SMALL[count] ?? count} ${verb} am ${when} dazu.`
}

function registrationGives(limit: number, period: MeterPeriod): string {
  const articles = limit === 1 ? 'einen freien Artikel' : `${limit} freie Artikel`
  const gives =
    limit === 0
      ? 'Die Registrierung kostet nichts und öffnet diesen Artikel.'
      : `Wer registriert ist, hat ${articles} ${each(period)}.`
  return `${gives} Eine E-Mail-Adresse genügt; es gibt nichts zu zahlen und nichts zu kündigen.`
}

const ON = { week: 'in der Woche', month: 'im Monat', year: 'im Jahr' }
const RENEWS = { week: 'jede Woche', month: 'jeden Monat', year: 'jedes Jahr' }
const FIRST = { week: 'in der ersten Woche', month: 'im ersten Monat', year: 'im ersten Jahr' }
const MANY = { week: 'Wochen', month: 'Monaten', year: 'Jahren' }

function offerWords(formats: Formats, offer: Offer): OfferWords {
  const full = formats.money(offer.price, offer.currency)
  if (offer.every === 'once') {
    const reach = offer.days === undefined ? 'einmalig' : `einmalig für ${days(offer.days)}`
    return {
      price: `${full} ${reach}.`,
      end: 'Nichts verlängert sich: Es endet von selbst.',
      button:
        offer.days === undefined ? `Für ${full} lesen` : `${days(offer.days)} für ${full} lesen`,
    }
  }
  const steps: string[] = []
  if (offer.trialDays !== undefined) steps.push(`${days(offer.trialDays)} kostenlos`)
  const first = offer.introductory
  if (first !== undefined) {
    const low =
      first.price === 0
        ? 'kostenlos'
        : `${formats.money(first.price, offer.currency)} ${ON[offer.every]}`
    steps.push(`${low} ${stretch(first.periods, offer.every)}`)
  }
  steps.push(`${full} ${ON[offer.every]}`)
  const beginning = first === undefined ? offer.price : first.price
  return {
    price: `${capital(steps.join(', danach '))}.`,
    end: `Es verlängert sich ${RENEWS[offer.every]}, bis Sie kündigen: eine Seite, ein Knopf, kein Anruf.`,
    button: buttonWords(formats, offer, beginning),
  }
}

function buttonWords(formats: Formats, offer: Offer, beginning: number): string {
  if (offer.every === 'once' || beginning === 0) return 'Kostenlos beginnen'
  if (offer.trialDays !== undefined) return `Mit ${days(offer.trialDays, 'n')} kostenlos beginnen`
  return `Für ${formats.money(beginning, offer.currency)} ${ON[offer.every]} abonnieren`
}

function stretch(periods: number, every: 'week' | 'month' | 'year'): string {
  if (every === 'month' && periods % 12 === 0) return stretch(periods / 12, 'year')
  return periods === 1 ? FIRST[every] : `in den ersten ${periods} ${MANY[every]}`
}

/** `ending` for the dative plural. */
function days(count: number, ending = ''): string {
  return count === 1 ? '1 Tag' : `${count} Tage${ending}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
