// Gallery: what scripts bring into the page, and what they take out of it. An audit needs a browser to see these.
import { pageOf } from '../page.ts'
import type { Site } from '../site.ts'
import { idOf, json, paragraphs } from '../writing.ts'

export const scripts: readonly Site[] = [
  {
    name: 'fetched-by-script',
    says: 'A script fetches the rest for everybody and hides it from those who do not pay.',
    leak: { channel: 'script-dom' },
    needs: 'browser',
    answer: (asked, paper) => {
      const id = /^\/story-blocks\/(\d+)$/.exec(asked.path)?.[1]
      const article = paper.articles.find((one) => String(idOf(one, paper)) === id)
      // A browser says this of its own accord, and no page can forge it.
      if (article === undefined || asked.headers['sec-fetch-dest'] !== 'empty') return undefined
      return json({ html: paragraphs(article.rest) })
    },
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        rest: '<div class="story-rest" id="rest" hidden></div>',
        foot: `<script>
(async () => {
  const answer = await fetch('/story-' + 'blocks/' + ${idOf(article, paper)})
  document.getElementById('rest').innerHTML = (await answer.json()).html
})()
</script>`,
      }),
  },
  {
    name: 'removed-by-script',
    says: 'The article is sent whole, and a script takes the rest away once it has seen no subscription.',
    leak: { channel: 'page' },
    needs: 'browser',
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        rest: `<div class="story-rest">${paragraphs(article.rest)}</div>`,
        foot: `<script>
if (!document.cookie.includes('subscription=')) document.querySelector('.story-rest').remove()
</script>`,
      }),
  },
]
