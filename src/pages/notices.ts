// Notices: the one line or the wall that a response may show, always outside the article.
// They are asides made of spans, lists and links: reader modes drop an aside and do not weigh a span, so that no word
// of a notice stands beside an article, even where no block of it was granted.
import type { Article } from '../core/article.ts'
import type { Cut } from '../core/cut.ts'
import type { Offer, Plan } from '../core/publication.ts'
import type { Notice, Variant } from '../core/variant.ts'
import { href, logInHref, subscribeHref } from './addresses.ts'
import { GATED, READ_ON } from './body.ts'
import type { Frame } from './frame.ts'
import { html, type Markup } from './html.ts'

type WallNotice = Extract<Notice, { kind: 'wall' }>

export interface WallPlace {
  readonly article: Article
  readonly cut: Cut
  readonly variant: Variant
  readonly gated: boolean
  /** Ids of the plans that open the article; undefined: any does. */
  readonly plans: readonly string[] | undefined
}

/** The line that stands above an article that was granted. */
export function line(frame: Frame, notice: Notice): Markup | undefined {
  const { words, site } = frame
  if (notice.kind === 'none' || notice.kind === 'wall') return undefined
  const { period } = site.policy.meter
  const text =
    notice.kind === 'left'
      ? words.left(notice.left, { limit: notice.limit, period, resets: notice.resets })
      : words[notice.kind]
  return html`<aside class="notice" aria-label="${words.notice}"><span>${text}</span></aside>`
}

/** The wall, which stands in the text column right after the article's last granted block. */
export function wall(frame: Frame, place: WallPlace): Markup | undefined {
  const { notice } = place.variant
  if (notice.kind !== 'wall') return undefined
  const { title, text, button, note } =
    notice.wall === 'registration'
      ? registration(frame, notice, place)
      : paywall(frame, notice, place)
  const { words, site } = frame
  const { path } = place.article
  const entrance = place.variant.signedIn
    ? html`<a href="${href(site.paths.account)}">${words.account}</a>`
    : html`<a href="${logInHref(site, path)}" rel="nofollow">${words.logIn}</a>`
  const plans = html`<li><a href="${subscribeHref(site, path)}" rel="nofollow">${words.allPlans}</a></li>`
  return html`<aside class="wall${place.gated ? ` ${GATED}` : ''}" id="${READ_ON}" aria-labelledby="wall">
${progress(frame, place.cut)}
<span class="title" id="wall" role="heading" aria-level="2">${title}</span>
<span class="text">${text}</span>
${button && html`<a class="button" href="${button.href}" rel="nofollow">${button.text}</a>`}
<ul><li>${entrance}</li>${site.plans.length > 0 ? plans : undefined}</ul>
${note && html`<span class="note">${note}</span>`}
</aside>`
}

/** The bar repeats what the words say: only they are read aloud. */
function progress({ words }: Frame, { wordsBefore, words: all }: Cut): Markup {
  const bar =
    wordsBefore === 0
      ? undefined
      : html`<progress aria-hidden="true" max="${all}" value="${wordsBefore}"></progress>`
  return html`<span class="read"><span>${words.wordsRead(wordsBefore, all)}</span>${bar}</span>`
}

interface WallText {
  readonly title: string
  readonly text: string
  readonly button: { readonly href: string; readonly text: string } | undefined
  readonly note: string | undefined
}

function registration(frame: Frame, notice: WallNotice, { article }: WallPlace): WallText {
  const { words, site } = frame
  const { registered, period } = site.policy.meter
  return {
    title: words.registrationTitle,
    text: words.registrationGives(
      notice.reason === 'registration-required' ? 0 : registered,
      period,
    ),
    button: { href: logInHref(site, article.path), text: words.registerFree },
    note: note(frame, notice),
  }
}

function paywall(frame: Frame, notice: WallNotice, { article, plans }: WallPlace): WallText {
  const { words, site } = frame
  const offer = firstOffer(site.plans, plans)
  if (offer === undefined) {
    return { ...words.paywallWithoutPlans, button: undefined, note: note(frame, notice) }
  }
  const { price, end, button } = words.offer(offer)
  return {
    title: notice.reason === 'plan-required' ? words.planRequiredTitle : words.paywallTitle,
    text: `${price} ${end}`,
    button: { href: subscribeHref(site, article.path), text: button },
    note: note(frame, notice),
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
