// Routes: which account page stands where, and that every form is one of ours before it is looked at.
import type { Context, Hono } from 'hono'
import { cancelAskPage } from '../../pages/account/cancel-pages.ts'
import { forgedPage } from '../../pages/account/change-pages.ts'
import { clientNetwork } from '../client-network.ts'
import { type Reply, toResponse } from '../reply.ts'
import { askToCancel, showCancel, takeCancelOne, takeResume } from './cancel.ts'
import { askForChange, showChange } from './change-address.ts'
import { endFeed, makeFeed, replaceFeed, showFeed } from './feed.ts'
import { isForged, readForm } from './forms.ts'
import { openLink, showLink, takeLink } from './link.ts'
import {
  askForLogIn,
  type LogInLimits,
  logInLimits,
  mayAsk,
  showCode,
  showLogIn,
  takeCode,
  wrongCodeLimits,
} from './log-in.ts'
import {
  asOwner,
  deleteAccount,
  endAllSessions,
  endSession,
  exportData,
  logOut,
  type Owner,
  showAccount,
  showDelete,
  toLogIn,
} from './own.ts'
import { type AccountParts, page } from './parts.ts'
import { askForPasskey, passkeyLimits, takePasskey } from './passkey-log-in.ts'
import { addingRate, askForNew, removePasskey, showPasskeys, takeNew } from './passkeys.ts'
import { showPractice, takePractice } from './practice.ts'
import { showReceipt } from './receipts.ts'
import { logInForOffer, showOffer, showPlans, takeOffer } from './subscribe.ts'

interface Asked {
  readonly request: Request
  readonly form: URLSearchParams
  readonly query: URLSearchParams
  readonly network: string | undefined
}

type Handler = (asked: Asked) => Reply | Promise<Reply>

interface Env {
  Bindings: { readonly remote: string | undefined }
}

/** Mounts the account's pages at `path`. */
export function accountRoutes<E extends Env>(
  app: Hono<E>,
  path: string,
  parts: AccountParts,
): void {
  const limits = logInLimits(parts.rates)
  const wrongCodes = wrongCodeLimits(parts.rates)
  const owner =
    (then: (who: Owner, asked: Asked) => Promise<Reply>): Handler =>
    (asked) =>
      asOwner(asked.request, parts, (who) => then(who, asked))
  const get: Readonly<Record<string, Handler>> = {
    '': owner((who, { query }) => showAccount(who, query.get('said'), parts)),
    '/log-in': ({ query }) => showLogIn(query, parts),
    '/passkeys': ({ request, query }) =>
      asOwner(
        request,
        parts,
        (who) => showPasskeys(who, query.get('said'), parts),
        (cookies) => toLogIn(`${path}/passkeys`, parts, cookies),
      ),
    '/code': ({ request }) => showCode(request, parts),
    '/link': ({ request }) => showLink(request, parts),
    '/link/:secret': ({ request }) => openLink(lastOf(request), parts),
    '/delete': owner((who) => showDelete(who, parts)),
    ...salesPages(parts),
    '/address': owner((who) => showChange(who, parts)),
    '/feed': owner((who, { query }) => showFeed(who, query, parts)),
  }
  const post: Readonly<Record<string, Handler>> = {
    '/log-in': ({ form, network }) => askForLogIn(form, network, limits, parts),
    '/code': (asked) => takeCode(asked, wrongCodes, parts),
    '/link': ({ request, form }) => takeLink(request, form, parts),
    '/log-out': ({ request }) => logOut(request, parts),
    '/sessions/end': owner((who, { form }) => endSession(who, form, parts)),
    '/sessions/end-all': owner((who) => endAllSessions(who, parts)),
    '/feed': owner((who) => makeFeed(who, parts)),
    '/feed/replace': owner((who) => replaceFeed(who, parts)),
    '/feed/off': owner((who) => endFeed(who, parts)),
    '/export': owner((who) => exportData(who, parts)),
    '/address': owner((who, { form, network }) =>
      askForChange(who, form, { network, limits }, parts),
    ),
    '/delete': owner((who, { form }) => deleteAccount(who, form, parts)),
    '/passkeys/remove': owner((who, { form }) => removePasskey(who, form, parts)),
    ...passkeyForms(parts),
    ...salesForms(limits, parts),
  }
  for (const [place, handle] of Object.entries(get))
    app.get(path + place, (context) => answer(context, handle, parts))
  for (const [place, handle] of Object.entries(post))
    app.post(path + place, (context) => answerForm(context, handle, parts))
}

