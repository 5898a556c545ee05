// Wall text: what a wall says and where it leads, whatever it stands in: an article of ours, a page of the publisher's
// own site, a publisher's own wall.
import type { Offer, Plan } from '../core/publication.ts'
import type { Notice } from '../core/variant.ts'
import { href, logInHref, offerHref, subscribeHref } from './addresses.ts'
import type { Frame } from './frame.ts'
import type { WallWords } from './words/vocabulary.ts'

type WallNotice = Extract<Notice, { kind: 'wall' }>

export interface Walled {
  readonly notice: WallNotice
  /** What it stands before: something that is read, or anything else. */
  readonly of: 'article' | 'page'
  /** Where the account's pages lead back to. */
  readonly path: string
  readonly signedIn: boolean
  /** Ids of the plans that open it; undefined: any does. */
  readonly plans: readonly string[] | undefined
}

interface Door {
  readonly href: string
  readonly text: string
}

export interface WallText {
  readonly title: string
  readonly text: string
  /** The whole price in words; empty where there is nothing to pay. */
  readonly price: string
  readonly button: Door | undefined
  /** Log in; of a reader who has done so: the account. */
  readonly entrance: Door
  readonly allPlans: Door | undefined
  /** The page on which the plan that opens it is bought; without one, where plans will be announced. */
  readonly offer: string
  readonly note: string | undefined
}

type Says = Pick<WallText, 'title' | 'text' | 'price' | 'button'>

export function wallText(frame: Frame, walled: Walled): WallText {
  const { words, site } = frame
  const { path } = walled
  const offer = firstOffer(site.plans, walled.plans)
  const says =
    walled.notice.wall === 'registration'
      ? registration(frame, walled)
      : paywall(frame, walled, offer)
  const toPlans = subscribeHref(site, path)
  return {
    ...says,
    entrance: walled.signedIn
      ? { href: href(site.paths.account), text: words.account }
      : { href: logInHref(site, path), text: words.logIn },
    allPlans: site.plans.length > 0 ? { href: toPlans, text: words.allPlans } : undefined,
    offer: offer === undefined ? toPlans : offerHref(site, offer.id, path),
    note: note(frame, walled.notice),
  }
}

function wordsOf({ words }: Frame, { of }: Walled): WallWords {
  return of === 'article' ? words : words.otherPage
}

function registration(frame: Frame, walled: Walled): Says {
  const { words, site } = frame
  const { registered, period } = site.policy.meter
  const { registrationTitle, registrationGives } = wordsOf(frame, walled)
  const limit = walled.notice.reason === 'registration-required' ? 0 : registered
  return {
    title: registrationTitle,
    text: registrationGives(limit, period),
    price: '',
    button: { href: logInHref(site, walled.path), text: words.registerFree },
  }
}

function paywall(frame: Frame, walled: Walled, offer: Offer | undefined): Says {
  const { words, site } = frame
  const { paywallTitle, paywallWithoutPlans, planRequiredTitle } = wordsOf(frame, walled)
  if (offer === undefined) return { ...paywallWithoutPlans, price: '', button: undefined }
  const { price, end, button } = words.offer(offer)
  const text = `${price} ${end}`
  return {
    title: walled.notice.reason === 'plan-required' ? planRequiredTitle : paywallTitle,
    text,
    price: text,
    button: { href: subscribeHref(site, walled.path), text: button },
  }
}

/** The publisher's order says which offer speaks for all: the first of the first plan that opens the article. */
function firstOffer(plans: readonly Plan[], ids: readonly string[] | undefined): Offer | undefined {
  return plans.find(({ id, offers }) => offers.length > 0 && (ids?.includes(id) ?? true))?.offers[0]
}

function note({ words, site }: Frame, { reason, spent }: WallNotice): string | undefined {
  if (reason === 'network-limit') return words.networkLimit
  // A limit of none was never there to be read.
  if (spent === undefined || spent.limit === 0) return undefined
  return words.spent({ ...spent, period: site.policy.meter.period })
}
