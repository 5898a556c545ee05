// Access: what the signs on an article's page say of who may read it. They hold where no rule of the publication does.
import type { Access } from '../../../core/article.ts'
import type { Policy } from '../../../core/policy.ts'

/** `gated`: not free, without a word on how. */
type Says = 'free' | 'gated' | 'metered' | 'subscribers'

export interface Sign {
  readonly by: string
  readonly says: Says
}

export interface ReadAccess {
  readonly sign: Access | undefined
  readonly doubts: readonly string[]
}

const STRICTNESS: readonly Says[] = ['free', 'gated', 'metered', 'subscribers']

/** Of signs that disagree the strictest. One that says nothing but "not free" leaves it to the policy, if that is not free. */
export function readAccess(signs: readonly Sign[], policy: Policy): ReadAccess {
  const [strictest, ...others] = signs.toSorted(
    (one, other) => STRICTNESS.indexOf(other.says) - STRICTNESS.indexOf(one.says),
  )
  if (strictest === undefined) return { sign: undefined, doubts: [] }
  const against = others.find(({ says }) => says !== strictest.says && says !== 'gated')
  const doubts =
    against === undefined
      ? []
      : [
          `${against.by} says ${against.says}, ${strictest.by} says ${strictest.says}: the stricter holds.`,
        ]
  return { sign: accessOf(strictest.says, policy), doubts }
}

function accessOf(says: Says, policy: Policy): Access | undefined {
  if (says !== 'gated') return { kind: says }
  return policy.default.kind === 'free' ? { kind: 'subscribers' } : undefined
}
