// `npm run lighthouse`: what Lighthouse says of the front page, an article and a wall of the sample, as on a phone and
// on a desktop. Performance is told but not judged: it depends on what else the machine does. The last line counts.
import { registerHooks } from 'node:module'

// The sample's configuration imports the package by its name; here that is the source.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'standfirst'
      ? { url: new URL('../../src/index.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
})

const { score } = await import('./score.ts')
const { passed, failed } = await score((line) => void process.stdout.write(`${line}\n`))
process.stdout.write(`${passed} passed, ${failed} failed\n`)
if (failed > 0) process.exitCode = 1
