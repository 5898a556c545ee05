#!/usr/bin/env node
// The `standfirst` command. No import at the top and old syntax only, so that an old Node can read
// the file far enough to be told that it is too old.
const needed = 24
const version = process.versions.node

function fail(line) {
  process.stderr.write(`${line}\n`)
  process.exitCode = 1
}

function start() {
  import('node:fs')
    .then((fs) => {
      // The published package has no src; the repository runs its source as it is.
      const here = fs.realpathSync(process.argv[1])
      const source = here.replace(/bin[\\/]standfirst\.js$/, 'src/cli.ts')
      return fs.existsSync(source) ? import('../src/cli.ts') : import('../dist/cli.js')
    })
    .catch((error) => fail(error instanceof Error ? error.stack : String(error)))
}

if (Number.parseInt(version, 10) >= needed) start()
else
  fail(
    `Standfirst needs Node ${needed} or newer; this is Node ${version}. ` +
      `Install a newer one from nodejs.org or with your version manager, and try again.`,
  )
