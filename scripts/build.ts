// Makes dist/, what is published: JavaScript and declarations out of src/, and beside them
// everything the pages serve (styles, fonts, pictures). Runs before packing.
import { spawnSync } from 'node:child_process'
import { cp, glob, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const source = join(root, 'src')
const target = join(root, 'dist')

function run(...args: string[]): void {
  // Standard output belongs to `npm pack --json`.
  const done = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (done.status !== 0) process.exit(done.status ?? 1)
}

/** tsc rewrites the ".ts" of imports in JavaScript but not in declarations. */
async function nameJavaScriptInDeclarations(): Promise<void> {
  for await (const file of glob(join(target, '**/*.d.ts'))) {
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replaceAll(/(['"]\.{1,2}\/[^'"\n]*)\.ts(['"])/g, '$1.js$2'))
  }
}

async function copyAssets(): Promise<number> {
  let copied = 0
  for await (const file of glob(join(source, '**/*'))) {
    const isSource = file.endsWith('.ts') || file.endsWith('tsconfig.json')
    if (isSource || !(await stat(file)).isFile()) continue
    const copy = join(target, relative(source, file))
    await mkdir(dirname(copy), { recursive: true })
    await cp(file, copy)
    copied += 1
  }
  return copied
}

await rm(target, { recursive: true, force: true })
run(join(root, 'scripts/fonts.ts'))
run(join(root, 'node_modules/@typescript/native/bin/tsc'), '-p', 'tsconfig.build.json')
await nameJavaScriptInDeclarations()
process.stderr.write(`Built dist/ with ${await copyAssets()} assets.\n`)
