// Bearer: the secret that a request shows in its Authorization header (RFC 6750 §2.1), and whether it is the right one.
import { createHash, timingSafeEqual } from 'node:crypto'

export function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1]
}

/** Takes the same time however much of it is right. */
export function isEqual(shown: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(shown), digest(secret))
}
