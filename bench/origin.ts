// Origin: the site behind the gate in a bench. `origin.ts PORT FOLDER`: an address is a file `…/index.html` of the folder.
import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'

const [port = '', folder = ''] = process.argv.slice(2)

createServer((request, response) => {
  const file = join(folder, new URL(request.url ?? '/', 'http://origin').pathname, 'index.html')
  if (!existsSync(file)) {
    response.writeHead(404).end()
    return
  }
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'max-age=3600' }
  response.writeHead(200, headers)
  createReadStream(file).pipe(response)
}).listen(Number(port), '127.0.0.1')
