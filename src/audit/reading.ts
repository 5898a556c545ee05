// Reading: asks the site and takes apart what it answers. Bodies are let go as soon as their texts are known.
import { failed, ok, type Result } from '../core/result.ts'
import type { Answer, Asker, Question, Unanswered } from './asking/asker.ts'
import type { Limits } from './asking/limits.ts'
import type { Apart } from './texts/apart.ts'
import { TextThread } from './texts/thread.ts'

export interface Read {
  readonly answer: Answer
  readonly apart: Apart
}

export type Unread = Unanswered | 'unreadable'

/** Each may have taken its whole deadline. */
const MOST_UNREADABLE = 60
/** Characters of texts that are kept taken apart: of what an article is asked for, most is answered alike. */
const MOST_KEPT = 4_000_000
/** What it costs to keep a text at all, however short. */
const CHARACTERS_OF_EACH = 300

export class Reading {
  readonly asker: Asker
  readonly #thread: TextThread
  /** The site's style sheets, once they are known. */
  #styles: readonly string[] = []
  readonly #texts = new Map<string, Apart>()
  #room = MOST_KEPT
  #unreadable = 0

  constructor(asker: Asker, { readMs }: Pick<Limits, 'readMs'>) {
    this.asker = asker
    this.#thread = new TextThread(readMs)
  }

  learnStyles(styles: readonly string[]): void {
    this.#styles = styles
    this.#forget()
  }

  async close(): Promise<void> {
    this.asker.close()
    await this.#thread.close()
  }

  async read(question: Question, readerMode = false): Promise<Result<Read, Unread>> {
    const asked = await this.asker.ask(question)
    return asked.ok ? this.apart(asked.value, readerMode) : asked
  }

  /** A page as scripts have left it, which nobody sent like this. */
  rendered(html: string, plain: Answer): Promise<Result<Read, 'unreadable'>> {
    const body = Buffer.from(html)
    return this.apart({ ...plain, body, type: 'text/html', charset: 'utf-8', digest: '' })
  }

  /** What an answer says, and nothing of where it leads. */
  async texts(answer: Answer): Promise<Result<Read, 'unreadable'>> {
    const { digest, type, charset = '' } = answer
    const key = [digest, type, charset].join(' ')
    const known = this.#texts.get(key)
    if (known !== undefined) return ok({ answer, apart: known })
    const read = await this.#takeApart(answer, { readerMode: false, textsOnly: true })
    if (read.ok) this.#keep(key, read.value.apart)
    return read
  }

  #keep(key: string, apart: Apart): void {
    const size = sizeOf(apart)
    if (size > MOST_KEPT) return
    if (size > this.#room) this.#forget()
    this.#room -= size
    this.#texts.set(key, apart)
  }

  #forget(): void {
    this.#texts.clear()
    this.#room = MOST_KEPT
  }

  apart(answer: Answer, readerMode = false): Promise<Result<Read, 'unreadable'>> {
    return this.#takeApart(answer, { readerMode, textsOnly: false })
  }

  async #takeApart(
    answer: Answer,
    wanted: { readonly readerMode: boolean; readonly textsOnly: boolean },
  ): Promise<Result<Read, 'unreadable'>> {
    if (this.#unreadable >= MOST_UNREADABLE)
      return failed('unreadable', 'Too many of its answers cannot be read.')
    const apart = await this.#thread.takeApart({
      bytes: answer.body,
      type: answer.type,
      charset: answer.charset,
      url: answer.url,
      styles: this.#styles,
      ...wanted,
    })
    if (apart.ok) return ok({ answer, apart: apart.value })
    this.#unreadable++
    return failed(apart.reason, apart.detail)
  }
}

/** A page says its text again as a whole, and in parts. */
function sizeOf({ pieces, page }: Apart): number {
  const whole = (page?.shown.length ?? 0) * 3
  return pieces.reduce((sum, { text }) => sum + text.length + CHARACTERS_OF_EACH, whole)
}
