// First intake: all files of an edition that nobody is served from yet. Each is settled as soon as it is read, and one
// edition is published in the end.
import { setImmediate } from 'node:timers/promises'
import type { Finding, Intake } from './intake.ts'
import { LARGEST_ARTICLE } from './options.ts'
import { inParallel } from './parallel.ts'
import { readingAtOnce } from './read-at-once.ts'
import { readFileWithin } from './read-file.ts'

/** How long nothing else is done, in milliseconds. */
const STRETCH_MS = 10
/** Files that take longer, several in a row, come from a disk or over a network: then many are read side by side. */
const SLOW_MS = 1
const IN_A_ROW = 3
const SIDE_BY_SIDE = 256

interface Taking {
  readonly root: string
  readonly intake: Intake
  /** Told of each file what was found, once it is settled. */
  readonly found: (file: string, finding: Finding, looks: number) => void
  readonly isOver: () => boolean
}

/** `files`: how often each has been looked at, this time included. */
export async function takeFirst(files: ReadonlyMap<string, number>, taking: Taking): Promise<void> {
  const { root, intake, isOver } = taking
  const readAtOnce = readingAtOnce(root)
  const settle = (file: string, finding: Finding, looks: number) => {
    if (typeof finding !== 'string') finding.settle()
    taking.found(file, finding, looks)
  }
  const aside: (readonly [string, number])[] = []
  const takeAside = () =>
    inParallel(aside.splice(0), async ([file, looks]) => {
      const reading = await readFileWithin(root, file, LARGEST_ARTICLE)
      const lent = reading.kind === 'read' ? { ...reading, isLent: true as const } : reading
      settle(file, intake.sort(file, lent, looks), looks)
    })
  let inARow = 0
  let sideBySide = 0
  let began = performance.now()
  for (const [file, looks] of files) {
    const from = performance.now()
    const reading = sideBySide > 0 ? undefined : readAtOnce(file)
    inARow = performance.now() - from > SLOW_MS ? inARow + 1 : 0
    sideBySide = inARow >= IN_A_ROW ? SIDE_BY_SIDE : Math.max(0, sideBySide - 1)
    if (reading === undefined) aside.push([file, looks])
    else settle(file, intake.sort(file, reading, looks), looks)
    if (aside.length >= SIDE_BY_SIDE) await takeAside()
    if (performance.now() - began < STRETCH_MS) continue
    await setImmediate()
    if (isOver()) return
    began = performance.now()
  }
  await takeAside()
}
