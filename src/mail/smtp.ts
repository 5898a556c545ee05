// SMTP: mails go to the publication's mail server, over TLS unless that server is this machine.
import type { NodemailerError, SMTPPoolOptions } from 'nodemailer'
import type { Mail } from '../core/account.ts'
import { inCidr, parseCidr } from '../core/network.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { composed, SEALED } from './compose.ts'
import type { Letterhead, Transport } from './transport.ts'

const SECOND = 1000

/** How many connections are open to the mail server at most. */
const CONNECTIONS = 5

/**
 * A transport from an address such as `smtps://name:password@mail.example.com` (port 465 unless it says another) or
 * `smtp://mail.example.com` (port 587, STARTTLS required). Connects when the first mail goes out.
 * Fails `malformed`; the detail does not repeat the address, which holds a password.
 */
export function smtpTransport(url: string, head: Letterhead): Result<Transport, 'malformed'> {
  const server = parseServer(url)
  if (!server.ok) return server
  const openPool = async () => {
    // Not before the first mail: a server starts sooner without it.
    const { createTransport } = await import('nodemailer')
    return createTransport({ ...server.value, ...SEALED, ...PATIENCE, pool: true })
  }
  let pool: ReturnType<typeof openPool> | undefined
  return ok({
    send: async (mail: Mail, signal: AbortSignal) => {
      const message = composed(mail, head)
      if (!message.ok) return message
      try {
        pool ??= openPool()
        await (await pool).sendMail({ ...message.value, signal })
        return ok(undefined)
      } catch (error) {
        return refusal(error instanceof Error ? error : new Error('unknown'))
      }
    },
    close: () => void pool?.then((open) => open.close({ force: true })),
  })
}

const PATIENCE = {
  maxConnections: CONNECTIONS,
  dnsTimeout: 10 * SECOND,
  connectionTimeout: 10 * SECOND,
  greetingTimeout: 10 * SECOND,
  socketTimeout: 60 * SECOND,
  // Shorter than servers wait for us, so that it is seldom they who hang up.
  idleTimeout: 20 * SECOND,
  // The pool itself tries again only where not a byte of the mail was sent: a connection that had been dropped.
  maxRequeues: 1,
} as const satisfies SMTPPoolOptions

/** Nothing but these parts of the address counts: options in it could turn the checks off. */
function parseServer(text: string): Result<SMTPPoolOptions, 'malformed'> {
  const url = URL.parse(text)
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '')
    return failed('malformed', 'write smtps://name:password@host or smtp://name:password@host')
  if (url.search !== '' || url.hash !== '' || !['', '/'].includes(url.pathname))
    return failed('malformed', 'nothing may stand behind the host and its port')
  const user = decoded(url.username)
  const pass = decoded(url.password)
  if (user === undefined || pass === undefined)
    return failed('malformed', 'a % in the name or the password is written %25')
  const secure = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const local = isLoopback(host)
  return ok({
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && !local,
    // The certificate of a mail server on this machine is seldom one that anybody vouches for, and nobody listens.
    ignoreTLS: !secure && local,
    ...(user === '' ? {} : { auth: { user, pass } }),
  })
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    ['127.0.0.0/8', '::1'].some((text) => {
      const network = parseCidr(text)
      return network.ok && inCidr(host, network.value)
    })
  )
}

/**
 * What the server said of the recipient or of the mail itself, and meant for good, is `never`. Everything else (no
 * connection, no TLS, a wrong password, a sender it does not know) can be mended, and the mail is then still wanted.
 */
function refusal(error: NodemailerError): Result<never, 'later' | 'never'> {
  const { code, command, permanent, responseCode, response } = error
  const aboutMail = command === 'RCPT TO' || command === 'DATA'
  const reason = permanent === true && aboutMail ? 'never' : 'later'
  if (code === 'EABORT') return failed(reason, 'the mail server took too long')
  if (responseCode === undefined) {
    const why = error.originalCode ?? code ?? error.name
    return failed(reason, `no answer from the mail server (${why})`)
  }
  // The rest of the server's text may repeat the address.
  const [, status = ''] = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '') ?? []
  const said = [responseCode, status].filter((part) => part !== '').join(' ')
  return failed(reason, `the mail server answered ${said} to ${command ?? 'the connection'}`)
}
