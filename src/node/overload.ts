// Overload: whether this process is asked for more than it can do. What shows it is that its loop comes round late; then
// account pages, which cost most, are put off, so that articles still go out.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Report } from '../core/log.ts'

export interface Overload {
  /** At once. */
  isOn(): boolean
  /** Until then, while much is loaded, it is not. */
  begin(): void
  close(): void
}

export interface OverloadOptions {
  /** Milliseconds between two rounds of the loop, on average of a window. Idle it is about 20. */
  readonly lateMs: number
  readonly windowMs: number
  readonly report: Report
}

const RESOLUTION_MS = 20
/** One late window is a piece of work; as many as this are a load. */
const LATE_WINDOWS = 3

/** It is on after three late windows in a row, and over with one that is half as late. */
export function watchOverload(
  options: Pick<OverloadOptions, 'report'> & Partial<OverloadOptions>,
): Overload {
  const { lateMs = 250, windowMs = 500, report } = options
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  let late = 0
  let isOn = false
  const turn = (on: boolean) => {
    isOn = on
    report(
      on
        ? 'Overloaded: account pages answer 503 until it is over, articles go out'
        : 'No longer overloaded: account pages answer again',
      on ? 'warn' : 'info',
    )
  }
  let timer: NodeJS.Timeout | undefined
  const look = () => {
    const mean = delays.count === 0 ? Number.POSITIVE_INFINITY : delays.mean / 1e6
    delays.reset()
    late = mean > lateMs ? late + 1 : 0
    if (!isOn && late >= LATE_WINDOWS) turn(true)
    else if (isOn && mean < lateMs / 2) turn(false)
  }
  return {
    isOn: () => isOn,
    begin() {
      delays.enable()
      timer = setInterval(look, windowMs)
      timer.unref()
    },
    close() {
      clearInterval(timer)
      delays.disable()
    },
  }
}
