// Style as a test: what no compiler and no linter checks here, each fault with its reason.
// `node scripts/tidy.ts` reads every file of the repository and fails when one is out of order.
// Words this script looks for are put together from pieces, so that it does not find itself.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export type SourceFile = { path: string; bytes: Buffer }
export type Fault = { path: string; line: number; fault: string; instead: string }

/** One rule of the house: looks at one file and says what is out of order in it. */
type Check = (file: Readable) => Fault[]

type Readable = { path: string; bytes: Buffer; text: string; tree: ts.SourceFile | undefined }

const longestFunction = 60
const longestFile = 400

const isTypeScript = (path: string) => path.endsWith('.ts')
const isTest = (path: string) => path.endsWith('.test.ts')
const isCode = (path: string) => /\.([cm]?[jt]s|sh)$/.test(path)
const isIn = (path: string, ...folders: string[]) =>
  folders.some((folder) => path.startsWith(`${folder}/`))

/** The places in a text where a pattern is found, as faults. */
function places(file: Readable, pattern: RegExp, fault: string, instead: string): Fault[] {
  return [...file.text.matchAll(pattern)].map((match) => ({
    path: file.path,
    line: file.text.slice(0, match.index).split('\n').length,
    fault: fault.replace('%', match[0].trim()),
    instead,
  }))
}

/** The nodes of a TypeScript file of which `faultOf` says something, as faults. */
function nodes(file: Readable, faultOf: (node: ts.Node) => string | undefined, instead: string) {
  const { tree, path } = file
  if (tree === undefined) return []
  const faults: Fault[] = []
  const look = (node: ts.Node): void => {
    const fault = faultOf(node)
    if (fault !== undefined) faults.push({ path, line: lineOf(tree, node), fault, instead })
    ts.forEachChild(node, look)
  }
  look(tree)
  return faults
}

const lineOf = (tree: ts.SourceFile, node: ts.Node) =>
  tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1

const longFile: Check = (file) => {
  const lines = file.text.trimEnd().split('\n').length
  if (!isTypeScript(file.path) || lines <= longestFile) return []
  const fault = `${lines} lines; a file has at most ${longestFile}`
  return [{ path: file.path, line: 1, fault, instead: 'It tells more than one story: split it.' }]
}

const longFunction: Check = (file) =>
  nodes(
    file,
    (node) => {
      if (!isFunction(node) || isSuite(node)) return undefined
      const first = lineOf(node.getSourceFile(), node)
      const last = node.getSourceFile().getLineAndCharacterOfPosition(node.end).line + 1
      const lines = last - first + 1
      return lines > longestFunction
        ? `a function of ${lines} lines; it may have ${longestFunction}`
        : undefined
    },
    'Name its steps and make each a function.',
  )

const isFunction = (node: ts.Node): node is ts.FunctionLikeDeclaration =>
  ts.isFunctionLike(node) && 'body' in node && node.body !== undefined

/** `describe('…', () => { … })` groups tests and is as long as they are. */
const isSuite = (node: ts.Node) =>
  ts.isCallExpression(node.parent) && /^describe\b/.test(node.parent.expression.getText())

const drawers = ['lib', 'libs', 'helper', 'helpers', 'util', 'utils', 'misc', 'common']

const drawer: Check = ({ path }) => {
  const names = path.split('/').map((part) => part.replace(/\..*$/, ''))
  const found = names.find((name) => drawers.includes(name))
  if (found === undefined) return []
  const instead = 'Anything fits in a drawer: name it after what it is about.'
  return [{ path, line: 1, fault: `a drawer called "${found}"`, instead }]
}

const leftover: Check = (file) =>
  places(
    file,
    new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|')})\\b`, 'g'),
    'a "%" left over',
    'Do it, or open an issue and take the line out.',
  )

const notRunning = ['skip', 'only', 'todo', 'fails']
const sleeping = ['xit', 'xtest', 'xdescribe', 'fit', 'fdescribe']
const testWords = ['test', 'it', 'describe', 'suite', 'bench']

const skippedTest: Check = (file) =>
  nodes(
    file,
    (node) => {
      if (ts.isPropertyAccessExpression(node) && notRunning.includes(node.name.text))
        return testWords.includes(rootOf(node)) ? `\`${node.getText()}\`` : undefined
      if (ts.isCallExpression(node) && sleeping.includes(node.expression.getText()))
        return `\`${node.expression.getText()}\``
      return undefined
    },
    'Every test runs, every time: mend it or delete it.',
  )

/** The first word of a.b.c and of a.b(…).c. */
function rootOf(node: ts.Expression): string {
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node))
    return rootOf(node.expression)
  return node.getText()
}

