// Worker: one of several processes that serve the same publication. It holds no database, and ends with the owner.
import { serve } from '../../node.ts'
import { openLink } from './link.ts'
import { openMembership } from './member.ts'
import type { Assignment } from './messages.ts'

const link = openLink()
const membership = openMembership(link)

// The owner decides when a worker ends: Ctrl+C goes to all of them.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.on('disconnect', () => process.exit(0))

link.hear((message) => {
  if (message.kind === 'begin') void begin(message.assignment)
})

async function begin(assignment: Assignment): Promise<void> {
  const print = (line: string) => link.say({ kind: 'line', line })
  const started = await serve({ ...assignment, env: process.env, print, membership })
  if (!started.ok) {
    link.say({ kind: 'unready', detail: started.detail })
    return
  }
  const { articles, address, finish, close } = started.value
  link.hear(async (message) => {
    if (message.kind === 'finish') await finish()
    else if (message.kind !== 'end') return
    await close()
    process.disconnect()
  })
  link.say({ kind: 'ready', articles, address })
}
