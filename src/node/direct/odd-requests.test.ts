// What two servers could read differently is read by node:http alone, and what stands behind it too.
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import {
  asking,
  client,
  direct,
  serving,
  servingByNode,
  withoutDates,
} from '../../../test/support/direct-server.ts'

const HIDDEN = asking('/now/hidden/10')

/** A POST with these lines; behind it comes what looks like a request. */
function posting(...lines: readonly string[]): string {
  return asking('/post', ...lines).replace('GET', 'POST')
}

const odd: readonly (readonly [string, string])[] = [
  ['two hosts', asking('/now/a/9', 'host: b')],
  ['no host', 'GET /now/a/9 HTTP/1.1\r\nX: a\r\n\r\n'],
  ['a length with a sign', posting('Content-Length: +5')],
  ['a length in other digits', posting('Content-Length: 0x10')],
  ['two lengths in one', posting('Content-Length: 1, 1')],
  ['two lengths alike', posting('Content-Length: 1', 'content-length: 1')],
  ['two lengths', posting('Content-Length: 3', 'Content-Length: 0')],
  ['a length below nothing', posting('Content-Length: -1')],
  ['a length without end', posting('Content-Length: 99999999999999999999999')],
  ['a length and pieces', posting('Content-Length: 4', 'Transfer-Encoding: chunked')],
  ['pieces, oddly written', posting('tRANSFER-eNCODING: cHUNKED')],
  ['pieces that are none', posting('Transfer-Encoding: chunked, identity')],
  ['pieces by another name', posting('Transfer-Encoding : chunked')],
  ['pieces behind a control character', posting('Transfer-Encoding:\x0bchunked')],
  ['a space before the colon', asking('/now/a/9', 'X : a')],
  ['a line that begins with a space', asking('/now/a/9', ' X: a')],
  ['a value on two lines', asking('/now/a/9', 'X: a', '\tb')],
  ['lines without CR', asking('/now/a/9').replaceAll('\r\n', '\n')],
  ['one line without CR', asking('/now/a/9', 'X: a\nY: b')],
  ['a CR alone', asking('/now/a/9', 'X: a\rY: b')],
  ['a NUL', asking('/now/a/9', 'X: a\0')],
  ['a name with odd letters', asking('/now/a/9', 'X\xe4: a')],
  ['a name that is none', asking('/now/a/9', ': a')],
  ['another version', asking('/now/a/9').replace('1.1', '1.0')],
  ['no version', 'GET /now/a/9\r\n\r\n'],
  ['a whole address', asking('http://b/now/a/9')],
  ['a tunnel', asking('/now/a/9').replace('GET', 'CONNECT')],
  ['small letters', asking('/now/a/9').replace('GET', 'get')],
  ['two spaces', asking('/now/a/9').replace('GET ', 'GET  ')],
  ['an empty line first', `\r\n${asking('/now/a/9')}`],
  ['two in one piece', asking('/now/a/9') + asking('/now/b/9')],
  ['a protocol of its own', asking('/now/a/9', 'Connection: Upgrade', 'Upgrade: h2c')],
  ['nothing of HTTP', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
]

async function answer(port: number, pieces: readonly string[]): Promise<string> {
  const one = client(port)
  for (const piece of pieces) {
    one.say(piece)
    for (let turns = 0; turns < 10; turns++) await turn()
  }
  one.socket.end()
  return withoutDates(await one.all)
}

test('what is odd is answered as by node:http alone, and nothing behind it directly', async () => {
  const asked: string[] = []
  const { port } = await serving({
    direct: {
      answer: (head, remote) => {
        asked.push(head.target)
        return direct.answer(head, remote)
      },
    },
  })
  const byNode = await servingByNode()
  for (const [what, text] of odd) {
    const pieces = [text, HIDDEN, HIDDEN]
    const [own, theirs] = await Promise.all([answer(port, pieces), answer(byNode, pieces)])
    expect([what, own]).toEqual([what, theirs])
    expect([what, asked]).toEqual([what, []])
  }
})

test('a request that comes byte by byte is one all the same', async () => {
  const { port } = await serving()
  const pieces = asking('/now/a/9', 'Connection: close').split('')
  expect(await answer(port, pieces)).toBe(await answer(await servingByNode(), pieces))
})
