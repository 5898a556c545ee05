// News: what the log is told of mails. Never an address, nor anything of a mail; what ails all of them, once.
import type { Report } from '../core/log.ts'

export interface News {
  trouble(why: string): void
  fine(): void
  givenUp(why: string): void
}

/** Says what is wrong when it begins or changes, and when it is over: not once for every mail that waits. */
export function newsOf(report: Report): News {
  let last: string | undefined
  return {
    trouble: (why) => {
      if (why !== last) report(`Mails wait: ${why}. They will be tried again.`)
      last = why
    },
    fine: () => {
      if (last !== undefined) report('Mails go out again.', 'info')
      last = undefined
    },
    givenUp: (why) => report(`A mail was given up: ${why}.`),
  }
}
