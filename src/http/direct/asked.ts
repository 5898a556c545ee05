// Asked: what the direct way looks at in a request, and what it answers.
import type { Reply } from '../reply.ts'

/** A GET or HEAD, wherever it came from. */
export interface Asked {
  readonly method: 'GET' | 'HEAD'
  /** The raw request target: path and query as sent. */
  readonly target: string
  /** By its lower-case name. */
  header(name: string): string | undefined
}

export interface Direct {
  /**
   * Answers at once, or soon, what it knows how to answer; undefined leaves the request to the app. `remote`: the address
   * at the other end of the connection.
   */
  answer(asked: Asked, remote: () => string | undefined): Reply | Promise<Reply> | undefined
  /** What goes out instead where `answer` threw or rejected, or what it made cannot go out. Reports why. */
  failed(asked: Asked, error: unknown): Reply
}
