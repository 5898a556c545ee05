// Worker: one of several processes that serve the same publication. It holds no database, and ends with the owner.
import cluster from 'node:cluster'
import type { Print } from '../../core/log.ts'
import { formOf, openLog } from '../../log/log.ts'
import { type Serving, serve } from '../../node.ts'
import { openLink } from './link.ts'
import type { Assignment } from './messages.ts'
import { openCrewPart } from './open-crew-part.ts'

const link = openLink()
const crew = openCrewPart(link)

// The owner decides when a worker ends: Ctrl+C goes to all of them.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.on('disconnect', () => process.exit(0))

let serving: Serving | undefined
let closing: Promise<void> | undefined
link.hear((message) => {
  if (message.kind === 'begin') void begin(message.assignment)
  if (message.kind !== 'finish' && message.kind !== 'end') return
  // Nobody has been answered yet.
  if (serving === undefined) process.disconnect()
  else void end(serving, message.kind)
})

async function begin(assignment: Assignment): Promise<void> {
  const form = formOf(process.env['STANDFIRST_LOG'], process.stdout.isTTY)
  const { requests } = await openLog(form, cluster.worker?.id)
  // What several say is said once, by the owner.
  const print: Print = (line, about = {}) => link.say({ kind: 'line', line, about })
  const started = await serve({ ...assignment, env: process.env, print, requests, crew })
  if (!started.ok) {
    link.say({ kind: 'unready', detail: started.detail })
    return
  }
  serving = started.value
  const { articles, address } = serving
  link.say({ kind: 'ready', articles, address })
}

async function end({ finish, close }: Serving, how: 'finish' | 'end'): Promise<void> {
  if (how === 'finish') await finish()
  // Whoever finishes may be told to end meanwhile.
  closing ??= close().then(() => crew.handOver())
  await closing
  if (process.connected) process.disconnect()
}
