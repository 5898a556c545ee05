// Send code: a log-in that support asks for in a reader's place. Its mail has a link alone, because a code works only
// in the browser that asked for it, and here none did.
import { LOG_IN_MINUTES } from '../core/account.ts'
import { createSeals } from '../http/seal.ts'
import { newSecret } from '../http/session.ts'
import { letters } from '../pages/letters.ts'
import { wordsFor } from '../pages/words/words.ts'
import { readKeyRing } from '../store/key-ring.ts'
import { refuse } from './command.ts'
import { type Helping, note } from './reader-acts.ts'

/** As many as a reader may ask for: more would not arrive better. */
const MOST_PER_HOUR = 5

export async function sendCode(helping: Helping): Promise<number> {
  const { store, account, beside, terminal, now } = helping
  const { dataDir, serving, config } = beside
  if (!config.ok) return refuse(config.detail, terminal)
  const { site } = config.value
  const address = config.value.address ?? serving?.address
  if (address === undefined)
    return refuse(`No server is running on ${dataDir}, and it is the server that sends.`, terminal)
  const ring = await readKeyRing(dataDir, terminal.env).catch(() => undefined)
  if (ring === undefined)
    return refuse(
      `The keys in ${dataDir} cannot be used, and a link is signed with them.`,
      terminal,
    )
  const seals = createSeals(() => ring, site.publication.name)
  const link = newSecret()
  const id = newSecret().hash.slice(0, 22)
  const expires = now + LOG_IN_MINUTES * 60_000
  const frame = { site: { ...site, address }, words: wordsFor(site.publication.language) }
  const mail = letters(frame).helpToLogIn({
    key: `log-in ${id}`,
    to: account.address,
    link: `${address}${site.paths.account}/link/${seals.seal('link', link.secret)}`,
    expires,
  })
  const noted = await note('send-code', '', { store, account, now })
  if (!noted.ok) return refuse(`Nothing was sent: ${noted.detail}`, terminal)
  const asked = {
    id,
    address: account.address,
    purpose: 'log-in',
    // Nobody knows what these are hashes of: only the link logs in.
    codeHash: newSecret().hash,
    browserHash: newSecret().hash,
    linkHash: link.hash,
    returnTo: undefined,
    expires,
    reader: undefined,
  } as const
  const kept = await store.challenge(asked, mail, MOST_PER_HOUR, now)
  if (!kept.ok) return refuse(`Nothing was sent: ${kept.detail}.`, terminal)
  terminal.out(
    serving === undefined
      ? `A mail to ${account.address} waits: no server is running on ${dataDir}. It is worth sending for ${LOG_IN_MINUTES} minutes.`
      : `A mail to ${account.address} goes out within seconds; its link is good for ${LOG_IN_MINUTES} minutes, on any device.`,
  )
  return 0
}
