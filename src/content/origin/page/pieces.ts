// Pieces: a page as it is written, broken where something of ours goes.
import { randomBytes } from 'node:crypto'
import { defaultTreeAdapter, serialize } from 'parse5'
import type { Piece, Place } from '../../../core/origin.ts'
import type { Document, Element, Node } from './parse-page.ts'

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
    const marks = new RegExp(` ${this.#name}=""|<!--${this.#name}-(head|notice|wall)-->`)
    return serialize(document)
      .split(marks)
      .flatMap((part, index): Piece[] => {
        if (index % 2 === 0) return part === '' ? [] : [part]
        return [{ place: PLACES.find((place) => place === part) ?? 'html' }]
      })
  }
}

const PLACES: readonly Place[] = ['head', 'notice', 'wall']
