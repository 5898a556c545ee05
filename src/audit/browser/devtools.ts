// DevTools: speaks the protocol by which a Chromium is told what to do, as far as an audit needs it.

interface Reply {
  readonly id?: number
  readonly method?: string
  readonly sessionId?: string
  readonly params?: Readonly<Record<string, unknown>>
  readonly result?: Readonly<Record<string, unknown>>
  readonly error?: { readonly message?: string }
}

export type Params = Readonly<Record<string, unknown>>
type Listener = (params: Params) => void

interface Waiting {
  readonly resolve: (result: Params) => void
  readonly reject: (error: Error) => void
}

export class DevTools {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, Waiting>()
  /** By session and event. */
  readonly #listeners = new Map<string, Listener>()
  #next = 1

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => this.#hear(String(data)))
    socket.addEventListener('close', () => this.#end())
  }

  /** Rejects when nothing answers there. */
  static async connect(address: string): Promise<DevTools> {
    const socket = new WebSocket(address)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    socket.addEventListener('open', () => resolve(), { once: true })
    socket.addEventListener('error', () => reject(new Error('Chromium does not answer.')), {
      once: true,
    })
    await promise
    return new DevTools(socket)
  }

  get hasEnded(): boolean {
    return this.#socket.readyState !== WebSocket.OPEN
  }

  /** Rejects with what Chromium says against it, or when it has ended. */
  send(method: string, params: Params, sessionId?: string): Promise<Params> {
    const id = this.#next++
    const { promise, resolve, reject } = Promise.withResolvers<Params>()
    this.#waiting.set(id, { resolve, reject })
    if (this.hasEnded) this.#end()
    else this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }))
    return promise
  }

  on(event: string, sessionId: string, listener: Listener): void {
    this.#listeners.set(`${sessionId} ${event}`, listener)
  }

  forget(sessionId: string): void {
    for (const key of this.#listeners.keys())
      if (key.startsWith(`${sessionId} `)) this.#listeners.delete(key)
  }

  close(): void {
    this.#socket.close()
  }

  #hear(data: string): void {
    const reply: Reply = JSON.parse(data)
    if (reply.method !== undefined) {
      this.#listeners.get(`${reply.sessionId} ${reply.method}`)?.(reply.params ?? {})
      return
    }
    const waiting = this.#waiting.get(reply.id ?? 0)
    this.#waiting.delete(reply.id ?? 0)
    if (reply.error === undefined) waiting?.resolve(reply.result ?? {})
    else waiting?.reject(new Error(reply.error.message ?? 'Chromium refuses.'))
  }

  #end(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error('Chromium has ended.'))
    this.#waiting.clear()
  }
}
