// The pen: writes the blocks of one article, each with a word that stands nowhere else, and notes on which side of the
// cut the word, the text and the picture stand.
import { Prose } from './prose.ts'

/** A picture to be uploaded. Its content is made from its name; `{{id:FILE}}` and `{{url:FILE}}` stand for it in text. */
export interface Picture {
  readonly file: string
  readonly alt: string
  readonly caption: string
}

/** What stands on one side of the cut. */
export interface Side {
  /** Words that stand nowhere else. */
  readonly canaries: readonly string[]
  /** What a reader reads there, a string for each block. */
  readonly text: readonly string[]
  /** File names of pictures, without their ending; each holds a canary. */
  readonly pictures: readonly string[]
}

class Notes implements Side {
  readonly canaries: string[] = []
  readonly text: string[] = []
  readonly pictures: string[] = []
}

export class Pen {
  readonly above = new Notes()
  readonly below = new Notes()
  readonly pictures: Picture[] = []
  readonly prose: Prose
  readonly #number: number
  #side = this.above
  #marks = 0

  constructor(number: number) {
    this.#number = number
    this.prose = new Prose(number)
  }

  /** From here on everything is below the cut. */
  cut(): void {
    this.#side = this.below
  }

  /** A word that stands nowhere else, not even in part. */
  mark(place: string): string {
    const canary = `zq${this.#number}${place}${++this.#marks}qz`
    this.#side.canaries.push(canary)
    return canary
  }

  text(place: string, sentences = 1): string {
    const text = this.prose.paragraph(sentences, this.mark(place))
    this.#side.text.push(text)
    return text
  }

  picture(place: string): Picture {
    const file = this.mark(`${place}file`)
    this.#side.pictures.push(file)
    const caption = this.text(`${place}caption`)
    const made = { file, alt: this.text(`${place}alt`), caption }
    this.pictures.push(made)
    return made
  }
}
