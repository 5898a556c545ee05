// Which part of Standfirst may import which: ARCHITECTURE in a form that fails.
// `core → nothing`, `pages → core`, `http → pages, core`, `content|store|payments|passkeys|mail|crawlers|counts|log|audit → core`,
// `config → core`, and only node.ts and cli.ts wire the parts together.
// scripts/dependency-direction.test.ts plants forbidden imports and sees each of these rules fail.

const test = '[.]test[.]ts$'
const builtin = 'core' // dependency-cruiser's word for what comes with Node
const fromRegistry = [
  'npm',
  'npm-dev',
  'npm-optional',
  'npm-peer',
  'npm-bundled',
  'npm-no-pkg',
  'npm-unknown',
]

/** A part of src/ imports its own files and those of the parts named, and no other file of src/. */
function part(name, mayImport) {
  const allowed = [name, ...mayImport].map((part) => `${part}(/|[.]ts$)`).join('|')
  return {
    name: `${name}-imports-${mayImport.length === 0 ? 'nothing' : `only-${mayImport.join('-and-')}`}`,
    comment: `src/${name} may import ${mayImport.join(' and ') || 'no other part'}. Turn the import round: declare what is needed in src/core and let src/node.ts hand it in.`,
    severity: 'error',
    from: { path: `^src/${name}(/|[.]ts$)` },
    to: { path: '^src/', pathNot: `^src/(${allowed})` },
  }
}

/** No built-in module of Node, except those named; tests may use what they like. */
function noBuiltins(name, { except, unlessIn = [] }) {
  return {
    name: `${name}-knows-no-node`,
    comment: `src/${name} speaks Web standards only, so that other runtimes can run it. Hand the capability in from src/node.ts.`,
    severity: 'error',
    from: { path: `^src/${name}/`, pathNot: [test, ...unlessIn] },
    to: { dependencyTypes: [builtin], pathNot: except },
  }
}

/** No package except those named; tests may use what they like. */
function noPackages(name, except) {
  return {
    name: `${name}-uses-no-package`,
    comment: `src/${name} may import ${except.join(' and ') || 'no package'}: keep the package in the part that is about it.`,
    severity: 'error',
    from: { path: `^src/${name}(/|[.]ts$)`, pathNot: test },
    to: {
      dependencyTypes: fromRegistry,
      pathNot: except.map((name) => `node_modules/${name}/`),
    },
  }
}

export default {
  forbidden: [
    part('core', []),
    noBuiltins('core', { except: [] }),
    noPackages('core', ['@types/hast']),
    {
      name: 'core-takes-only-types-of-hast',
      comment:
        'The rules know the shape of a body, not the code that makes one: write `import type`.',
      severity: 'error',
      from: { path: '^src/core/', pathNot: test },
      to: { path: 'hast', dependencyTypes: fromRegistry, dependencyTypesNot: ['type-only'] },
    },

    part('pages', ['core']),
    noBuiltins('pages', { except: [] }),
    part('http', ['core', 'pages']),
    noBuiltins('http', {
      except: ['^(node:)?(crypto|zlib|buffer)$'],
      // The files that know the sockets under a request.
      unlessIn: ['^src/http/(respond|gate/direct)[.]ts$'],
    }),

    part('content', ['core']),
    part('store', ['core']),
    part('payments', ['core']),
    part('passkeys', ['core']),
    part('mail', ['core']),
    part('crawlers', ['core']),
    part('counts', ['core']),
    part('log', ['core']),
    noPackages('log', ['pino']),
    // Its report is HTML, and there is one way from data to HTML.
    part('audit', ['core', 'pages/html']),
    noPackages('audit', [
      ...['parse5', 'entities', 'saxes', 'linkedom', '@mozilla/readability', 'zod'],
    ]),
    part('config', ['core']),
    noPackages('config', ['zod', 'yaml', 'acorn', 'linkedom']),
    part('index', ['config', 'core']),
    {
      name: 'nobody-imports-the-wiring',
      comment: 'node.ts and cli.ts put the parts together; a part that needs them is upside down.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(cli|node|index)[.]ts$', '^src/(cli|node)/', test] },
      to: { path: '^src/(cli|node)([.]ts$|/)' },
    },
    {
      name: 'no-unknown-part',
      comment:
        'A new folder or file at the top of src/ needs a direction: add it to .dependency-cruiser.mjs.',
      severity: 'error',
      from: {},
      to: {
        path: '^src/',
        pathNot:
          '^src/((core|content|http|pages|store|payments|passkeys|mail|crawlers|counts|log|audit|config|cli|node)/|(config|node|cli|index)[.]ts$)',
      },
    },
    {
      name: 'product-imports-no-test',
      comment: 'What is published may not need what is not.',
      severity: 'error',
      from: { path: '^src/', pathNot: test },
      to: { path: ['^(test|scripts|bench|editions)/', test] },
    },
    {
      name: 'product-uses-no-development-package',
      comment: 'It is not installed with the published package: move it to "dependencies".',
      severity: 'error',
      from: { path: '^(src|bin)/', pathNot: test },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circle',
      comment: 'Two files that need each other are one file, or miss a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphan',
      comment: 'Nothing imports this file and it imports nothing: delete it or use it.',
      severity: 'error',
      from: {
        orphan: true,
        path: '^src/',
        // Scripts of pages are loaded by browsers.
        pathNot: [
          test,
          '[.]d[.]ts$',
          '^src/(index|cli|node)[.]ts$',
          '^src/audit/index[.]ts$',
          '^src/pages/scripts/',
        ],
      },
      to: {},
    },
    {
      name: 'nothing-unresolved',
      comment: 'This import leads nowhere.',
      severity: 'error',
      from: {},
      // dist/ is there only once the package is built.
      to: { couldNotResolve: true, pathNot: 'dist/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    // Imports of types count too: a type that runs upward is still an arrow upward.
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      mainFields: ['types', 'module', 'main'],
    },
  },
}
