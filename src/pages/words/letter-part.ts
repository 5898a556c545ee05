// Letter part: a piece of a letter to a reader. The code and the link's address are put in by whoever sets the letter.

export type LetterPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code' }
  | { readonly kind: 'link'; readonly label: string }

export function text(text: string): LetterPart {
  return { kind: 'text', text }
}

export function link(label: string): LetterPart {
  return { kind: 'link', label }
}
