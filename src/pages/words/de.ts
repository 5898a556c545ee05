// Deutsche Wörter. Schlicht, kurz und wahr: was es kostet, wann es wiederkommt, wie es endet.
import type { MeterPeriod } from '../../core/policy.ts'
import type { Offer } from '../../core/publication.ts'
import { germanAccounts } from './account-de.ts'
import type { Formats } from './formats.ts'
import { germanMails } from './mails-de.ts'
import { germanSubscribing } from './subscribing-de.ts'
import type { MeterWords, OfferWords, Words } from './vocabulary.ts'

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
    seeAt: (publication) => `Ansehen: ${publication}`,
    pictureAt: (alt) => (alt === '' ? 'Bild: siehe Artikel' : `Bild: ${alt} (siehe Artikel)`),
    feedTitle: (title) => `${title} (privat)`,
    accounts: germanAccounts(formats),
  }
}

const ALL_IT_TAKES = 'Eine E-Mail-Adresse genügt; es gibt nichts zu zahlen und nichts zu kündigen.'

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
  thanks: 'Vielen Dank: Ihr Abonnement ist freigeschaltet.',
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
  otherPage: {
    registrationTitle: 'Kostenlos registrieren und weiter',
    registrationGives: () =>
      `Die Registrierung kostet nichts und öffnet diese Seite. ${ALL_IT_TAKES}`,
    paywallTitle: 'Diese Seite ist für Abonnenten',
    paywallWithoutPlans: {
      title: 'Diese Seite ist für Abonnenten',
      text: 'Abos werden noch nicht verkauft. Wer schon eines hat, meldet sich an.',
    },
    planRequiredTitle: 'Diese Seite gehört zu einem anderen Abo',
  },
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
    closed: {
      title: 'Diese Adresse steht Lesern nicht offen',
      text: 'Was hier erscheint, ist auf seiner eigenen Seite zu lesen. Auf der Titelseite steht, was neu ist.',
    },
    unsent: {
      title: 'Dieses Formular lässt sich hier nicht absenden',
      text: 'Nichts von dem, was Sie eingetragen haben, wurde übernommen. Wenn Sie sich als Leserin oder Leser anmelden wollten: Dafür gibt es eine eigene Seite.',
    },
    unfindable: {
      title: 'Diese Seite lässt sich gerade nicht zeigen',
      text: 'Bei uns hat sich etwas an ihr geändert, und das wird geprüft. Alles andere ist zu lesen; versuchen Sie es mit dieser Seite später noch einmal.',
    },
  },
  toFront: 'Zur Titelseite',
  subscribing: germanSubscribing,
  backToArticle: 'Zurück zum Gelesenen',
  noPlans: 'Noch ist kein Abo angekündigt.',
} as const

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
  if (typeof period === 'object') return `Einer kommt am ${when} dazu.`
  if (limit === 1) return `Der nächste kommt am ${when}.`
  // Neben dem, was noch bleibt, hielte man „drei kommen dazu“ für diese.
  return `Ab ${when}${period === 'month' ? '' : ','} haben Sie wieder ${limit}.`
}

function registrationGives(limit: number, period: MeterPeriod): string {
  const articles = limit === 1 ? 'einen freien Artikel' : `${limit} freie Artikel`
  const gives =
    limit === 0
      ? 'Die Registrierung kostet nichts und öffnet diesen Artikel.'
      : `Wer registriert ist, hat ${articles} ${each(period)}.`
  return `${gives} ${ALL_IT_TAKES}`
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
