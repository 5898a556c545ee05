// The command line: carries out what its process was started with.
import type { Terminal } from './cli/command.ts'
import { runLine } from './cli/line.ts'

const terminal: Terminal = {
  out: (line) => console.log(line),
  err: (line) => console.error(line),
  env: process.env,
  folder: process.cwd(),
}

// Whoever reads the answer has seen enough (`… | head`).
process.stdout.on('error', (error) => {
  if (!('code' in error) || error.code !== 'EPIPE') throw error
  process.exit()
})

try {
  process.exitCode = await runLine(process.argv.slice(2), terminal)
} catch (error) {
  // Nothing a publisher did wrong ends here: whoever reads this needs the place in the code.
  terminal.err(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exitCode = 1
}
