// Visitor: a browser at a server of its own process. It keeps its cookies and follows no redirect.
import { expect } from 'vitest'
import type { Shell } from './command-line.ts'
import { mailTo } from './mails.ts'

interface Seen {
  readonly status: number
  readonly text: string
  readonly location: string | null
}

/** GETs a path; with a form, posts it from a page of the publication. */
export type Visit = (path: string, form?: Readonly<Record<string, string>>) => Promise<Seen>

/** `jar`: cookies by name, to be had at another address as well. */
export function visitor(address: string, jar = new Map<string, string>()): Visit {
  return async (path, form) => {
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ')
    const headers = { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' }
    const sent = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }
    const response = await fetch(address + path, { headers, redirect: 'manual', ...sent })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const name = pair.slice(0, pair.indexOf('='))
      if (/; Max-Age=0(?:;|$)/.test(line)) jar.delete(name)
      else jar.set(name, pair.slice(pair.indexOf('=') + 1))
    }
    const location = response.headers.get('location')
    return { status: response.status, text: await response.text(), location }
  }
}

/** What leads commands to the data folder that these stories look into. */
export const DATA = ['--data', 'data'] as const

/** Logs in by the code from the outbox of `data`, the `count`th mail to this address. */
export async function logIn(shell: Shell, visit: Visit, address: string, count = 1): Promise<void> {
  await visit('/account/log-in', { address, return_to: '/' })
  const { code } = await mailTo({ dir: shell.folder }, address, count)
  expect((await visit('/account/code', { code })).status).toBe(303)
}

/** The last words of the article that is for subscribers. */
export async function readsOn(visit: Visit): Promise<boolean> {
  return (await visit('/guide/below-the-cut')).text.includes('You are reading the rest')
}
