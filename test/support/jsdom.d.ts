// jsdom ships no types; these are of what the tests use.
declare module 'jsdom' {
  export interface SeenElement {
    readonly textContent: string
    getAttribute(name: string): string | null
    getElementsByTagName(name: string): ArrayLike<SeenElement>
  }
  export class JSDOM {
    constructor(text: string, options?: { url?: string; contentType?: string })
    readonly window: {
      readonly document: {
        cloneNode(deep: boolean): unknown
        readonly body: { readonly textContent: string | null }
        getElementsByTagName(name: string): ArrayLike<SeenElement>
        querySelectorAll(selector: string): ArrayLike<SeenElement>
      }
    }
  }
}
