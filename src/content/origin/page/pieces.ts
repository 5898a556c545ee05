// Pieces: a page as it is written, broken where something of ours goes.
import { randomBytes } from 'node:crypto'
import { defaultTreeAdapter } from 'parse5'
import type { Piece, Place } from '../../../core/origin.ts'
import { type Document, type Element, type Node, written } from './parse-page.ts'

export class Places {
  /** In no page: nobody knows it before. */
  readonly #name = `standfirst-${randomBytes(12).toString('hex')}`

  /** The attributes of the html element have their place behind its own. */
  onHtml(html: Element): void {
    html.attrs = [...html.attrs, { name: this.#name, value: '' }]
  }

  /** Before `next`, or as the last child. */
  in(parent: Element, place: Exclude<Place, 'html'>, next: Node | undefined): void {
    const comment = defaultTreeAdapter.createCommentNode(`${this.#name}-${place}`)
    if (next === undefined) defaultTreeAdapter.appendChild(parent, comment)
    else defaultTreeAdapter.insertBefore(parent, comment, next)
  }

  pieces(document: Document): readonly Piece[] {
    const html = written(document)
    const pieces: Piece[] = []
    let done = 0
    for (let at = html.indexOf(this.#name); at >= 0; at = html.indexOf(this.#name, done)) {
      const place = PLACES.find((one) => html.startsWith(`-${one}-->`, at + this.#name.length))
      const begin = at - (place === undefined ? ' ' : '<!--').length
      if (begin > done) pieces.push(html.slice(done, begin))
      pieces.push({ place: place ?? 'html' })
      const written = place === undefined ? '=""' : `-${place}-->`
      done = at + this.#name.length + written.length
    }
    if (done < html.length) pieces.push(html.slice(done))
    return pieces
  }
}

const PLACES: readonly Place[] = ['head', 'notice', 'wall']
