// Worker: one of several processes that serve the same publication. It holds no database, and ends with the owner.
import { type Serving, serve } from '../../node.ts'
import { openLink } from './link.ts'
import type { Assignment } from './messages.ts'
import { openCrewPart } from './open-crew-part.ts'

const link = openLink()
const crew = openCrewPart(link)

// The owner decides when a worker ends: Ctrl+C goes to all of them.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.on('disconnect', () => process.exit(0))

link.hear((message) => {
  if (message.kind === 'begin') void begin(message.assignment)
})

async function begin(assignment: Assignment): Promise<void> {
  const print = (line: string) => link.say({ kind: 'line', line })
  const started = await serve({ ...assignment, env: process.env, print, crew })
  if (!started.ok) {
    link.say({ kind: 'unready', detail: started.detail })
    return
  }
  const { articles, address } = started.value
  link.hear((message) => {
    if (message.kind === 'finish' || message.kind === 'end') void end(started.value, message.kind)
  })
  link.say({ kind: 'ready', articles, address })
}

async function end({ finish, close }: Serving, how: 'finish' | 'end'): Promise<void> {
  if (how === 'finish') await finish()
  await close()
  process.disconnect()
}
