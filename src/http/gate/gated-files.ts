// Gated files: what is no page and still not for everybody. Pictures below a cut go with their article; a path that the
// publisher gates (an e-paper, a puzzle) is decided by itself. Neither ever spends a read.
import { addressPath } from '../../core/address-path.ts'
import { type Access, type Article, type ArticleId, NO_DATE } from '../../core/article.ts'
import type { Decision } from '../../core/decide.ts'
import type { PathGate } from '../../core/origin.ts'
import { isSignedIn } from '../../core/reader.ts'
import { RECEIPT_HEADER, receiptOf } from '../../core/receipt.ts'
import { type Variant, variantOf } from '../../core/variant.ts'
import type { Frame } from '../../pages/frame.ts'
import { gatedPathPage } from '../../pages/gate/gated-path-page.ts'
import { type Deciding, decideFor } from '../read-article.ts'
import type { Reply } from '../reply.ts'
import { identityNow } from '../settle.ts'
import { articleRequestOf, type GateRequest } from './gate-request.ts'
import { shownPath } from './site-path.ts'

export interface GatedFiles {
  /** Of a file that stands below the cut of these articles and openly nowhere. */
  below(articles: readonly Article[], request: GateRequest): Promise<'open' | 'granted' | 'walled'>
  /** Of a path that the publisher gates. */
  gated(
    gate: PathGate,
    request: GateRequest,
  ): Promise<
    | { readonly outcome: 'grant'; readonly access: 'open' | 'granted' }
    | { readonly outcome: 'wall'; readonly reply: Reply }
  >
}

export function createGatedFiles(parts: {
  readonly deciding: Deciding
  readonly frame: Frame
  /** What every page of ours says of itself: names and values in turn. */
  readonly headers: readonly string[]
  readonly idOf: (path: string) => ArticleId
}): GatedFiles {
  const { deciding } = parts
  const decideAll = async (articles: readonly Article[], request: GateRequest) => {
    const now = deciding.now()
    const asked = articleRequestOf(request)
    const identity = await identityNow(asked.cookie, now, deciding)
    const decisions = articles.map((article) => decideFor(asked, article, identity, now, deciding))
    return { identity, decisions, now }
  }
  return {
    async below(articles, request) {
      // What was taken away is nobody's, and its pictures are not either.
      const out = articles.filter(({ path }) => !deciding.orders.isWithdrawn(path))
      const { decisions } = await decideAll(out, request)
      const granted = decisions.find(isGranted)
      if (granted === undefined) return 'walled'
      return granted.reason === 'free' ? 'open' : 'granted'
    },
    async gated(gate, request) {
      const path = addressPath(request.target)
      const article = standIn(gate, path, parts.idOf(path))
      const { decisions, identity, now } = await decideAll([article], request)
      const [decided] = decisions
      const decision = decided && { ...decided, rule: gate.name }
      if (decision === undefined || isGranted(decision))
        return { outcome: 'grant', access: decision?.reason === 'free' ? 'open' : 'granted' }
      deciding.recorder.record({ at: now, path, decision })
      const variant = variantOf(decision, isSignedIn(identity.reader), deciding.dateOf, false)
      const made = { gate, path: shownPath(request.target), variant, decision }
      return { outcome: 'wall', reply: wallReply(parts, made) }
    },
  }
}

/** A read that would have to be spent is not granted: nothing but a page can take the cookie for it. */
function isGranted(decision: Decision): decision is Extract<Decision, { outcome: 'grant' }> {
  return decision.outcome === 'grant' && !decision.spends
}

/** What rules look at in an article; the gate itself says who may read it. */
function standIn({ access }: PathGate, path: string, id: ArticleId): Article {
  return {
    ...{
      id,
      path,
      access,
      title: '',
      summary: '',
      bylines: [],
      published: NO_DATE,
      updated: undefined,
    },
    ...{ section: undefined, tags: [], image: undefined, imageAlt: '', correction: undefined },
    moved: [],
  }
}

function wallReply(
  { frame, headers, deciding }: Parameters<typeof createGatedFiles>[0],
  made: {
    readonly gate: PathGate
    /** Where the way back leads. */
    readonly path: string
    readonly variant: Variant
    readonly decision: Decision
  },
): Reply {
  const { gate, path, variant, decision } = made
  const plans = plansOf(gate.access)
  const html = gatedPathPage(frame, { title: gate.name, path, variant, plans })
  const body = new TextEncoder().encode(html)
  const own = [
    ...['Content-Type', 'text/html; charset=utf-8', 'Cache-Control', 'private, no-store'],
    ...['Vary', 'Cookie', 'Content-Length', String(body.length)],
    ...[RECEIPT_HEADER, receiptOf(decision, deciding.dateOf)],
  ]
  return { status: 403, headers: [...headers, ...own], body }
}

function plansOf(access: Access): readonly string[] | undefined {
  return access.kind === 'subscribers' ? access.plans : undefined
}
