// What `import … from 'standfirst'` gives: the types of a configuration, and nothing that runs.
import type { ConfigInput } from './config/schema.ts'

export type { ConfigInput }

/** Gives the configuration back as it is, so that an editor knows its fields and explains them. */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config
}
