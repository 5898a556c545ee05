// A gate of several workers for stories, in one process: the site is opened once, each worker has it over a channel that
// copies what goes through, as between processes, and readers come to one worker after the other.
import { MessageChannel } from 'node:worker_threads'
import type { FromOwner, FromWorker } from '../../src/node/crew/site/messages.ts'
import type { Member } from '../../src/node/crew/site/roll.ts'
import { SiteAtOwner } from '../../src/node/crew/site/site-at-owner.ts'
import { factsOf, SiteKeeping } from '../../src/node/crew/site/site-keeping.ts'
import type { GateOptions, GatePublisher } from '../../src/node/gate.ts'
import { createGatePublisher } from '../../src/node/gate.ts'

/** Fails as a gate of one process does, by throwing. */
export async function createGateCrew(options: GateOptions, size: number): Promise<GatePublisher> {
  const { config, settings, address } = options
  const plan = { config, settings, address }
  const keeping = new SiteKeeping(options)
  const opened = await keeping.open(plan)
  if (!opened.ok) throw new Error(opened.detail)
  const facts = await factsOf(plan)
  const workers = await Promise.all(
    Array.from({ length: size }, async () => {
      const line = lineTo(keeping)
      const site = new SiteAtOwner(settings, line, options.now)
      const objection = await site.join(facts)
      if (objection !== undefined) throw new Error(objection)
      const made = await createGatePublisher({ ...options, site })
      if (!made.ok) throw new Error(made.detail)
      return { publisher: made.value, line }
    }),
  )
  const [first] = workers
  if (first === undefined) throw new TypeError('A crew of nobody')
  let turn = 0
  return {
    ...first.publisher,
    listener(request, response) {
      turn++
      workers[turn % workers.length]?.publisher.listener(request, response)
    },
    sweep: () => keeping.sweep(),
    async close() {
      await Promise.all(workers.map(({ publisher }) => publisher.close()))
      await keeping.close()
      for (const { line } of workers) line.close()
    },
  }
}

function lineTo(keeping: SiteKeeping) {
  const { port1: owners, port2: workers } = new MessageChannel()
  const member: Member = { tell: (message) => owners.postMessage(message) }
  owners.on('message', (message: FromWorker) => keeping.hear(member, message))
  return {
    say: (message: FromWorker) => workers.postMessage(message),
    hear: (listen: (message: FromOwner) => void) => void workers.on('message', listen),
    close() {
      keeping.leave(member)
      owners.close()
    },
  }
}
