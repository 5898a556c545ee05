// English words. Plain, short, and true: what it costs, when it comes back, how it ends.
import type { MeterPeriod } from '../../core/policy.ts'
import type { Offer } from '../../core/publication.ts'
import { englishAccounts } from './account-en.ts'
import type { Formats } from './formats.ts'
import { englishMails } from './mails-en.ts'
import { englishSubscribing } from './subscribing-en.ts'
import type { MeterWords, OfferWords, Words } from './vocabulary.ts'

export function english(formats: Formats): Words {
  return {
    ...formats,
    ...FIXED,
    mails: englishMails(formats),
    fullDay: (date) => `${formats.weekdayName(date)} ${formats.fullDate(date)}`,
    published: (instant, timeZone) =>
      `${formats.date(instant, timeZone)}, ${formats.time(instant, timeZone)}`,
    updated: (instant, timeZone) =>
      `Updated ${formats.date(instant, timeZone)}, ${formats.time(instant, timeZone)}`,
    moreFrom: (section) => (section === undefined ? 'More to read' : `More from ${section}`),
    left: (left, meter) => `${leftOver(left, meter)} ${comesBack(formats, meter)}`,
    wordsRead: (read, words) =>
      read === 0
        ? `This article has ${formats.number(words)} words`
        : `You have read ${formats.number(read)} of ${formats.number(words)} words`,
    registrationGives,
    spent: (meter) => `${usedUp(meter)} ${comesBack(formats, meter)}`,
    offer: (offer) => offerWords(formats, offer),
    page: (page, pages) => `Page ${formats.number(page)} of ${formats.number(pages)}`,
    emptySection: (name) => `Nothing in ${name} yet. The first story will stand here.`,
    readOn: (publication) => `Read on at ${publication}`,
    readAll: (publication) => `Read all of it, free, at ${publication}`,
    seeAt: (publication) => `See it at ${publication}`,
    pictureAt: (alt) =>
      alt === '' ? 'Picture: see the article' : `Picture: ${alt} (see the article)`,
    feedTitle: (title) => `${title} (private)`,
    accounts: englishAccounts(formats),
  }
}

const ALL_IT_TAKES =
  'All it takes is an email address; there is nothing to pay and nothing to cancel.'

const FIXED = {
  skip: 'Skip to the text',
  logIn: 'Log in',
  account: 'Account',
  subscribe: 'Subscribe',
  sections: 'Sections',
  yourAccount: 'Your account',
  opinion: 'Opinion',
  by: 'By',
  correction: 'Correction',
  topics: 'Topics',
  footnotes: 'Footnotes',
  backToReference: 'Back to reference',
  table: 'Table',
  opened: 'This article is open to everybody for now.',
  thanks: 'Thank you: your subscription is open.',
  grace: 'We cannot reach your account at the moment. Read on; nothing is lost.',
  notice: 'Reading',
  registrationTitle: 'Register free and read on',
  registerFree: 'Register free',
  paywallTitle: 'Read on with a subscription',
  paywallWithoutPlans: {
    title: 'This article is for subscribers',
    text: 'Subscriptions are not on sale yet. If you have one already, log in to read on.',
  },
  planRequiredTitle: 'This article needs another plan',
  otherPage: {
    registrationTitle: 'Register free to go on',
    registrationGives: () => `Registering costs nothing and opens this page. ${ALL_IT_TAKES}`,
    paywallTitle: 'This page is for subscribers',
    paywallWithoutPlans: {
      title: 'This page is for subscribers',
      text: 'Subscriptions are not on sale yet. If you have one already, log in to go on.',
    },
    planRequiredTitle: 'This page needs another plan',
  },
  allPlans: 'See all plans',
  networkLimit:
    'Many articles went to your network in the last hour with nobody logged in. This ends within the hour.',
  feeds: 'Feeds',
  backToTop: 'Back to top',
  cancelSubscription: 'Cancel a subscription',
  footer: 'About this newspaper',
  tag: 'Topic',
  author: 'Articles by',
  newer: 'Newer',
  older: 'Older',
  pages: 'Pages',
  emptyList: 'Nothing here yet.',
  emptyFront: 'The first edition is being made. Come back soon.',
  messages: {
    'not-found': {
      title: 'There is nothing at this address',
      text: 'The address may be mistyped, or the article has moved. The front page has what is new.',
    },
    gone: {
      title: 'This article has been withdrawn',
      text: 'It was taken away for good and is no longer here.',
    },
    failed: {
      title: 'Something went wrong on our side',
      text: 'It was not you. Try again in a minute.',
    },
    unavailable: {
      title: 'This page cannot be shown just now',
      text: 'We are working on it. Try again in a minute; nothing of yours is lost.',
    },
    refused: {
      title: 'This request was refused',
      text: 'It did not come from a page of this newspaper, or it was not one that we answer.',
    },
    closed: {
      title: 'This address is not open to readers',
      text: 'Everything that is published here can be read on its own page. The front page has what is new.',
    },
    unsent: {
      title: 'This form cannot be sent here',
      text: 'Nothing of what you wrote in it was taken. If you wanted to log in as a reader, that has a page of its own.',
    },
    unfindable: {
      title: 'This page cannot be shown right now',
      text: 'Something about it has changed on our side and is being looked at. Everything else can be read; try this page again later.',
    },
  },
  toFront: 'To the front page',
  subscribing: englishSubscribing,
  backToArticle: 'Back to where you were',
  noPlans: 'No plan has been announced yet.',
} as const

