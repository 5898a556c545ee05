// Site desk: answers what workers ask of the site. Nothing is answered before every worker has heard of what changed.
import type {
  FoundAnswer,
  HeldAnswer,
  SharedSite,
  SiteAnswer,
  SiteAsk,
} from '../../../core/origin.ts'
import { strangerAt } from '../../../http/asker.ts'
import type { FromWorker, Held, PlainAsk, SiteCall, SiteCalls } from './messages.ts'
import { Pieces } from './pieces.ts'
import type { Member, Roll } from './roll.ts'

export interface SiteDeskParts {
  readonly roll: Roll
  /** Lets a call work with the site that is open, which stays open as long. */
  readonly use: <Value>(work: (site: SharedSite) => Promise<Value>) => Promise<Value>
  /** Something of the site is on its way to a reader until what is given back is called. */
  readonly begin: (site: SharedSite) => () => void
  /** Why a worker that goes by this cannot work with the site that is open. */
  readonly objectionTo: (facts: string) => string | undefined
  /** How many articles are known. */
  readonly articles: () => number
}

export interface SiteDesk {
  hear(member: Member, message: FromWorker): void
  /** It is gone. */
  leave(member: Member): void
}

export function createSiteDesk(parts: SiteDeskParts): SiteDesk {
  const { roll } = parts
  const bodies = new Map<Member, Pieces>()
  const bodiesOf = (member: Member): Pieces => {
    const known = bodies.get(member) ?? new Pieces((message) => member.tell(message))
    bodies.set(member, known)
    return known
  }
  const answer = async (member: Member, id: number, call: SiteCall): Promise<void> => {
    const reply = (given: unknown) => member.tell({ what: 'given', id, given })
    try {
      await answerCall(call, { reply, member, bodies: bodiesOf(member), ...parts })
    } catch (error) {
      member.tell({ what: 'failed', id, detail: String(error) })
    }
  }
  return {
    hear(member, message) {
      if (message.what === 'call') void answer(member, message.id, message.call)
      else if (message.what !== 'here') bodiesOf(member).hear(message)
      else if (roll.here(member, message.heard))
        member.tell({
          ...{ what: 'leave-given', sent: message.sent },
          ...{ lasts: roll.lasts, articles: parts.articles() },
        })
    },
    leave(member) {
      roll.leave(member)
      bodies.get(member)?.close()
      bodies.delete(member)
    },
  }
}

interface Answering extends SiteDeskParts {
  readonly member: Member
  readonly bodies: Pieces
  /** What is said by it holds until the next change that is told: between taking and saying nothing may be waited for. */
  readonly reply: (given: SiteCalls[SiteCall['name']]['given']) => void
}

async function answerCall(call: SiteCall, answering: Answering): Promise<void> {
  const { use, roll, reply } = answering
  switch (call.name) {
    case 'join': {
      const objection = answering.objectionTo(call.facts)
      if (objection === undefined) roll.join(answering.member)
      return reply(objection)
    }
    case 'find':
      return use((site) => find(site, call, answering))
    case 'ask':
      return use(async (site) =>
        give(site, await site.ask(call.target, askOf(call.ask, answering)), answering),
      )
    case 'cleared':
      return use(async (site) => {
        await roll.settled()
        reply(await site.cleared(call.text, call.target, call.type))
      })
    case 'again':
      return use(async (site) => {
        const answer = await site.again(call.key)
        await roll.settled()
        reply(answer && lean(answer))
      })
    case 'below':
      return use(async (site) => {
        await roll.settled()
        reply(site.below(call.target))
      })
    case 'purge':
      return use(async (site) => {
        const count = await site.purge(call.paths)
        await roll.settled()
        reply(count)
      })
  }
}

async function find(
  site: SharedSite,
  { route, ask, has }: Extract<SiteCall, { name: 'find' }>,
  answering: Answering,
): Promise<void> {
  const { roll, reply } = answering
  const asked = askOf(ask, answering)
  const found = await site.find(route, asked)
  if (found.kind !== 'answer') return give(site, found, answering)
  for (let round = 0; round < MOST_ROUNDS && !roll.isSettled(); round++) await roll.settled()
  const holding = roll.isSettled() ? site.holding(route.key, asked) : undefined
  if (holding === undefined)
    return reply({ kind: 'answer', answer: lean(found.answer), held: undefined })
  const held = heldOf(holding)
  if (held.id === has) reply({ kind: 'same', held })
  else reply({ kind: 'answer', answer: lean(holding.answer), held })
}

/** While much is learnt it may not come to a moment in which all have heard of everything. */
const MOST_ROUNDS = 20

async function give(
  site: SharedSite,
  found: FoundAnswer,
  { bodies, begin, roll, reply }: Answering,
): Promise<void> {
  if (found.kind === 'stream') {
    const { status, headers, body } = found
    const end = begin(site)
    const stream = bodies.offer(body, (rest) => {
      end()
      void leave(rest)
    })
    return reply({ kind: 'stream', status, headers, stream })
  }
  await roll.settled()
  if (found.kind === 'answer')
    reply({ kind: 'answer', answer: lean(found.answer), held: undefined })
  else if (found.kind === 'gone' && found.page !== undefined)
    reply({ ...found, page: lean(found.page) })
  else reply(found)
}

/** Ends the origin's answer, which would keep a connection for itself. One that was not begun has to be, before it ends. */
async function leave(rest: AsyncIterator<Uint8Array>): Promise<void> {
  try {
    await rest.next()
    await rest.return?.()
  } catch {
    // Broken off: it has ended.
  }
}

function askOf({ method, headers, client, body, asker }: PlainAsk, { bodies }: Answering): SiteAsk {
  return {
    ...{ method, client, header: (name) => headers[name] },
    // A network is one, whichever worker it comes to.
    asker: asker && (() => (asker.isKnown ? asker : strangerAt(client))),
    body: body === undefined ? undefined : bodies.take(body),
  }
}

const ids = new WeakMap<SiteAnswer, number>()
let lastId = 0

function heldOf({ answer, from, until, varying }: HeldAnswer): Held {
  const id = ids.get(answer) ?? ++lastId
  ids.set(answer, id)
  return { id, from, until, varying }
}

/** Without what nobody but the owner looks at: texts below a cut among it. */
function lean(answer: SiteAnswer): SiteAnswer {
  const { reading } = answer
  if (reading.kind !== 'article') return answer
  return {
    ...answer,
    reading: {
      ...reading,
      ...{ previewHtml: '', openText: '', doubts: [], rented: [], listed: [] },
      ...{ gatedTexts: [], gatedFiles: [], openFiles: [] },
    },
  }
}
