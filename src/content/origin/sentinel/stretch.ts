// Stretch: letters that are read in one, of the text of a page or of what stands in one quote of a tag, and where each
// of them begins in the text that they were taken from.

/** So many are kept for the next text; more are given back. */
const MOST_KEPT = 1 << 20

export class Stretch {
  letters = new Int32Array(0)
  starts = new Int32Array(0)
  count = 0
  /** Numbers of letters that something begins with: a sentence, a block, a string. In turn, each once. */
  breaks = new Int32Array(0)
  breakCount = 0
  /** Whether letters of scripts without spaces between words are among them. */
  hasUnspaced = false

  begin(): void {
    this.count = 0
    this.breakCount = 0
    this.hasUnspaced = false
  }

  break(): void {
    const { breakCount } = this
    if (breakCount > 0 && this.breaks[breakCount - 1] === this.count) return
    if (breakCount === this.breaks.length)
      this.breaks = grown(this.breaks, breakCount + 64, breakCount)
    this.breaks[breakCount] = this.count
    this.breakCount++
  }

  /** For so many letters more. */
  makeRoom(more: number): void {
    const least = this.count + more
    if (least <= this.letters.length) return
    this.letters = grown(this.letters, least, this.count)
    this.starts = grown(this.starts, least, this.count)
  }

  giveBack(): void {
    if (this.letters.length <= MOST_KEPT) return
    this.letters = new Int32Array(0)
    this.starts = new Int32Array(0)
    this.breaks = new Int32Array(0)
  }
}

function grown(before: Int32Array, least: number, count: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(count === 0 ? least : least * 2)
  larger.set(before.subarray(0, count))
  return larger
}
