// Selector: whether what a configuration writes as a CSS selector is one.

/** What is wrong with it, in the words of the library that applies it to pages; undefined when nothing is. */
export async function selectorFault(selector: string): Promise<string | undefined> {
  if (/^[\s>+~,]|[>+~,]\s*$/.test(selector)) return 'it has nothing before or behind a combinator'
  // The one field that needs it is mostly left out, and a start should not wait for it.
  const { parseHTML } = await import('linkedom')
  try {
    parseHTML('<body></body>').document.querySelector(selector)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
