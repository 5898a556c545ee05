// WordPress: its REST interface says who is logged in and what they may do. It believes a cookie only together with a
// nonce of the same log-in, and hands nonces out where its administration's own cookie is sent.
import { z } from 'zod'
import { type AskOrigin, type Confirmed, jsonOf, type OriginAnswer } from './asking.ts'
import type { LogIn } from './log-in-cookies.ts'

const NONCE = /^[0-9a-f]{10}$/
/** By parameter: it answers there with every form of addresses. */
const ME = '/?rest_route=/wp/v2/users/me&context=edit&_fields=id,capabilities'
const NEW_NONCE = '/wp-admin/admin-ajax.php?action=rest-nonce'

/** Whoever may write articles; a subscriber of WordPress may only read. */
const Writer = z.object({
  id: z.int().positive(),
  capabilities: z.object({ edit_posts: z.literal(true) }),
})
const Anybody = z.object({ id: z.int().positive() })
const Refusal = z.object({ code: z.string() })

/**
 * The answer to the cookies that name the account decides, and they are sent alone: a nonce is worth nothing without
 * them. `nonces`: those that may belong to it, the likeliest first.
 */
export async function confirmAtWordPress(
  ask: AskOrigin,
  logIn: LogIn,
  nonces: readonly (string | undefined)[],
): Promise<Confirmed> {
  for (const nonce of new Set(nonces)) {
    if (nonce === undefined || !NONCE.test(nonce)) continue
    const confirmed = await whoIs(ask, logIn, nonce)
    if (confirmed !== 'worn') return confirmed
  }
  if (logIn.administration === undefined) return { who: 'nobody' }
  const cookie = `${logIn.administration}; ${logIn.shown}`
  const given = await ask({ path: NEW_NONCE, headers: { cookie } })
  if (!given.ok) return { who: 'unknown', why: given.detail }
  const nonce = given.value.text.trim()
  // To whom it does not know it says 0, with 400.
  if (given.value.status === 400) return { who: 'nobody' }
  if (given.value.status !== 200 || !NONCE.test(nonce)) return unclear(NEW_NONCE, given.value)
  const confirmed = await whoIs(ask, logIn, nonce)
  return confirmed === 'worn' ? { who: 'nobody' } : confirmed
}

async function whoIs(ask: AskOrigin, { shown }: LogIn, nonce: string): Promise<Confirmed | 'worn'> {
  const headers = { cookie: shown, 'x-wp-nonce': nonce, accept: 'application/json' }
  const answer = await ask({ path: ME, headers })
  if (!answer.ok) return { who: 'unknown', why: answer.detail }
  const said = jsonOf(answer.value.text)
  if (answer.value.status === 200) {
    if (Writer.safeParse(said).success) return { who: 'editor', nonce }
    if (Anybody.safeParse(said).success) return { who: 'reader' }
  }
  const code = Refusal.safeParse(said).data?.code
  if (answer.value.status === 403 && code === 'rest_cookie_invalid_nonce') return 'worn'
  if (answer.value.status === 401 && code !== undefined) return { who: 'nobody' }
  return unclear(ME, answer.value)
}

function unclear(path: string, { status }: OriginAnswer): Confirmed {
  return {
    who: 'unknown',
    why: `WordPress does not say who is logged in: ${path} answers ${status}, and not as WordPress does.`,
  }
}
