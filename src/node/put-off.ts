// Put off: whether more is asked for that has to be made than may wait. Each that is put off is counted; that it begins
// and that it is over is said, and nothing of who asked.
import type { Report } from '../core/log.ts'
import type { SayPutOff } from '../core/seats.ts'

export interface PutOffWatch {
  readonly say: SayPutOff
  close(): void
}

const QUIET_MS = 60_000

/** It is over when nothing was put off for `quietMs`. */
export function watchPutOff({
  report,
  count,
  quietMs = QUIET_MS,
}: {
  readonly report: Report
  readonly count: SayPutOff
  readonly quietMs?: number
}): PutOffWatch {
  let sum = { taken: 0, portion: 0 }
  let over: NodeJS.Timeout | undefined
  const end = () => {
    over = undefined
    const { taken, portion } = sum
    sum = { taken: 0, portion: 0 }
    report(
      `No longer put off: ${taken + portion} requests were, ${portion} of them beyond the portion of one network`,
      'info',
    )
  }
  return {
    say(seats, why) {
      count(seats, why)
      sum[why]++
      if (over !== undefined) return void over.refresh()
      over = setTimeout(end, quietMs)
      over.unref()
      report(
        `Put off: more is asked for that is not at hand than may wait (${seats}), some of it answers 503; what is at hand goes out`,
      )
    },
    close: () => clearTimeout(over),
  }
}
