// Closed ways: says in the log where readers send something and nothing passes, so that a publisher learns of a form that
// the configuration has forgotten. Once for each, for whoever tries addresses by the thousand must not fill the log.
import type { Report } from '../../core/log.ts'
import type { Paths } from '../../core/publication.ts'
import { placeOf } from '../told-path.ts'

const MOST_SAID = 100

export interface ClosedWaysParts {
  /** Nothing is closed yet. */
  readonly observes: boolean
  readonly own: Paths
  readonly report: Report
}

/** `target`: path and query as sent; of these the place on the site is said alone. */
export function createClosedWays({ observes, own, report }: ClosedWaysParts) {
  const said = new Set<string>()
  return (method: string, target: string): void => {
    const way = `${method} ${placeOf(target, own)}`
    if (said.size >= MOST_SAID || said.has(way)) return
    said.add(way)
    report(
      `${way} ${observes ? 'would be closed' : 'was closed'}: name it in content.origin.pass if readers are to send something there.`,
    )
    if (said.size === MOST_SAID)
      report('Of what else is sent where nothing passes no more is said: standfirst explain does.')
  }
}
