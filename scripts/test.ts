// `npm test`: every check and every kind of test, in three lanes, with a closing line that counts
// them. `npm test -- unit tidy` runs only those steps. A step that fails does not stop the others.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

type Step = { name: string; about: string; commands: string[][]; report?: string }
type Outcome = { name: string; passed: number; failed: number; notRun: string[]; seconds: number }
type Exit = { ok: boolean; output: string }

const root = fileURLToPath(new URL('..', import.meta.url))
const minute = 60_000
/** No step of a sound tree comes near this. */
const longest = 12 * minute
const reports = await mkdtemp(join(tmpdir(), 'standfirst-test-'))

const folders = ['src', 'scripts', 'test', 'bench', 'editions', 'bin'].filter((folder) =>
  existsSync(join(root, folder)),
)

/** A kind of test of vitest.config.ts. It counts as the tests in its report. */
function tests(name: string, about: string): Step {
  const report = join(reports, `${name}.json`)
  const output = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  // Most of a story is waiting (for a thread, a disk, a child): two at a time fill the two cores.
  const command = ['vitest', 'run', '--project', name, '--maxWorkers=2', ...output]
  return { name, about, commands: [command], report }
}

/** A check of the code itself. It counts as one. */
function check(name: string, about: string, ...commands: string[][]): Step {
  return { name, about, commands }
}

const typecheck = [
  ['tsc', '-p', 'src/core'],
  ['tsc', '-p', '.'],
  ['tsc', '-p', 'tsconfig.browser.json'],
]
const cruise = [
  'depcruise',
  '--config',
  '.dependency-cruiser.mjs',
  '--progress',
  'none',
  ...folders,
]

// Nothing measures time, so the lanes may stand in each other's way. A browser is waited for as often as it works: it
// begins at once, and the other lanes use the cores meanwhile.
const lanes: Step[][] = [
  [tests('browser', 'the pages in a browser')],
  [
    check('typecheck', 'every type', ...typecheck),
    check('lint', 'format and lint rules', ['biome', 'check', '--error-on-warnings']),
    check('direction', 'which part imports which', cruise),
    check('unused', 'files, exports and packages nobody uses', ['knip']),
    check('tidy', 'style', ['node', 'scripts/tidy.ts']),
    tests('unit', 'the parts, each on its own'),
    tests('pack', 'the package as it is published'),
    tests('crew', 'the gate with two workers'),
  ],
  [tests('stories', 'the whole server, request by request')],
]

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Runs a command in its own process group, so that what it started ends with it. */
function run([command = '', ...args]: string[]): Promise<Exit> {
  const env = {
    ...process.env,
    // Threads load TypeScript by the hundred: what Node made of it once, it need not make again.
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'standfirst'),
    PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`,
  }
  const { promise, resolve } = Promise.withResolvers<Exit>()
  const child = spawn(command, args, {
    cwd: root,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const collect = (chunk: Buffer) => {
    output += chunk.toString()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const end = () => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  }
  const timer = setTimeout(() => {
    output += `\nStopped after ${longest / minute} minutes.\n`
    end()
  }, longest)
  running.add(end)
  child.on('error', (error) => {
    output += `${command} did not start: ${error.message}\n`
  })
  child.on('close', (code) => {
    clearTimeout(timer)
    running.delete(end)
    resolve({ ok: code === 0, output })
  })
  return promise
}

const running = new Set<() => void>()
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    for (const end of running) end()
    process.exit(1)
  })

async function runAll(commands: string[][]): Promise<Exit> {
  let all: Exit = { ok: true, output: '' }
  for (const command of commands) {
    const { ok, output } = await run(command)
    all = { ok: all.ok && ok, output: all.output + output }
  }
  return all
}

type Report = {
  numPassedTests: number
  numFailedTests: number
  testResults: { assertionResults: { status: string; fullName: string }[] }[]
}

/** How many tests a report of vitest counts, and which of them did not run. */
async function count(file: string, ok: boolean): Promise<Omit<Outcome, 'name' | 'seconds'>> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return { passed: 0, failed: 1, notRun: ['vitest wrote no report'] }
  const report: Report = JSON.parse(text)
  const each = report.testResults.flatMap((result) => result.assertionResults)
  if (ok && each.length === 0)
    return { passed: 0, failed: 0, notRun: ['there are no such tests yet'] }
  const idle = each.filter(({ status }) => !['passed', 'failed'].includes(status))
  return {
    passed: report.numPassedTests,
    // A file that cannot be read has no tests to count, but it has failed.
    failed: Math.max(report.numFailedTests, ok ? 0 : 1),
    notRun: idle.map(({ fullName, status }) => `${fullName} (${status})`),
  }
}

async function take(step: Step): Promise<Outcome> {
  say(`… ${step.name}: ${step.about}`)
  const began = performance.now()
  const heartbeat = setInterval(() => say(`… ${step.name} is still running`), minute / 2)
  const { ok, output } = await runAll(step.commands)
  clearInterval(heartbeat)
  const seconds = (performance.now() - began) / 1000
  const counted = step.report
    ? await count(step.report, ok)
    : { passed: ok ? 1 : 0, failed: ok ? 0 : 1, notRun: [] }
  if (counted.failed > 0) say(`\n${output.trim()}\n`)
  const verdict = counted.failed > 0 ? `${counted.failed} FAILED` : 'ok'
  const many = step.report ? `, ${counted.passed} passed` : ''
  say(`  ${step.name}: ${verdict}${many} (${seconds.toFixed(1)} s)`)
  return { name: step.name, ...counted, seconds }
}

async function takeLane(steps: Step[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const step of steps) outcomes.push(await take(step))
  return outcomes
}

function sum(outcomes: Outcome[], field: 'passed' | 'failed'): number {
  return outcomes.reduce((total, outcome) => total + outcome[field], 0)
}

function close(outcomes: Outcome[], leftOut: string[]): void {
  const notRun = outcomes.flatMap(({ name, notRun }) => notRun.map((why) => `${name}: ${why}`))
  const idle = [...notRun, ...leftOut.map((name) => `${name}: not asked for`)]
  say(`\nNot run: ${idle.length === 0 ? 'nothing, everything ran' : ''}`)
  for (const line of idle) say(`  ${line}`)
  say(`Time: ${outcomes.map(({ name, seconds }) => `${name} ${seconds.toFixed(1)} s`).join(', ')}`)
  const failed = sum(outcomes, 'failed')
  say(`${sum(outcomes, 'passed')} passed, ${failed} failed`)
  if (failed > 0) process.exitCode = 1
}

const names = lanes.flat().map((step) => step.name)
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !names.includes(name))

if (unknown.length > 0) {
  say(`There is no step "${unknown.join('", "')}". The steps: ${names.join(', ')}.`)
  process.exitCode = 2
} else {
  const isAsked = (name: string) => asked.length === 0 || asked.includes(name)
  const chosen = lanes.map((lane) => lane.filter((step) => isAsked(step.name)))
  const outcomes = (await Promise.all(chosen.map(takeLane))).flat()
  close(
    outcomes,
    names.filter((name) => !isAsked(name)),
  )
  await rm(reports, { recursive: true, force: true })
}