const clockOrChance: Check = (file) => {
  if (!isIn(file.path, 'src/core')) return []
  return nodes(
    file,
    (node) => {
      if (ts.isPropertyAccessExpression(node) && node.getText() === 'Math.random')
        return 'chance in the rules'
      return ts.isIdentifier(node) && isClock(node) && !isTest(file.path)
        ? 'a clock in the rules'
        : undefined
    },
    'The rules are pure: take the time in milliseconds, or the number, as an argument.',
  )
}

const isClock = (node: ts.Identifier) =>
  node.text === 'Date' &&
  !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) &&
  !(ts.isPropertyAssignment(node.parent) && node.parent.name === node)

const silencedTool: Check = (file) =>
  isCode(file.path)
    ? places(
        file,
        new RegExp(['@ts-' + '(ignore|expect-error|nocheck)', 'biome-' + 'ignore'].join('|'), 'g'),
        '"%" silences a tool',
        'Make the code say what the tool could not see, or change the rule for everybody.',
      )
    : []

const typeInComment: Check = (file) =>
  isTypeScript(file.path)
    ? places(
        file,
        /^\s*(?:\/\*)?\*+ @(param|returns?|type) \{/gm,
        'a comment that repeats a type',
        'The code says the type; a comment says why, the unit, how it fails.',
      )
    : []

const machinePath: Check = (file) =>
  places(
    file,
    new RegExp(`(?<![\\w.:/~*})-])/(${['work', 'home', 'root', 'Users'].join('|')})/\\w`, 'g'),
    'a path of one machine, "%…"',
    'Take it from import.meta.url or from an argument.',
  )

const addressInLockfile: Check = (file) =>
  /(^|\/)(package-lock|npm-shrinkwrap)\.json$/.test(file.path)
    ? places(
        file,
        /"resolved"\s*:/g,
        'a package address in the lockfile',
        'Install with the .npmrc of the repository (omit-lockfile-registry-resolved=true).',
      )
    : []

const registries = [
  ['registry', 'npmjs', 'org'],
  ['registry', 'yarnpkg', 'com'],
  ['npm', 'pkg', 'github', 'com'],
  ['registry', 'npmmirror', 'com'],
].map((pieces) => pieces.join('.'))

const registryHost: Check = (file) => {
  // The registry this machine installs from, which may be a private one.
  const configured = URL.parse(process.env['npm_config_registry'] ?? '')?.hostname
  const hosts = configured ? [...registries, configured] : registries
  return places(
    file,
    new RegExp(hosts.map((host) => RegExp.escape(host)).join('|'), 'g'),
    'the name of a registry, "%"',
    'Everybody installs from their own: leave it to npm.',
  )
}

const isPicture = (path: string) => isIn(path, 'docs/pictures') && path.endsWith('.png')

const binary: Check = ({ path, bytes }) =>
  bytes.includes(0) && !isPicture(path)
    ? [
        {
          path,
          line: 1,
          fault: 'a binary file',
          instead: 'Make it from text in a script, or keep it as a PNG under docs/pictures.',
        },
      ]
    : []

const noOpening: Check = ({ path, text }) => {
  const first = text.replace(/^#!.*\n/, '').trimStart()
  if (!isIn(path, 'src') || !isTypeScript(path) || isTest(path)) return []
  if (first.startsWith('//') || first.startsWith('/*')) return []
  const instead = 'Begin with a line or two that say which part of the story the file is.'
  return [{ path, line: 1, fault: 'no opening comment', instead }]
}

const checks: Check[] = [
  ...[longFile, longFunction, drawer, leftover, skippedTest, clockOrChance, silencedTool],
  ...[typeInComment, machinePath, addressInLockfile, registryHost, noOpening],
]

/** Everything that is out of order in these files, in their order. */
export function faultsIn(files: SourceFile[]): Fault[] {
  return files.flatMap(({ path, bytes }) => {
    const isText = !bytes.includes(0)
    const text = isText ? bytes.toString('utf8') : ''
    const tree =
      isText && isTypeScript(path)
        ? ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
        : undefined
    const file = { path, bytes, text, tree }
    return [...binary(file), ...(isText ? checks : [drawer]).flatMap((check) => check(file))]
  })
}

/** What git has, and what it would take: a new file is checked before it is committed. */
function filesOfRepository(root: string): SourceFile[] {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const paths = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\0')
  return [...new Set(paths)]
    .filter((path) => path !== '' && existsSync(join(root, path)))
    .map((path) => ({ path, bytes: readFileSync(join(root, path)) }))
}

if (import.meta.main) {
  const files = filesOfRepository(fileURLToPath(new URL('..', import.meta.url)))
  const faults = faultsIn(files)
  for (const { path, line, fault, instead } of faults)
    console.error(`${path}:${line}  ${fault}. ${instead}`)
  console.error(`${files.length} files read, ${faults.length} out of order.`)
  if (faults.length > 0) process.exitCode = 1
}
