import { expect, test } from 'vitest'
import { mentionsIn } from './mentions.ts'

test('finds the names of pictures however a text refers to them', () => {
  const text = [
    '![Quay](east-quay.svg "The quay")',
    '![](../shared/Map_2.PNG)',
    '![](caf%C3%A9.jpg) and ![](with\\_escape.webp)',
    '<img src="figures/chart.v2.avif">',
    '[ref]: photo.jpeg',
  ].join('\n')
  expect(mentionsIn(text)).toEqual([
    'east-quay.svg',
    'Map_2.PNG',
    'café.jpg',
    'with_escape.webp',
    'chart.v2.avif',
    'photo.jpeg',
  ])
})

test('each once, and no word that only begins like an ending', () => {
  expect(mentionsIn('a.png a.png pngs .pngx b.gifted')).toEqual(['a.png'])
})

test('takes time in proportion to the text, even of one endless word', () => {
  expect(mentionsIn('a'.repeat(1_000_000))).toEqual([])
  expect(mentionsIn('.png'.repeat(50_000)).length).toBeGreaterThan(0)
})
