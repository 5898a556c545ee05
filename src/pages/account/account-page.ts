// Account page: what a reader has, where they are logged in, and what they can do about it.
import type { SessionFacts } from '../../core/account.ts'
import type { Payment, Subscription } from '../../core/subscription.ts'
import { href, subscribeHref } from '../addresses.ts'
import type { Frame } from '../frame.ts'
import { html, type Markup } from '../html.ts'
import type { AccountNews } from '../words/vocabulary.ts'
import { accountSheet, withAddress } from './account-sheet.ts'
import { offerFeed, pointToFeed } from './feed-parts.ts'
import { accountHref, button, form, hidden } from './form.ts'
import { receiptRows, subscriptionRow } from './subscription-parts.ts'

interface OpenPlan {
  /** The plan's name. */
  readonly plan: string
  /** Epoch milliseconds. */
  readonly until: number
  readonly source: string
}

export type ShownSession = SessionFacts & { readonly current: boolean }

export interface AccountPage {
  readonly address: string
  /** What is open without a subscription: what support or an import gave. */
  readonly entitlements: readonly OpenPlan[]
  /** Those that are not over. */
  readonly subscriptions: readonly Subscription[]
  readonly payments: readonly Payment[]
  readonly now: number
  readonly sessions: readonly ShownSession[]
  /** When the private feed was made, in epoch milliseconds; undefined without one. */
  readonly feedMade?: number | undefined
  /** Where the meter stands; undefined for those it does not count. `resets`: a local date, 2026-12-01. */
  readonly readsLeft?:
    | { readonly left: number; readonly limit: number; readonly resets: string }
    | undefined
  /** How many passkeys there are; undefined where there is nothing to say of them. */
  readonly passkeys?: number | undefined
  /** What was done just now. */
  readonly said?: AccountNews | undefined
}

/**
 * Posts to /sessions/end (`id`), /sessions/end-all, /log-out, /resume (`id`), /feed and /export; leads to /cancel,
 * /receipts, /address, /feed and /delete.
 */
export function accountPage(frame: Frame, page: AccountPage): string {
  const { own, change, remove } = frame.words.accounts
  return accountSheet(frame, {
    title: own.title,
    signedIn: true,
    offers: !hasPlan(page),
    main: html`${page.said && html`<p class="news">${own.news[page.said]}</p>`}
${withAddress(own.loggedIn, page.address)}
<p><a href="${accountHref(frame, 'address')}">${change.title}</a></p>
<section class="part"><h2>${own.open}</h2>
${openPlans(frame, page)}
${readsLeft(frame, page)}</section>
${
  page.payments.length === 0
    ? undefined
    : html`<section class="part"><h2>${frame.words.subscribing.receipts}</h2>
${receiptRows(frame, page.payments)}</section>`
}
<section class="part"><h2>${own.devices}</h2>
${sessions(frame, page.sessions)}</section>
${page.passkeys === undefined ? undefined : passkeys(frame, page.passkeys)}
${frame.site.articlesFrom === 'folder' ? privateFeed(frame, page.feedMade) : undefined}
<section class="part"><h2>${own.data}</h2>
<p>${own.exportText}</p>
${form(frame, 'export', button(own.exportButton, { quiet: true }))}
<p><a href="${accountHref(frame, 'delete')}">${remove.title}</a></p></section>`,
  })
}

function hasPlan({ entitlements, subscriptions }: AccountPage): boolean {
  return entitlements.length > 0 || subscriptions.length > 0
}

function openPlans(frame: Frame, page: AccountPage): Markup {
  const { words, site } = frame
  const { own } = words.accounts
  if (!hasPlan(page)) {
    const offer = html` <a href="${subscribeHref(site, undefined)}">${words.allPlans}</a>`
    return html`<p>${own.nothingOpen}${site.plans.length > 0 ? offer : undefined}</p>`
  }
  const { timeZone } = site.publication
  return html`<ul class="rows">${page.subscriptions.map((one) => subscriptionRow(frame, one, page.now))}${page.entitlements.map(
    ({ plan, until }) => html`<li><b>${plan}</b> <span>${own.until(until, timeZone)}</span></li>`,
  )}</ul>`
}

function readsLeft({ words, site }: Frame, page: AccountPage): Markup | undefined {
  const { readsLeft } = page
  // Any plan opens metered articles; and a limit of none was never there to be read.
  if (readsLeft === undefined || readsLeft.limit === 0 || hasPlan(page)) return undefined
  const { left, limit, resets } = readsLeft
  const meter = { limit, resets, period: site.policy.meter.period }
  return html`<p>${left === 0 ? words.spent(meter) : words.left(left, meter)}</p>`
}

function sessions(frame: Frame, all: readonly ShownSession[]): Markup {
  const { own } = frame.words.accounts
  return html`<ul class="rows">${all.map((one) => session(frame, one))}</ul>
${form(frame, 'sessions/end-all', button(own.logOutEverywhere, { quiet: true }))}`
}

function passkeys(frame: Frame, count: number): Markup {
  const { title, text, have, add, change } = frame.words.accounts.passkeys
  return html`<section class="part"><h2>${title}</h2>
<p>${count === 0 ? text : have(count)}</p>
<p><a href="${accountHref(frame, 'passkeys')}">${count === 0 ? add : change}</a></p></section>`
}

function privateFeed(frame: Frame, made: number | undefined): Markup {
  return html`<section class="part"><h2>${frame.words.accounts.feed.title}</h2>
${made === undefined ? offerFeed(frame) : pointToFeed(frame, made)}</section>`
}

function session(frame: Frame, { id, device, lastUsed, current }: ShownSession): Markup {
  const { own } = frame.words.accounts
  const { timeZone } = frame.site.publication
  const name = device || own.someDevice
  const when = current ? own.thisDevice : own.lastUsed(lastUsed, timeZone)
  const end = current
    ? form(frame, 'log-out', button(own.logOutHere, { quiet: true }))
    : form(
        frame,
        'sessions/end',
        html`${hidden('id', id)}${button(own.logOut, { quiet: true, of: name })}`,
      )
  return html`<li><b><bdi>${name}</bdi></b> <span>${when}</span>${end}</li>`
}

/** Where a reader goes on to from a page that has nothing more to say. */
export function toAccount({ words, site }: Frame, text = words.accounts.toAccount): Markup {
  return html`<p><a href="${href(site.paths.account)}">${text}</a></p>`
}
