// Mentions: the names of pictures that a text may show, found without parsing it, so that the articles around a
// picture are known before any of them was read. Too many do no harm: the parsed text has the last word.

import { detached } from './detached.ts'

const ENDING = /\.(?:svg|png|jpe?g|webp|avif|gif)(?![\p{L}\p{N}])/giu
const NAME = /[\w.%\\-]/
const FOREIGN = /[\p{L}\p{M}\p{N}]/u
const IN_NAME = Array.from({ length: 128 }, (_, code) => NAME.test(String.fromCharCode(code)))
const LONGEST_NAME = 255

/** File names without their folders, each once. */
export function mentionsIn(text: string): readonly string[] {
  const names = new Set<string>()
  for (const { index, 0: ending } of text.matchAll(ENDING)) {
    let start = index
    const first = Math.max(0, index - LONGEST_NAME)
    while (start > first && isInName(text, start - 1)) start--
    names.add(detached(decoded(text.slice(start, index + ending.length))))
  }
  return [...names]
}

function isInName(text: string, at: number): boolean {
  return IN_NAME[text.charCodeAt(at)] ?? (FOREIGN.test(text[at] ?? '') || isSurrogate(text, at))
}

/** Half of a letter beyond the basic plane. */
function isSurrogate(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xf800) === 0xd800
}

function decoded(name: string): string {
  const bare = name.replaceAll('\\', '')
  if (!bare.includes('%')) return bare
  try {
    return decodeURIComponent(bare)
  } catch {
    return bare
  }
}
