// Grapevine: what a worker has learnt and the others have to know, sent on in small bundles: a message for each read would
// cost more than the read.
import type { Link } from './link.ts'
import type { News } from './messages.ts'

export interface Grapevine {
  tell(news: News): void
  hear(listen: (news: News) => void): void
}

const GATHER_MS = 2
/** More at once is sent without waiting. */
const MOST_GATHERED = 500

export function openGrapevine(link: Link): Grapevine {
  let gathered: News[] = []
  let timer: NodeJS.Timeout | undefined
  const send = () => {
    clearTimeout(timer)
    timer = undefined
    link.say({ kind: 'news', news: gathered })
    gathered = []
  }
  return {
    tell(news) {
      gathered.push(news)
      if (gathered.length >= MOST_GATHERED) send()
      else timer ??= setTimeout(send, GATHER_MS)
    },
    hear(listen) {
      link.hear((message) => {
        if (message.kind === 'news' || message.kind === 'begin')
          for (const news of message.news) listen(news)
      })
    },
  }
}
