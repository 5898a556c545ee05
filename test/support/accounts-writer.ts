// Writes into the accounts of the folder it is given, and says of each write on standard output, in a line of its own,
// that it was acknowledged, until it is killed. `test/stories/store-crash.test.ts` does that.
import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { openAccountStore } from '../../src/store/accounts/store.ts'
import { asked, given, hash, MINUTE, mailTo, NOW } from './account-facts.ts'

/** What was acknowledged, by the name of a life: its address, session and reads follow from it. */
export type Acknowledged = `${'in' | 'read' | 'granted' | 'sent' | 'out' | 'erased'} ${string}`

const store = given(
  await openAccountStore(process.argv[2] ?? '', {
    standingMs: 10_000,
    callMs: 20_000,
    report: (line) => process.stderr.write(`${line}\n`),
  }),
)

/** At once: what this process buffers dies with it. */
function say(what: Acknowledged): void {
  writeSync(1, `${what}\n`)
}

async function live(life: string): Promise<void> {
  const address = `${life}@example.com`
  const challenge = asked(address, { id: life })
  given(await store.challenge(challenge, mailTo(address, life), 9, NOW))
  const reads = ['a', 'b', 'c'].map((article) => ({ article: `${article} ${life}`, at: NOW }))
  const session = { hash: hash(life), device: life, reads }
  const { account } = given(
    await store.logInByCode(challenge.browserHash, challenge.codeHash, session, NOW),
  )
  say(`in ${life}`)
  const { reader } = account
  const more = ['d', 'e'].map((article) => ({ reader, article: `${article} ${life}`, at: NOW }))
  given(await store.noteReads(more))
  say(`read ${life}`)
  given(await store.grant(reader, { plan: 'digital', until: NOW + MINUTE, source: life }, NOW))
  say(`granted ${life}`)
  given(await store.mailSent(life, NOW))
  say(`sent ${life}`)
  const kind = life.charCodeAt(0) % 3
  if (kind === 1) {
    given(await store.endSessionByHash(session.hash, NOW))
    say(`out ${life}`)
  } else if (kind === 2) {
    given(await store.erase(reader, NOW))
    say(`erased ${life}`)
  }
}

async function liveOn(): Promise<never> {
  for (;;) await live(randomUUID())
}

await Promise.all([liveOn(), liveOn(), liveOn()])
