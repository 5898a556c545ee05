// Messages: the pages that say that something is not to be had, made once at the start.
import type { Frame } from '../pages/frame.ts'
import { messagePage } from '../pages/message-page.ts'
import type { Reply } from './reply.ts'

type Message = 'not-found' | 'gone' | 'failed' | 'unavailable' | 'refused' | 'not-allowed'

export type Messages = (message: Message) => Reply

const STATUS = {
  'not-found': 404,
  gone: 410,
  failed: 500,
  unavailable: 503,
  refused: 400,
  'not-allowed': 405,
} as const

const EXTRA: Partial<Record<Message, readonly string[]>> = {
  unavailable: ['Retry-After', '30'],
  'not-allowed': ['Allow', 'GET, HEAD'],
}

/** `headers`: what every page says of itself, names and values in turn. */
export function createMessages(frame: Frame, headers: readonly string[]): Messages {
  const made = new Map<Message, Reply>()
  const make = (message: Message): Reply => {
    const body = new TextEncoder().encode(
      messagePage(frame, message === 'not-allowed' ? 'refused' : message),
    )
    const own = [
      'Content-Type',
      'text/html; charset=utf-8',
      'Cache-Control',
      'no-store',
      'Content-Length',
      String(body.length),
      ...(EXTRA[message] ?? []),
    ]
    const reply = { status: STATUS[message], headers: [...headers, ...own], body }
    made.set(message, reply)
    return reply
  }
  return (message) => made.get(message) ?? make(message)
}
