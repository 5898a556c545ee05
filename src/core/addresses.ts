// Addresses: where the publication's own pages stand. Decoded paths; whoever writes them into a page encodes them.

export function sectionPath(section: string): string {
  return `/${section}`
}

export function tagPath(tag: string): string {
  return `/tag/${slug(tag)}`
}

export function authorPath(name: string): string {
  return `/author/${slug(name)}`
}

/** Letters and digits of any script in lower case, hyphens between them: `Ines O’Marlowe` → `ines-o-marlowe`. */
export function slug(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
}
