// The check of a whole edition: every fault at once, by file and line, with what to do.
import { expect, test } from 'vitest'
import { checkEdition } from '../../src/content/folder/check.ts'
import { faultLine } from '../../src/core/fault.ts'
import { article, folderWith, openEditionIn } from '../support/edition-folder.ts'

test('says all that is wrong, texts included, and nothing twice', async () => {
  const dir = await folderWith({
    'articles/a.md': article(
      [
        '[good](/town/b) [section](/sport) [front](/) [out](https://example.org) [here](#x)',
        '[gone](/town/none) [moved](/town/old?x#y) [file](town/b.md) [beside](town/b)',
        '![](p.svg)',
        'The end.\n\n<!--more-->',
      ].join('\n\n'),
    ),
    'articles/p.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'articles/town/b.md': article('B.\n\n- <!--more-->', 'moved: /town/old\n'),
    'articles/c.md': article('C.', 'published: 2026-01-01\n'),
    'front.yaml': 'lead: /none\n',
  })
  const { content } = await openEditionIn(dir)
  expect((await checkEdition(content)).map(faultLine)).toEqual([
    'articles/a.md:7: the link /town/none leads nowhere: write the address of an article, or take the link out',
    'articles/a.md:7: the link /town/old is an old address: write /town/b',
    'articles/a.md:7: the link town/b.md leads nowhere: write the address: /town/b',
    'articles/a.md:9: the picture "p.svg" has no alternative text: say between the brackets what it shows',
    'articles/a.md:13: the cut leaves nothing below it: move <!--more--> up, or make the article free',
    'articles/c.md:4: is not YAML here (Map keys must be unique): put text with a colon, a hash or a quote in it in double quotes, and indent with spaces',
    expect.stringMatching(
      /^articles\/town\/b\.md:8: the mark of the cut stands inside something else/,
    ),
    'front.yaml:1: /none is no article: write the address of an article, or take it out',
  ])
})

test('an edition that is in order has no fault', async () => {
  const dir = await folderWith({ 'articles/a.md': article('[A](/a)') })
  const { content } = await openEditionIn(dir)
  expect(await checkEdition(content)).toEqual([])
})
