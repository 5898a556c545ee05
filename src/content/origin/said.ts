// Said: lines for the publisher, without what a reader wrote into an address: words of a search, keys, names.

/** Of the address that a line begins with, numbers alone stay in its query: they name pages. */
export function withoutReaders(line: string): string {
  return line.replace(/^(\/[^\s?]*\?)(\S*)/, (_, path: string, query: string) => {
    return path + query.replace(/=(?!\d{1,10}(?:&|$))[^&]+/g, '=…')
  })
}
