// English words. Plain, short, and true: what it costs, when it comes back, how it ends.
import type { MeterPeriod } from '../../core/policy.ts'
import type { Offer } from '../../core/publication.ts'
import type { Formats } from './formats.ts'
import { englishMails } from './mails-en.ts'
import type { AccountWords, MeterWords, OfferWords, Words } from './vocabulary.ts'

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
    accounts: accountWords(formats),
  }
}

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
  },
  toFront: 'To the front page',
  accountPages: {
    'log-in': {
      title: 'Log in or register',
      text: 'Accounts open soon. Until then there is nothing to log in to, and we keep no address of yours. Free articles stay open to everybody.',
    },
    subscribe: {
      title: 'Subscribe',
      text: 'Subscriptions open soon: nothing can be bought yet and nothing is charged. These will be the plans, each with its whole price.',
    },
    account: {
      title: 'Your account',
      text: 'Accounts open soon. There is nothing here yet.',
    },
    cancel: {
      title: 'Cancel a subscription',
      text: 'No subscription has been sold yet, so there is none to cancel. When there is, this page will end it: one button, no phone call.',
    },
  },
  backToArticle: 'Back to where you were',
  noPlans: 'No plan has been announced yet.',
} as const

function accountWords(formats: Formats): AccountWords {
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
    own: {
      ...OWN,
      until: (instant, timeZone) => `until ${formats.date(instant, timeZone)}`,
      lastUsed: (instant, timeZone) =>
        `Last used ${formats.date(instant, timeZone)}, ${formats.time(instant, timeZone)}`,
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
    text: 'Whoever logged in with the other address can then do so no longer.',
    button: (address: string) => `Use ${address} again`,
  },
  cancel: {
    title: 'Cancel the subscription?',
    address: 'This ends the renewal of the subscription of',
    text: 'What is paid for stays open until its period ends. Opening this page has changed nothing.',
    button: () => 'Cancel the subscription',
  },
} as const

const OWN = {
  title: 'Your account',
  loggedIn: 'You are logged in as',
  news: {
    'logged-in': 'You are logged in.',
    'logged-out-others':
      'Everywhere else you are logged out. What is open there may stay readable for a few minutes.',
    'address-changed':
      'Your address has been changed. A mail has gone to the old one, with a link that undoes it.',
  },
  open: 'What you have',
  nothingOpen: 'You have no subscription.',
  reads: 'Free articles',
  devices: 'Where you are logged in',
  thisDevice: 'This browser',
  someDevice: 'A browser that does not say its name',
  logOut: 'Log out',
  logOutHere: 'Log out here',
  logOutOthers: 'Log out everywhere else',
  data: 'Your data',
  exportText: 'Everything we keep about you, in one file (JSON).',
  exportButton: 'Download my data',
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
    code: {
      missing: 'Enter the code from the mail.',
      malformed: 'Enter the six digits from the mail.',
      wrong: 'This is not the code. Compare it with the newest mail.',
      worn: 'This code no longer works. Ask for another.',
      limited: 'Too many codes were tried. Try again in a while.',
    },
  },
  returns: 'After that you read on where you were.',
  code: {
    title: 'Enter the code from the mail',
    sent: 'We have mailed a six-digit code to',
    text: 'It works for 15 minutes and in this browser. The link in the mail works in any.',
    outbox:
      'This newspaper does not send mail yet: it writes it into a folder. Ask whoever runs it for the code.',
    label: 'Six-digit code',
    button: 'Log in',
    again: 'No mail after a minute or two? Look among the spam, or:',
    againButton: 'Mail another code',
    otherAddress: 'Use another address',
  },
  worn: {
    link: {
      title: 'This link no longer works',
      text: 'It was used before, or its time is over. Log in with a new code; whatever else the link was for can be asked for again in your account.',
    },
    code: {
      title: 'This code no longer works',
      text: 'It was used before, was mistyped five times, or is older than 15 minutes. A new one takes a moment.',
    },
  },
  newCode: 'Get a new code',
  remove: {
    title: 'Delete your account',
    text: 'This erases for good, at once:',
    erased: [
      'your address, and where you are logged in;',
      'what you have read;',
      'every subscription you have, with the time that is left of it.',
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
      text: 'This browser no longer knows you. Where else you are logged in has not changed.',
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
      address: 'If there is a subscription with this address, a link has been mailed to',
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

const SMALL = [
  'No',
  'One',
  'Two',
  'Three',
  'Four',
  'Five',
  'Six',
  'Seven',
  'Eight',
  'Nine',
  'Ten',
  'Eleven',
  'Twelve',
]

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
  const count = typeof period === 'object' ? 1 : limit
  return `${SMALL[count] ?? count} more on ${when}.`
}

function registrationGives(limit: number, period: MeterPeriod): string {
  const gives =
    limit === 0
      ? 'Registering costs nothing and opens this article.'
      : `Registered readers have ${limit} free ${articles(limit)} ${each(period)}.`
  return `${gives} All it takes is an email address; there is nothing to pay and nothing to cancel.`
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
