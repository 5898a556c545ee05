// `npm run test:wordpress`: a real WordPress from Debian, and what of its articles it tells everybody. The last line
// counts.
import { install } from './install.ts'

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

const obstacle = await install(say)
if (obstacle === undefined) {
  const { checkWordPress } = await import('./checks.ts')
  const { passed, failed } = await checkWordPress(say)
  say(`${passed} passed, ${failed} failed`)
  if (failed > 0) process.exitCode = 1
} else {
  say(`Not run: WordPress, because it is not installed as a whole and ${obstacle}.`)
  say('0 passed, 0 failed')
}
