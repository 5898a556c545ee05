// Forms: what a browser posts, believed only when it comes from a page of this publication.

const LARGEST_FORM = 16 * 1024

export interface FormFacts {
  /** Sec-Fetch-Site, which no script can set. */
  readonly site: string | null
  readonly origin: string | null
  /** The publication's own address. */
  readonly address: string
}

/** Whether a form was sent from elsewhere, or cannot show that it was not. */
export function isForged({ site, origin, address }: FormFacts): boolean {
  if (site !== null) return site !== 'same-origin'
  return origin !== address
}

/** The fields of a posted form; undefined when it is no form, or too large to be one of ours. */
export async function readForm(request: Request): Promise<URLSearchParams | undefined> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') return undefined
  if (Number(request.headers.get('content-length') ?? 0) > LARGEST_FORM) return undefined
  // Whoever hangs up in the middle of it is answered nothing, and is no error of ours.
  const text = await readWithin(request, LARGEST_FORM).catch(() => undefined)
  return text === undefined ? undefined : new URLSearchParams(text)
}

/** The body's text, or undefined as soon as it is larger than `most` bytes. */
async function readWithin(request: Request, most: number): Promise<string | undefined> {
  if (request.body === null) return ''
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > most) return undefined
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
