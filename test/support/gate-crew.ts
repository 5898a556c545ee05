// A gate of several workers for stories, in one process: the site is opened once, each worker has it over a channel that
// copies what goes through, as between processes. Readers come to one worker after the other, or to the one they name.
import { MessageChannel } from 'node:worker_threads'
import type { ConfirmedEditor, EditorNews } from '../../src/content/origin/editors/editors.ts'
import type { FromOwner, FromWorker } from '../../src/node/crew/site/messages.ts'
import type { Member } from '../../src/node/crew/site/roll.ts'
import { SiteAtOwner } from '../../src/node/crew/site/site-at-owner.ts'
import { factsOf, SiteKeeping } from '../../src/node/crew/site/site-keeping.ts'
import { createGatePublisher, type GateOptions, type GatePublisher } from '../../src/node/gate.ts'

/** A request's own wish for a worker, counted from 0. */
export const WORKER_HEADER = 'x-story-worker'

export interface GateCrew extends GatePublisher {
  /** What the owner says to this worker stays on the way until the returned is called, as when a process hangs. */
  hold(worker: number): () => void
}

/** What happens when a worker hangs for long is tried elsewhere: a busy machine shall not make a story fail. */
const LONG_MS = 600_000

/** Fails as a gate of one process does, by throwing. */
export async function createGateCrew(options: GateOptions, size: number): Promise<GateCrew> {
  const { config, settings, address } = options
  const plan = { config, settings, address }
  const keeping = new SiteKeeping({ ...options, leaveMs: LONG_MS })
  const opened = await keeping.open(plan)
  if (!opened.ok) throw new Error(opened.detail)
  const facts = await factsOf(plan)
  const listeners: ((editor: ConfirmedEditor) => void)[] = []
  const editors: EditorNews = {
    tell(editor) {
      for (const listen of listeners) listen(editor)
    },
    hear: (listen) => void listeners.push(listen),
  }
  const workers = await Promise.all(
    Array.from({ length: size }, async () => {
      const line = lineTo(keeping)
      const site = new SiteAtOwner(settings, line, options.now)
      const objection = await site.join(facts)
      if (objection !== undefined) throw new Error(objection)
      const made = await createGatePublisher({ ...options, site, editors })
      if (!made.ok) throw new Error(made.detail)
      return { publisher: made.value, line }
    }),
  )
  const [first] = workers
  if (first === undefined) throw new TypeError('A crew of nobody')
  let turn = 0
  const of = (named: string | undefined) =>
    workers[Number(named ?? ++turn % workers.length)]?.publisher
  return {
    ...first.publisher,
    direct: {
      answer: (asked, remote) => of(asked.header(WORKER_HEADER))?.direct.answer(asked, remote),
      failed: (asked, error) => first.publisher.direct.failed(asked, error),
    },
    listener(request, response) {
      of(request.headers[WORKER_HEADER]?.toString())?.listener(request, response)
    },
    sweep: () => keeping.sweep(),
    hold: (worker) => workers[worker]?.line.hold() ?? (() => undefined),
    async close() {
      await Promise.all(workers.map(({ publisher }) => publisher.close()))
      await keeping.close()
      for (const { line } of workers) line.close()
    },
  }
}

function lineTo(keeping: SiteKeeping) {
  const { port1: owners, port2: workers } = new MessageChannel()
  let held: FromOwner[] | undefined
  const member: Member = {
    tell(message) {
      if (held === undefined) owners.postMessage(message)
      else held.push(message)
    },
  }
  owners.on('message', (message: FromWorker) => keeping.hear(member, message))
  return {
    say: (message: FromWorker) => workers.postMessage(message),
    hear: (listen: (message: FromOwner) => void) => void workers.on('message', listen),
    hold() {
      held = []
      return () => {
        for (const message of held ?? []) owners.postMessage(message)
        held = undefined
      }
    },
    close() {
      keeping.leave(member)
      owners.close()
    },
  }
}
