// Near misses: tags and sections that a rule and an article write a little differently. They are compared to the
// letter, so the rule passes the article by and leaves open what it was to close.
import type { Config } from '../config.ts'
import type { Article } from '../core/article.ts'
import type { Fault } from '../core/fault.ts'

/** One fault for each tag or section of a rule that some article means but does not write. */
export function nearMisses(config: Config, articles: readonly Article[]): readonly Fault[] {
  const written = {
    tag: spellings(articles.flatMap(({ tags }) => tags)),
    section: spellings(articles.flatMap(({ section }) => section ?? [])),
  }
  return config.site.policy.rules.flatMap(({ tags = [], sections = [] }, index) => {
    const fault = (kind: 'tag' | 'section', name: string): readonly Fault[] => {
      const others = [...(written[kind].get(folded(name)) ?? [])].filter((other) => other !== name)
      if (others.length === 0) return []
      const field = `policy.rules[${index}].${kind}`
      const what = `has ${JSON.stringify(name)}, and articles write ${others.map((other) => JSON.stringify(other)).join(', ')}: the rule passes those by`
      const mend = `write the ${kind} alike in both, to the letter`
      return [{ file: config.file ?? '.', line: undefined, field, what, mend }]
    }
    return [
      ...tags.flatMap((name) => fault('tag', name)),
      ...sections.flatMap((name) => fault('section', name)),
    ]
  })
}

function spellings(names: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byFolded = new Map<string, Set<string>>()
  for (const name of new Set(names)) {
    const alike = byFolded.get(folded(name))
    if (alike === undefined) byFolded.set(folded(name), new Set([name]))
    else alike.add(name)
  }
  return byFolded
}

function folded(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
}
