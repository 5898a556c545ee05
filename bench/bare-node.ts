// Bare Node: the most that node:http itself can do with this page. `bare-node.ts PORT FILE HEADERS-AS-JSON`.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { z } from 'zod'

const [port = '', file = '', headers = ''] = process.argv.slice(2)
const body = readFileSync(file)
const length = String(body.length)
const fixed = z.array(z.string()).parse(JSON.parse(headers))
const head = [...fixed, 'Content-Encoding', 'gzip', 'Content-Length', length]

createServer((_, response) => {
  response.writeHead(200, head)
  response.end(body)
}).listen(Number(port), '127.0.0.1')
