// Open crew part: what a worker shares with the others. The hourly limits are counted by the owner, who is asked; the rest each
// keeps for itself and hears of by the grapevine.
import type { Orders } from '../../core/ports.ts'
import { failed, ok } from '../../core/result.ts'
import type { Counts } from '../../counts/counts.ts'
import type { Rates } from '../../http/account/rate.ts'
import { createEnded } from '../../http/ended.ts'
import { createNetworkLimit, createSuperseded } from '../../http/network-limit.ts'
import { createSpends, type Spends } from '../../http/spends.ts'
import { accountsOn } from '../accounts.ts'
import type { Connections } from '../direct/connections.ts'
import type { Together } from '../together.ts'
import type { CrewPart } from './crew-part.ts'
import { type Grapevine, openGrapevine } from './grapevine.ts'
import { keptOfText, textOfKept } from './handed-on.ts'
import type { Link } from './link.ts'
import { SiteAtOwner, type SiteLine } from './site/site-at-owner.ts'
import { factsOf } from './site/site-keeping.ts'
import { storeAtOwner } from './store-at-owner.ts'

const LOOK_FOR_ORDERS_MS = 100
/** What a worker that is killed has counted since is lost. */
const TELL_COUNTS_MS = 5000
const TELL_LOAD_MS = 1000

export function openCrewPart(link: Link): CrewPart {
  const grapevine = openGrapevine(link)
  const digests = new Map<number, string>()
  grapevine.hear((news) => {
    if (news.what === 'orders') digests.set(news.worker, news.digest)
    if (news.what === 'gone') digests.delete(news.worker)
  })
  return {
    accounts(opening) {
      const store = storeAtOwner(link)
      const wake = () => link.say({ kind: 'wake' })
      return accountsOn({ store, wake }, sharedSpends(createSpends(store), grapevine), opening)
    },
    together: (perHour) => countTogether(perHour, link, grapevine),
    orders: (own) => sharedOrders(own, digests, grapevine),
    async site(plan, now) {
      const site = new SiteAtOwner(plan.settings, siteLine(link), now)
      const objection = await site.join(await factsOf(plan))
      if (objection === undefined) return ok(site)
      await site.close()
      return failed('cannot-serve', objection)
    },
    editors: {
      tell: (editor) => grapevine.tell({ what: 'editor', editor }),
      hear: (listen) =>
        grapevine.hear((news) => {
          if (news.what === 'editor') listen(news.editor)
        }),
    },
    ...countsFor(link),
    ...handingOn(link),
    level: (connections) => levelAtOwner(link, connections),
  }
}

function countsFor(link: Link): Pick<CrewPart, 'metrics' | 'handOver'> {
  let counts: Pick<Counts, 'values'> | undefined
  const tell = async (id?: number) => {
    if (counts === undefined) return
    await link.deliver({ kind: 'counts', id, values: await counts.values() })
  }
  link.hear((message) => {
    if (message.kind === 'count') void tell(message.id)
  })
  return {
    metrics(own) {
      counts = own
      setInterval(() => void tell(), TELL_COUNTS_MS).unref()
      return async () => String((await link.ask({ what: 'metrics' })) ?? '')
    },
    handOver: () => tell(),
  }
}

function handingOn(link: Link): Pick<CrewPart, 'handOn' | 'handedOn'> {
  let makingMs = 0
  link.hear((message) => {
    if (message.kind === 'begin') makingMs = message.makingMs
  })
  return {
    handOn: (kept) =>
      link.hear((message) => {
        if (message.kind !== 'list-pages') return
        link.say({ kind: 'pages', id: message.id, text: textOfKept(kept()) })
      }),
    async handedOn() {
      const kept = keptOfText(String((await link.ask({ what: 'pages' })) ?? ''))
      return kept && { kept, makingMs }
    },
  }
}

function levelAtOwner(link: Link, connections: Connections): void {
  let before = performance.eventLoopUtilization()
  setInterval(() => {
    const { utilization: busy } = performance.eventLoopUtilization(before)
    before = performance.eventLoopUtilization()
    link.say({ kind: 'load', load: { active: connections.countActive(), busy } })
  }, TELL_LOAD_MS).unref()
  link.hear((message) => {
    if (message.kind === 'give-back') connections.giveBack(message.count)
  })
}

function siteLine(link: Link): SiteLine {
  return {
    say: (said) => link.say({ kind: 'site', said }),
    hear: (listen) =>
      link.hear((message) => {
        if (message.kind === 'site') listen(message.said)
      }),
  }
}

function sharedSpends(own: Spends, grapevine: Grapevine): Spends {
  grapevine.hear((news) => {
    if (news.what === 'spend') own.hear(news.spend)
  })
  return {
    ...own,
    note(spend) {
      own.note(spend)
      grapevine.tell({ what: 'spend', spend })
    },
  }
}

function countTogether(perHour: number, link: Link, grapevine: Grapevine): Together {
  const networks = createNetworkLimit(perHour)
  const superseded = createSuperseded()
  const ended = createEnded()
  grapevine.hear((news) => {
    if (news.what === 'superseded') superseded.note(news.name)
    if (news.what === 'session') ended.noteSession(news.id)
    if (news.what === 'reader') ended.noteReader(news.id, news.now)
  })
  return {
    networks: {
      isSpent: (network, article, now) => networks.isSpent(network, article, now),
      async take(network, article, now) {
        const has = await link.ask({ what: 'place', network, article, perHour })
        // An owner that does not answer must not close the newspaper: until it does, each worker counts for itself.
        return has === false ? false : networks.take(network, article, now) || has === true
      },
    },
    superseded: {
      has: (name) => superseded.has(name),
      note(name) {
        superseded.note(name)
        grapevine.tell({ what: 'superseded', name })
      },
    },
    ended: {
      has: (session, pass) => ended.has(session, pass),
      noteSession(id) {
        ended.noteSession(id)
        grapevine.tell({ what: 'session', id })
      },
      noteReader(id, now) {
        ended.noteReader(id, now)
        grapevine.tell({ what: 'reader', id, now })
      },
    },
    rates: ratesAtOwner(link),
  }
}

/** What an owner that does not answer would have said is not guessed: nothing more is allowed then. */
function ratesAtOwner(link: Link): Rates {
  return (rate, most, within) => {
    const question = { rate, most, within }
    return {
      allows: async (name) => (await link.ask({ what: 'allows', ...question, name })) === true,
      isSpent: async (name) => (await link.ask({ what: 'is-spent', ...question, name })) !== false,
      takeBack: (name) => void link.ask({ what: 'take-back', ...question, name }),
    }
  }
}

/** Whoever asks one worker whether an order holds wants to know it of all. */
function sharedOrders(
  own: Orders,
  digests: ReadonlyMap<number, string>,
  grapevine: Grapevine,
): Orders {
  let told = ''
  const tell = () => {
    const digest = own.digest()
    if (digest === told) return
    told = digest
    grapevine.tell({ what: 'orders', worker: process.pid, digest })
  }
  tell()
  setInterval(tell, LOOK_FOR_ORDERS_MS).unref()
  return {
    openings: () => own.openings(),
    isWithdrawn: (path) => own.isWithdrawn(path),
    withdrawn: () => own.withdrawn(),
    generation: () => own.generation(),
    digest() {
      const digest = own.digest()
      const others = [...digests.values()].filter((other) => other !== digest).length
      return others === 0 ? digest : `${digest} (not in all workers)`
    },
  }
}
