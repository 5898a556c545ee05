// Ghost hook: what Ghost posts when something is published, changed or taken back. It can send no header of ours, and
// signs what it sends with the secret of the webhook instead.
import { createHmac, timingSafeEqual } from 'node:crypto'

export const GHOST_SIGNATURE = 'x-ghost-signature'

/**
 * An old message may be sent again by whoever has seen it: it purges nothing by then. Of an older Ghost, which does not
 * sign the time, it forgets the same few pages once more.
 */
const FRESH_MS = 10 * 60_000

/**
 * Whether `text` was signed with the secret: `sha256=HEX, t=MILLISECONDS`, over the body with the time behind it, or
 * over the body alone by a Ghost from before July 2024 (https://github.com/TryGhost/Ghost/pull/20500). `now` in epoch
 * milliseconds.
 */
export function isSignedByGhost(
  signature: string,
  { text, secret, now }: { readonly text: string; readonly secret: string; readonly now: number },
): boolean {
  const [, hex = '', time = ''] = /^sha256=([0-9a-f]{64}), ?t=(\d{1,15})$/.exec(signature) ?? []
  if (time === '' || Math.abs(now - Number(time)) > FRESH_MS) return false
  const shown = Buffer.from(hex, 'hex')
  const [withTime, alone] = [`${text}${time}`, text].map((signed) =>
    timingSafeEqual(createHmac('sha256', secret).update(signed).digest(), shown),
  )
  return withTime === true || alone === true
}

/** What shows the newest of a Ghost, beside the pages of its tags and authors. */
const LISTS = ['/', '/rss/', '/sitemap.xml', '/sitemap-posts.xml']

/**
 * The addresses that its message is about: the post's or page's own, before and after the change, with their tags and
 * authors, and the lists that show the newest. Undefined for what is no such message.
 */
export function pathsOfGhost(message: unknown): readonly string[] | undefined {
  const subject = fieldOf(message, 'post') ?? fieldOf(message, 'page')
  const states = [fieldOf(subject, 'current'), fieldOf(subject, 'previous')]
  const own = states.flatMap((state) => [...addressOf(state), ...slugOf(state, '')])
  if (own.length === 0) return undefined
  const around = states.flatMap((state) => [
    ...listOf(state, 'tags').flatMap((tag) => slugOf(tag, '/tag')),
    ...listOf(state, 'authors').flatMap((author) => slugOf(author, '/author')),
  ])
  return [...new Set([...own, ...around, ...LISTS])]
}

/** One that is gone has the address of the page that says so. */
function addressOf(state: unknown): readonly string[] {
  const url = fieldOf(state, 'url')
  const path = typeof url === 'string' ? URL.parse(url)?.pathname : undefined
  return path === undefined || path === '/404/' ? [] : [path]
}

function slugOf(state: unknown, below: string): readonly string[] {
  const slug = fieldOf(state, 'slug')
  return typeof slug === 'string' && slug !== '' ? [`${below}/${encodeURIComponent(slug)}/`] : []
}

function listOf(state: unknown, name: string): readonly unknown[] {
  const list = fieldOf(state, name)
  return Array.isArray(list) ? list : []
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined
}