async function answer<E extends Env>(
  context: Context<E>,
  handle: Handler,
  parts: AccountParts,
): Promise<Response> {
  const asked = { ...askedOf(context, parts), form: new URLSearchParams() }
  return toResponse(await handle(asked), context.req.method)
}

/** A form that did not come from a page of this publication is not even read. */
async function answerForm<E extends Env>(
  context: Context<E>,
  handle: Handler,
  parts: AccountParts,
): Promise<Response> {
  const request = context.req.raw
  const header = (name: string) => request.headers.get(name)
  const { address } = parts.frame.site
  const refused = () => toResponse(page(parts, forgedPage(parts.frame), 403), request.method)
  if (isForged({ site: header('sec-fetch-site'), origin: header('origin'), address }))
    return refused()
  const form = await readForm(request)
  if (form === undefined) return refused()
  return toResponse(await handle({ ...askedOf(context, parts), form }), request.method)
}

function askedOf<E extends Env>(context: Context<E>, parts: AccountParts): Omit<Asked, 'form'> {
  const request = context.req.raw
  const forwarded = request.headers.get('x-forwarded-for') ?? undefined
  return {
    request,
    query: new URL(request.url).searchParams,
    network: clientNetwork(context.env.remote, forwarded, parts.trustedProxies),
  }
}

/** Choosing, paying, cancelling and what was paid. */
function salesPages(parts: AccountParts): Readonly<Record<string, Handler>> {
  const { frame, payments } = parts
  return {
    '/subscribe': ({ request, query }) => showPlans(request, query, parts),
    '/subscribe/:offer': ({ request, query }) => {
      const id = lastOf(request)
      return asOwner(
        request,
        parts,
        (who) => showOffer(who, id, query, parts),
        (cookies) => logInForOffer(id, query, parts, cookies),
      )
    },
    '/cancel': ({ request, query }) =>
      asOwner(
        request,
        parts,
        (who) => showCancel(who, query, parts),
        () => page(parts, cancelAskPage(frame, { address: '' })),
      ),
    '/receipts/:id': ({ request }) =>
      asOwner(request, parts, (who) => showReceipt(who, lastOf(request), parts)),
    ...(payments?.isPractice && {
      '/practice/:id': ({ request }: Asked) =>
        asOwner(request, parts, (who) => showPractice(who, lastOf(request), parts)),
    }),
  }
}

function salesForms(limits: LogInLimits, parts: AccountParts): Readonly<Record<string, Handler>> {
  return {
    '/subscribe/:offer': ({ request, form }) => {
      const id = lastOf(request)
      return asOwner(
        request,
        parts,
        (who) => takeOffer(who, id, form, parts),
        (cookies) => logInForOffer(id, form, parts, cookies),
      )
    },
    '/cancel': ({ request, form, network }) =>
      form.has('id')
        ? asOwner(request, parts, (who) => takeCancelOne(who, form, parts))
        : askToCancel(form, network, limits, parts),
    '/resume': ({ request, form }) =>
      asOwner(request, parts, (who) => takeResume(who, form, parts)),
    ...(parts.payments?.isPractice && {
      '/practice/:id': ({ request, form }: Asked) =>
        asOwner(request, parts, (who) => takePractice(who, lastOf(request), form, parts)),
    }),
  }
}

/** None where browsers know no passkeys. */
function passkeyForms(parts: AccountParts): Readonly<Record<string, Handler>> {
  const { passkeys } = parts
  if (passkeys === undefined) return {}
  const limits = passkeyLimits(parts.rates)
  const adding = addingRate(parts.rates)
  return {
    '/log-in/question': ({ request }) => askForPasskey(request, passkeys, parts),
    '/log-in/passkey': (asked) => takePasskey(asked, limits, passkeys, parts),
    '/passkeys/question': ({ request }) =>
      asOwner(request, parts, (who) => askForNew(who, passkeys, parts)),
    '/passkeys': ({ request, form, network }) =>
      asOwner(request, parts, async (who) =>
        (await mayAsk(limits, network, who.now)) && (await adding.allows(who.reader, who.now))
          ? takeNew(request, who, form, passkeys, parts)
          : showPasskeys(who, null, parts, { what: 'limited', status: 429 }),
      ),
  }
}

/** The last part of a request's path. */
function lastOf(request: Request): string {
  return new URL(request.url).pathname.split('/').at(-1) ?? ''
}
