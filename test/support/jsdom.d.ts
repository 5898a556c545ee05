// jsdom ships no types; these are of what the tests use. The document only goes from one library to another.
declare module 'jsdom' {
  export class JSDOM {
    constructor(text: string, options?: { url?: string; contentType?: string })
    readonly window: {
      readonly document: {
        cloneNode(deep: boolean): unknown
        readonly body: { readonly textContent: string | null }
      }
    }
  }
}
