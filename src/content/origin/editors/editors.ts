// Editors: who shows a log-in of the site's own system reaches the site, once the site itself has confirmed it. What it
// said is remembered for a minute, and invented log-ins make it no work worth speaking of.
import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { OriginSettings, Tally } from '../../../core/origin.ts'
import type { AskOrigin, Confirmed, Who } from './asking.ts'
import { confirmAtGhost } from './ghost.ts'
import { type LogIn, logInOf } from './log-in-cookies.ts'
import { createStrangers } from './strangers.ts'
import { confirmAtWordPress } from './wordpress.ts'

/** An editor whom the site has just confirmed. `account`: says nothing of the log-in, and tells it from others. */
export interface ConfirmedEditor {
  readonly account: string
  readonly nonce: string | undefined
  /** Epoch milliseconds. */
  readonly at: number
}

/** Where several processes serve: a browser shows its log-in to one, and what confirms it perhaps to another. */
export interface EditorNews {
  tell(editor: ConfirmedEditor): void
  hear(listen: (editor: ConfirmedEditor) => void): void
}

export interface EditorsOptions {
  readonly settings: Pick<OriginSettings, 'cms' | 'editors'>
  readonly ask: AskOrigin
  /** Epoch milliseconds. */
  readonly now: () => number
  /** One sentence for the publisher's log. */
  readonly report: (line: string) => void
  readonly tally: Tally
  /** Without: this process serves alone. */
  readonly news?: EditorNews | undefined
}

interface Asking {
  /** What the request itself carries in `X-WP-Nonce`, or as `_wpnonce`. */
  readonly nonce?: string | undefined
  /** The network it comes from; those unknown share one. */
  readonly network?: string | undefined
}

export interface Editors {
  /** At once, by name and shape alone. */
  carriesLogIn(cookie: string | undefined): boolean
  /**
   * Never rejects. Also worth calling, without waiting, for what goes to the origin's administration anyway: only there
   * does a browser send what WordPress gives a nonce for, and the nonce is remembered for its other pages.
   */
  confirm(cookie: string | undefined, asking?: Asking): Promise<Who>
}

const MINUTE = 60_000
/**
 * A shop's customers have log-ins of the same form: they are asked for seldom, and write ten minutes after they may. A
 * forged one costs nothing for some seconds, and one that has just become good is believed after them.
 */
const FOR_MS = { editor: MINUTE, reader: 10 * MINUTE, nobody: 10_000, unknown: 2000 }
/** For half of its life a nonce of WordPress is as good as new. */
const NONCE_MS = 12 * 60 * MINUTE
const MOST_REMEMBERED = 10_000
const MOST_EDITORS = 2000

interface Remembered {
  readonly who: Who
  readonly until: number
}

/** Who was confirmed within the last hours: asked for again without a limit. */
interface Known {
  readonly nonce: string | undefined
  readonly until: number
}

export function createEditors(options: EditorsOptions): Editors {
  const { settings, now, tally, news } = options
  const remembered = new LRUCache<string, Remembered>({ max: MOST_REMEMBERED })
  const known = new LRUCache<string, Known>({ max: MOST_EDITORS })
  const asked = new Map<string, Promise<Who>>()
  const strangers = createStrangers(now)
  const report = sparing(options.report, now)

  const believe = ({ account, nonce, at }: ConfirmedEditor) => {
    remembered.set(account, { who: 'editor', until: at + FOR_MS.editor })
    known.set(account, { nonce, until: at + NONCE_MS })
  }
  news?.hear(believe)

  const logIn = (cookie: string | undefined) =>
    settings.editors ? logInOf(settings.cms, cookie, now()) : undefined

  async function ask(account: string, evidence: string, shown: LogIn, nonce: string | undefined) {
    const before = known.get(account)
    const last = before !== undefined && before.until > now() ? before.nonce : undefined
    const confirmed = await confirmAt(options, shown, [nonce, last])
    const { who } = confirmed
    const isAccount = who === 'editor' || who === 'reader'
    const answer: Who = who === 'reader' ? 'nobody' : who
    remembered.set(isAccount ? account : evidence, { who: answer, until: now() + FOR_MS[who] })
    if (who === 'editor') {
      const editor = { account, nonce: confirmed.nonce, at: now() }
      believe(editor)
      news?.tell(editor)
    }
    if (answer === 'nobody') known.delete(account)
    if (confirmed.why !== undefined) report(confirmed.why)
    tally.count('log-in-checked', { who })
    return answer
  }

  const recall = (key: string) => {
    const last = remembered.get(key)
    return last !== undefined && last.until > now() ? last.who : undefined
  }

  return {
    carriesLogIn: (cookie) => logIn(cookie) !== undefined,
    async confirm(cookie, { nonce, network } = {}) {
      const shown = logIn(cookie)
      if (shown === undefined) return 'nobody'
      const account = digest(shown.shown)
      // What is not enough today may be with a nonce beside it: a no holds for all that was shown together.
      const evidence = digest(`${shown.shown}\n${shown.administration}\n${nonce}`)
      const last = recall(account) ?? recall(evidence)
      if (last !== undefined) return last
      const waiting = asked.get(evidence)
      if (waiting !== undefined) return waiting
      const leave = known.has(account) ? () => {} : strangers.enter(network)
      if (leave === undefined) {
        tally.count('log-in-checked', { who: 'too-many' })
        return 'unknown'
      }
      const asking = ask(account, evidence, shown, nonce).finally(() => {
        asked.delete(evidence)
        leave()
      })
      asked.set(evidence, asking)
      return asking
    },
  }
}

function confirmAt(
  { settings, ask }: EditorsOptions,
  logIn: LogIn,
  nonces: readonly (string | undefined)[],
): Promise<Confirmed> {
  return settings.cms === 'ghost'
    ? confirmAtGhost(ask, logIn)
    : confirmAtWordPress(ask, logIn, nonces)
}

/** The log-in itself is not kept. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

/** The same sentence at most once in ten minutes. */
function sparing(report: (line: string) => void, now: () => number): (line: string) => void {
  const said = new LRUCache<string, number>({ max: 100 })
  return (line) => {
    if (now() < (said.get(line) ?? 0)) return
    said.set(line, now() + 10 * MINUTE)
    report(line)
  }
}
