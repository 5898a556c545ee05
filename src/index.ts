// What `import … from 'standfirst'` gives: the types of a configuration, and nothing that runs.
import type { OriginInput } from './config/origin-fields.ts'
import type { ConfigInput } from './config/schema.ts'

export type { ConfigInput, OriginInput }

/** Gives the configuration back as it is, so that an editor knows its fields and explains them. */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config
}

/** `content: origin({ url: 'https://origin.example.org' })`: articles come from a site that is there already. */
export function origin(options: OriginInput): { origin: OriginInput } {
  return { origin: options }
}
