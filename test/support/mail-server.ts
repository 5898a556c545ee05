// Mail server of the tests: a real SMTP server on loopback that keeps what it takes and refuses what it is told to.
import { text } from 'node:stream/consumers'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerEnvelope, type SMTPServerOptions } from 'smtp-server'
import { cert, key } from './mail-certificate.ts'

interface Received {
  readonly envelope: SMTPServerEnvelope
  readonly to: readonly string[]
  readonly raw: string
  readonly mail: ParsedMail
}

export interface MailServer {
  readonly port: number
  /** `smtp://127.0.0.1:port`. */
  readonly url: string
  /** What it said yes to, in order. */
  readonly received: readonly Received[]
  /** The lines of every mail that reached it, taken or not. */
  readonly attempts: readonly string[]
  /** Hangs up on everybody. */
  hangUp(): void
  close(): Promise<void>
}

export interface MailServerRules {
  readonly port?: number
  readonly options?: SMTPServerOptions
  /** An SMTP answer such as `450 4.2.0 Later` when it refuses the sender, a recipient or the mail (counted from 1). */
  sender?(address: string): string | undefined
  recipient?(address: string): string | undefined
  mail?(count: number): Promise<string | undefined> | string | undefined
}

export async function startMailServer(rules: MailServerRules = {}): Promise<MailServer> {
  const received: Received[] = []
  const attempts: string[] = []
  const server = new SMTPServer({
    key,
    cert,
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    closeTimeout: 100,
    ...rules.options,
    onMailFrom: ({ address }, _, done) => done(refused(rules.sender?.(address))),
    onRcptTo: ({ address }, _, done) => done(refused(rules.recipient?.(address))),
    onData: (stream, { envelope }, done) => {
      const take = async () => {
        const raw = await text(stream)
        attempts.push(raw)
        const refusal = refused(await rules.mail?.(attempts.length))
        if (refusal !== undefined) return done(refusal)
        const to = envelope.rcptTo.map(({ address }) => address)
        received.push({
          envelope: structuredClone(envelope),
          to,
          raw,
          mail: await simpleParser(raw),
        })
        done()
      }
      take().catch(done)
    },
  })
  // A client that refuses our certificate is an error of the connection, not of the server.
  server.on('error', () => undefined)
  const listening = server.listen(rules.port ?? 0, '127.0.0.1')
  await new Promise<void>((resolve) => listening.once('listening', () => resolve()))
  const bound = listening.address()
  const port = bound !== null && typeof bound === 'object' ? bound.port : 0
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    received,
    attempts,
    hangUp: () => {
      for (const connection of server.connections) connection.close()
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

function refused(answer: string | undefined): Error | undefined {
  if (answer === undefined) return undefined
  const [, code = '', said = ''] = /^(\d{3}) (.*)$/.exec(answer) ?? []
  return Object.assign(new Error(said), { responseCode: Number(code) })
}