function within(period: MeterPeriod): string {
  if (typeof period === 'object')
    return period.days === 1 ? 'in 24 hours' : `in ${period.days} days`
  return period === 'day' ? 'today' : `this ${period}`
}

function each(period: MeterPeriod): string {
  if (typeof period === 'object')
    return period.days === 1 ? 'every 24 hours' : `every ${period.days} days`
  return `a ${period}`
}

function articles(count: number): string {
  return count === 1 ? 'article' : 'articles'
}

function leftOver(left: number, { limit, period }: MeterWords): string {
  if (typeof period === 'object') {
    const all = `(${limit} ${each(period)})`
    if (left === 0) return `This is your last free article for now ${all}.`
    return `${left} free ${articles(left)} left ${all}.`
  }
  if (left === 0) return `This is your last free article ${within(period)}.`
  return `${left} free ${articles(left)} left ${within(period)}.`
}

function usedUp({ limit, period }: MeterWords): string {
  const which = limit === 1 ? 'your free article' : `your ${limit} free articles`
  return `You have read ${which} ${within(period)}.`
}

/** In a rolling period reads come back one by one, in a calendar period all together. */
function comesBack(formats: Formats, { limit, period, resets }: MeterWords): string {
  const when = period === 'month' ? formats.day(resets) : formats.weekday(resets)
  if (typeof period === 'object') return `One more on ${when}.`
  // Beside how many are left, “three more” would be taken for those.
  return limit === 1 ? `The next one comes on ${when}.` : `You have ${limit} again from ${when}.`
}

function registrationGives(limit: number, period: MeterPeriod): string {
  const gives =
    limit === 0
      ? 'Registering costs nothing and opens this article.'
      : `Registered readers have ${limit} free ${articles(limit)} ${each(period)}.`
  return `${gives} ${ALL_IT_TAKES}`
}

function offerWords(formats: Formats, offer: Offer): OfferWords {
  const full = formats.money(offer.price, offer.currency)
  if (offer.every === 'once') {
    const reach = offer.days === undefined ? 'once' : `once, for ${days(offer.days)}`
    return {
      price: `${full}, paid ${reach}.`,
      end: 'Nothing renews: it ends by itself.',
      button: offer.days === undefined ? `Pay ${full}` : `Read ${days(offer.days)} for ${full}`,
    }
  }
  const steps: string[] = []
  if (offer.trialDays !== undefined) steps.push(`free for ${days(offer.trialDays)}`)
  const first = offer.introductory
  if (first !== undefined) {
    const low =
      first.price === 0 ? 'free' : `${formats.money(first.price, offer.currency)} a ${offer.every}`
    steps.push(`${low} for the first ${stretch(first.periods, offer.every)}`)
  }
  steps.push(`${full} a ${offer.every}`)
  const beginning = first === undefined ? offer.price : first.price
  return {
    price: `${capital(steps.join(', then '))}.`,
    end: `It renews every ${offer.every} until you cancel: one page, one button, no phone call.`,
    button: buttonWords(formats, offer, beginning),
  }
}

function buttonWords(formats: Formats, offer: Offer, beginning: number): string {
  if (offer.trialDays !== undefined) return `Start with ${days(offer.trialDays)} free`
  if (beginning === 0) return 'Start free'
  return `Subscribe for ${formats.money(beginning, offer.currency)} a ${offer.every}`
}

function stretch(periods: number, every: 'week' | 'month' | 'year'): string {
  if (every === 'month' && periods % 12 === 0) return stretch(periods / 12, 'year')
  return periods === 1 ? every : `${periods} ${every}s`
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
