// List closer: closes texts that carry articles, short ones at once, long ones in a thread of their own within a
// deadline; and says later whether what was closed would be closed likewise now.
import type { KnownArticle, LookUp, PageSettings } from '../../../core/origin.ts'
import { Thread } from '../../thread/thread.ts'
import { threadBeside } from '../../thread/thread-messages.ts'
import { closeText, type TextReading } from './close-text.ts'
import type { ListClosed, ListToClose } from './list-thread.ts'

interface ClosedList {
  readonly reading: TextReading
  /** Whether all that was looked up is still what is known. */
  readonly stands: () => boolean
}

export interface ListCloser {
  /** `refused` as well where it takes too long. */
  close(text: string, type: string, lookUp: LookUp): Promise<ClosedList>
  /** Resolves when the thread has ended. What was asked is refused. */
  end(): Promise<void>
}

/** Signs that are closed without a reader noticing, whatever they say. */
const SHORT = 32 * 1024
const READ_MS = 10_000
const READ_MS_A_SIGN = 1 / 500
/** What is known of one article may show another within it, hardly one within that. */
const MOST_ROUNDS = 5

/** The thread is started with the first long text. */
export function openListCloser(settings: Pick<PageSettings, 'cms' | 'addresses'>): ListCloser {
  const file = threadBeside(import.meta.url, 'list-thread')
  const { cms, addresses } = settings
  const thread = new Thread<ListToClose, ListClosed>(
    file,
    { cms, addresses },
    async () => undefined,
  )
  return {
    async close(text, type, lookUp) {
      const said = new Map<string, KnownArticle | undefined>()
      const stands = () => [...said].every(([path, known]) => lookUp(path) === known)
      const noted = (path: string) => {
        const known = lookUp(path)
        said.set(path, known)
        return known
      }
      if (text.length <= SHORT) return { reading: closeText(text, type, noted, settings), stands }
      const ms = READ_MS + text.length * READ_MS_A_SIGN
      for (let round = 0; round < MOST_ROUNDS; round++) {
        const made = await thread
          .run({ text, type, known: [...said].flatMap(plainly) }, ms)
          .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
        if (made instanceof Error) return { reading: refused(made.message), stands }
        const known = made.asked.filter((path) => !said.has(path)).map(noted)
        if (known.every((one) => one === undefined)) return { reading: made.reading, stands }
      }
      return { reading: refused('shows articles within articles without end'), stands }
    },
    end: () => thread.close(),
  }
}

function refused(why: string): TextReading {
  return { kind: 'refused', why }
}

/** Without what lists never say. */
function plainly([path, known]: readonly [string, KnownArticle | undefined]): [
  string,
  KnownArticle,
][] {
  if (known === undefined) return []
  const { article, gated, previewHtml, openText } = known
  return [[path, { article, gated, previewHtml, openText }]]
}
