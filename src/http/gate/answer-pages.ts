// Answer pages: what the site sends that is no article (its front page, feeds, interfaces, pictures), compressed once
// a version and sent to everybody alike.
import type { SiteAnswer } from '../../core/origin.ts'
import {
  asItIs,
  createBestLater,
  type Encoded,
  encodedOf,
  isKnown,
  type Prepared,
  prepare,
  prepareBest,
} from '../prepare.ts'
import type { Reply } from '../reply.ts'
import { partOf } from './part-of.ts'

/** What of a request an answer for everybody depends on. */
interface Asked {
  readonly method: string
  readonly header: (name: string) => string | undefined
}

export interface AnswerPages {
  /** At once, when it was sent before. */
  ready(answer: SiteAnswer, asked: Asked): Reply | undefined
  reply(answer: SiteAnswer, asked: Asked): Promise<Reply>
}

/** `headers`: sent with everything, names and values in turn. */
export function createAnswerPages(): AnswerPages {
  const kept = new WeakMap<SiteAnswer, Prepared | Encoded>()
  const making = new WeakMap<SiteAnswer, Promise<Prepared>>()
  const improve = createBestLater(prepareBest)
  const make = async (answer: SiteAnswer, text: string): Promise<Prepared> => {
    const prepared = await prepare(text, headersOf(answer), 'soon')
    kept.set(answer, prepared)
    return prepared
  }
  const find = (answer: SiteAnswer): Prepared | Encoded | undefined => {
    const known = kept.get(answer)
    if (known !== undefined && 'isBest' in known) improve(known)
    if (known !== undefined || answer.reading.kind !== 'bytes') return known
    const bytes = new Uint8Array(answer.reading.bytes)
    const encoded = asItIs(bytes, [...headersOf(answer), 'Accept-Ranges', 'bytes'])
    kept.set(answer, encoded)
    return encoded
  }
  return {
    ready(answer, asked) {
      const found = find(answer)
      return found && replyOf(answer, found, asked)
    },
    async reply(answer, asked) {
      const found = find(answer)
      if (found !== undefined) return replyOf(answer, found, asked)
      const { reading } = answer
      const text = reading.kind === 'text' ? reading.text : ''
      const started = making.get(answer) ?? make(answer, text)
      making.set(answer, started)
      return replyOf(answer, await started, asked)
    },
  }
}

/** Shared caches may keep what is the same for everybody for as long as the origin says; without a word, none may. */
function headersOf(answer: SiteAnswer): readonly string[] {
  const { headers, caching, cookies } = answer
  const own = ['Cache-Control', cookies.length > 0 ? 'private, no-store' : (caching ?? 'no-cache')]
  const vary = answer.reading.kind === 'text' ? ['Vary', 'Accept-Encoding'] : []
  return [...headers, ...own, ...vary, ...cookies.flatMap((cookie) => ['Set-Cookie', cookie])]
}

function replyOf(
  { status, reading }: SiteAnswer,
  found: Prepared | Encoded,
  { header }: Asked,
): Reply {
  const encoded = 'identity' in found ? encodedOf(found, header('accept-encoding')) : found
  if (status === 200 && isKnown(header('if-none-match'), encoded))
    return { status: 304, shared: encoded.unsized, headers: [], body: undefined }
  const hasBody = status !== 204 && status !== 304 && !(status >= 300 && status < 400)
  if (!hasBody) return { status, shared: encoded.unsized, headers: [], body: undefined }
  if (status === 200 && reading.kind === 'bytes') return partOf(encoded, header)
  return { status, shared: encoded.headers, headers: [], body: encoded.bytes }
}
