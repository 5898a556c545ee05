// List closer: closes texts that carry articles, light ones at once, all others in threads within a deadline; and says
// later whether what was closed would be closed likewise now.
import type { KnownArticle, LookUp, PageSettings } from '../../../core/origin.ts'
import { Thread } from '../../thread/thread.ts'
import { threadBeside } from '../../thread/thread-messages.ts'
import { decodePage } from '../page/decode.ts'
import { type AsItIs, asItIs } from './as-it-is.ts'
import { closeText, type TextReading } from './close-text.ts'
import { isLight, LIGHT_BYTES } from './light.ts'
import type { ListClosed, ListToClose } from './list-thread.ts'

interface ClosedList {
  readonly reading: TextReading
  /** Whether all that was looked up is still what is known. */
  readonly stands: () => boolean
}

/** Texts as they came, not decoded; `type` is their Content-Type header. */
export interface ListCloser {
  /** `refused` as well where it takes too long. */
  close(bytes: Uint8Array, type: string | undefined, lookUp: LookUp): Promise<ClosedList>
  /** Only with public addresses in place of the site's own; undefined where that takes too long. */
  asItIs(bytes: Uint8Array, type: string | undefined, kind: AsItIs): Promise<string | undefined>
  /** Resolves when the threads have ended. What was asked is refused. */
  end(): Promise<void>
}

/** Bytes from which on a text is long: who waits for one of the usual size does not wait for these. */
const LONG = 512 * 1024
const READ_MS = 10_000
const READ_MS_A_BYTE = 1 / 500
/** What is known of one article may show another within it, hardly one within that. */
const MOST_ROUNDS = 5

/** Each thread is started with its first text. */
export function openListCloser(settings: Pick<PageSettings, 'cms' | 'addresses'>): ListCloser {
  return new Closer(settings)
}

class Closer implements ListCloser {
  readonly #settings: Pick<PageSettings, 'cms' | 'addresses'>
  readonly #usual: Thread<ListToClose, ListClosed>
  readonly #long: Thread<ListToClose, ListClosed>

  constructor(settings: Pick<PageSettings, 'cms' | 'addresses'>) {
    const { cms, addresses } = settings
    const file = threadBeside(import.meta.url, 'list-thread')
    const open = () =>
      new Thread<ListToClose, ListClosed>(file, { cms, addresses }, async () => undefined)
    this.#settings = settings
    this.#usual = open()
    this.#long = open()
  }

  async close(bytes: Uint8Array, type: string | undefined, lookUp: LookUp): Promise<ClosedList> {
    const said = new Map<string, KnownArticle | undefined>()
    const stands = () => [...said].every(([path, known]) => lookUp(path) === known)
    const noted = (path: string) => {
      const known = lookUp(path)
      said.set(path, known)
      return known
    }
    const light = lightTextOf(bytes, type)
    if (light !== undefined)
      return { reading: closeText(light, type ?? 'text/plain', noted, this.#settings), stands }
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const made = await this.#run({ bytes, type, known: [...said].flatMap(plainly) })
      if (made instanceof Error) return { reading: refused(made.message), stands }
      const known = made.asked.filter((path) => !said.has(path)).map(noted)
      if (known.every((one) => one === undefined)) return { reading: made.reading, stands }
    }
    return { reading: refused('shows articles within articles without end'), stands }
  }

  async asItIs(
    bytes: Uint8Array,
    type: string | undefined,
    kind: AsItIs,
  ): Promise<string | undefined> {
    if (bytes.byteLength <= LIGHT_BYTES)
      return asItIs(decodePage(bytes, type), kind, this.#settings.addresses)
    const made = await this.#run({ bytes, type, known: kind })
    if (made instanceof Error || made.reading.kind === 'refused') return undefined
    return made.reading.text
  }

  async end(): Promise<void> {
    await Promise.all([this.#usual.close(), this.#long.close()])
  }

  #run(ask: ListToClose): Promise<ListClosed | Error> {
    const { byteLength } = ask.bytes
    const thread = byteLength < LONG ? this.#usual : this.#long
    return thread
      .run(ask, READ_MS + byteLength * READ_MS_A_BYTE)
      .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
  }
}

/** Undefined for what could take longer than other readers should wait. */
function lightTextOf(bytes: Uint8Array, type: string | undefined): string | undefined {
  if (bytes.byteLength > LIGHT_BYTES) return undefined
  const text = decodePage(bytes, type)
  return isLight(text) ? text : undefined
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
