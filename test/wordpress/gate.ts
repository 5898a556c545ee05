// Gate: Standfirst in front of WordPress, as `standfirst init --origin` and `standfirst serve` set it up, with nothing
// edited afterwards.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { init } from '../../src/cli/init.ts'
import { type Serving, serve } from '../../src/node.ts'
import type { WordPress } from './wordpress.ts'

export interface Gate {
  readonly address: string
  /** The configuration as it was written. */
  readonly config: string
  /** What was printed. */
  readonly log: readonly string[]
  end(): Promise<void>
}

/** `access`: of every article, in place of the `metered` that `init` writes. */
export async function startGate({ address: origin }: WordPress, access = 'metered'): Promise<Gate> {
  const folder = await mkdtemp(join(tmpdir(), 'standfirst-gate-'))
  const log: string[] = []
  const terminal = {
    ...{ folder, env: {}, out: (line: string) => void log.push(line) },
    err: (line: string) => void log.push(line),
  }
  const edition = join(folder, 'site')
  if ((await init.run([edition, '--origin', origin], terminal)) !== 0)
    throw new Error(log.join('\n'))
  const file = join(edition, 'standfirst.config.ts')
  const config = (await readFile(file, 'utf8')).replace(
    "default: 'metered'",
    `default: '${access}'`,
  )
  await writeFile(file, config)
  const serving = await start(edition, join(folder, 'data'), log)
  return {
    address: serving.address,
    config,
    log,
    async end() {
      await serving.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function start(edition: string, data: string, log: string[]): Promise<Serving> {
  const serving = await serve({
    ...{ edition, data, port: 0, host: '127.0.0.1', env: {} },
    print: (line) => void log.push(line),
  })
  if (!serving.ok) throw new Error(serving.detail)
  return serving.value
}
