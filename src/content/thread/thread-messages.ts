// Thread messages: what passes between the serving thread and those that read texts, pages and pictures.
import type { MessagePort } from 'node:worker_threads'

/** From a thread. */
export type Told =
  | { readonly kind: 'ready' }
  | { readonly kind: 'question'; readonly question: string }
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly why: string }

/** To a thread. */
type Said<Ask, Answer> =
  | { readonly kind: 'ask'; readonly ask: Ask }
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'end' }

/** The file of a thread, beside the module whose address is given, as source or compiled. */
export function threadBeside(module: string, name: string): URL {
  return new URL(`./${name}${module.endsWith('.ts') ? '.ts' : '.js'}`, module)
}

/**
 * Works off what is asked, one piece after the other, until it is asked to end; `question` asks the serving thread, one
 * at a time.
 */
export function workOff<Ask, Answer>(
  port: MessagePort,
  work: (ask: Ask, question: (question: string) => Promise<Answer>) => unknown,
): void {
  const tell = (told: Told) => port.postMessage(told)
  let answered: (answer: Answer) => void = () => {}
  const question = (text: string) => {
    const { promise, resolve } = Promise.withResolvers<Answer>()
    answered = resolve
    tell({ kind: 'question', question: text })
    return promise
  }
  const carryOut = async (ask: Ask) => {
    try {
      tell({ kind: 'done', value: await work(ask, question) })
    } catch (error) {
      tell({ kind: 'failed', why: error instanceof Error ? error.message : String(error) })
    }
  }
  port.on('message', (said: Said<Ask, Answer>) => {
    if (said.kind === 'ask') void carryOut(said.ask)
    else if (said.kind === 'answer') answered(said.answer)
    else port.close()
  })
  tell({ kind: 'ready' })
}
