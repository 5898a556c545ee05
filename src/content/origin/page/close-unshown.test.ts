import { parse, serialize } from 'parse5'
import { describe, expect, test } from 'vitest'
import { closeUnshown } from './close-unshown.ts'

const WORDS = 'harbour council ferry quay tide crane winter barge sluice lantern'.split(' ')
/** Nine paragraphs, of which no two share a sentence. */
const textOf = (name: string) =>
  Array.from(
    { length: 9 },
    (_, n) => `The ${name} of ${WORDS.map((word) => `${name}${n}${word}`).join(' and ')} is there.`,
  )
const markup = (name: string) =>
  textOf(name)
    .map((text) => `<p>${text}</p>`)
    .join('')
const shown = markup('shown')
const inScript = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c')
const inAttribute = (value: unknown) => JSON.stringify(value).replaceAll('"', '&quot;')

function closed(rest: string): string {
  const document = parse(`<!doctype html><body><h1>Latest</h1>${shown}${rest}`)
  closeUnshown(document)
  return serialize(document)
}

const rich = (name: string) => textOf(name).map((text) => ({ type: 'p', children: [{ text }] }))
const flight = (value: unknown) =>
  `<script>self.__next_f.push([1,${inScript(`7:["$","main",null,${JSON.stringify(value)}]\n`)}])</script>`
const WAYS: Readonly<Record<string, (name: string) => string>> = {
  'a state': (name) =>
    `<script type="application/json">${inScript({ posts: [{ title: 'T', body: markup(name) }] })}</script>`,
  'a state in paragraphs': (name) =>
    `<script>window.__S__ = ${inScript({ posts: [{ slug: 't', blocks: rich(name) }] })};</script>`,
  'a state in an attribute': (name) =>
    `<div data-page="${inAttribute({ post: { content: markup(name) } })}"></div>`,
  'a stream of React': (name) => flight({ title: 'T', html: markup(name) }),
  'a text of that stream': (name) =>
    `<script>self.__next_f.push([1,${inScript(`7:T4f,${markup(name)}`)}])</script>`,
  'a template': (name) => `<template>${markup(name)}</template>`,
  'a text for browsers without scripts': (name) => `<noscript>${markup(name)}</noscript>`,
  'a comment': (name) => `<!-- ${markup(name)} -->`,
  'a frame': (name) => `<iframe srcdoc="${markup(name)}"></iframe>`,
}

describe.each(Object.entries(WAYS))('%s', (_, way) => {
  test('loses what the page does not show', () => {
    const html = closed(way('hidden'))
    for (let n = 0; n < 9; n++) expect(html).not.toContain(`hidden${n}quay`)
    expect(html).toContain('shown8quay')
    expect(closed(way('hidden') + way('hidden'))).not.toContain('hidden1quay')
  })

  test('keeps what it shows', () => {
    const rest = way('shown')
    expect(closed(rest)).toBe(
      closed('').replace(
        '</body>',
        `${serialize(parse(rest)).match(/(?<=<body>).*(?=<\/body>)|(?<=<head>).+(?=<\/head>)|^<!--.*?-->/s)?.[0]}</body>`,
      ),
    )
  })
})

test('a program, labels, and notices stay', () => {
  const rest = `<script>const a = "${'b '.repeat(300)}"; go({ x: 1 })</script><script type="application/json">${inScript({ labels: Array.from({ length: 80 }, (_, n) => `Close the window number ${n}`), notice: textOf('n').slice(0, 3).join(' ') })}</script>`
  expect(closed(rest)).toContain(rest)
})

test('what stays of a stream can be read, and no end tag stands in it', () => {
  const html = closed(flight({ title: '</script>', html: markup('hidden') }))
  const [, literal = '""'] = /push\(\[1,(.*?)\]\)<\/script>/s.exec(html) ?? []
  const row: unknown = JSON.parse(literal)
  expect(JSON.parse(String(row).slice(2))).toEqual([
    ...['$', 'main', null],
    { title: '</script>', html: '' },
  ])
})
