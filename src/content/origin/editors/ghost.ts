// Ghost: its admin interface says whose session it is. Without an Origin it takes a question as coming from itself.
import { z } from 'zod'
import { type AskOrigin, type Confirmed, jsonOf } from './asking.ts'
import type { LogIn } from './log-in-cookies.ts'

const ME = '/ghost/api/admin/users/me/?include=roles'

/** Everybody with an account in Ghost's administration works there; readers have none of these. */
const Staff = z.object({
  users: z
    .array(z.object({ status: z.string(), roles: z.array(z.object({ name: z.string() })).min(1) }))
    .length(1),
})

export async function confirmAtGhost(ask: AskOrigin, { shown }: LogIn): Promise<Confirmed> {
  const headers = { cookie: shown, accept: 'application/json' }
  const answer = await ask({ path: ME, headers })
  if (!answer.ok) return { who: 'unknown', why: answer.detail }
  const { status, text } = answer.value
  if (status === 401 || status === 403) return { who: 'nobody' }
  const staff = Staff.safeParse(jsonOf(text))
  if (status !== 200 || !staff.success)
    return {
      who: 'unknown',
      why: `Ghost does not say who is logged in: it answers ${status}.`,
    }
  return { who: staff.data.users[0]?.status === 'active' ? 'editor' : 'reader' }
}
