// Line of a field: where in a configuration's source a field is written, so that a fault can point at it.
import type { Expression, Program, Property, SpreadElement } from 'acorn'

/**
 * Follows `path` through the literals of what the script exports as default, through calls (`defineConfig(…)`) and
 * names of the same file. Gives the line of the deepest field that is found; undefined when none is.
 */
export function lineOfField(script: Program, path: readonly PropertyKey[]): number | undefined {
  let written = exported(script)
  let line = literalOf(script, written)?.loc?.start.line
  for (const step of path) {
    if (isCallOf(script, written, step)) continue
    const next = childOf(literalOf(script, written), step)
    if (next === undefined) break
    line = next.loc?.start.line ?? line
    written = next.type === 'Property' ? next.value : next
  }
  return line
}

/** `origin({ … })` gives `{ origin: { … } }`. */
function isCallOf(script: Program, node: Expression | undefined, step: PropertyKey): boolean {
  const call = node?.type === 'Identifier' ? initialOf(script, node.name) : node
  return (
    call?.type === 'CallExpression' &&
    call.callee.type === 'Identifier' &&
    call.callee.name === step &&
    step === 'origin'
  )
}

function exported(script: Program): Expression | undefined {
  for (const statement of script.body) {
    if (statement.type !== 'ExportDefaultDeclaration') continue
    const { declaration } = statement
    const isExpression =
      declaration.type !== 'FunctionDeclaration' && declaration.type !== 'ClassDeclaration'
    return isExpression ? declaration : undefined
  }
  return undefined
}

/** The expression behind a call's first argument, or behind a name of the file's own. */
function literalOf(script: Program, node: Expression | undefined): Expression | undefined {
  if (node?.type === 'CallExpression') {
    const [first] = node.arguments
    return first?.type === 'SpreadElement' ? undefined : literalOf(script, first)
  }
  if (node?.type === 'ParenthesizedExpression') return literalOf(script, node.expression)
  return node?.type === 'Identifier' ? initialOf(script, node.name) : node
}

function initialOf(script: Program, name: string): Expression | undefined {
  for (const statement of script.body) {
    const declaration =
      statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (declaration?.type !== 'VariableDeclaration') continue
    for (const { id, init } of declaration.declarations)
      if (id.type === 'Identifier' && id.name === name && init?.type !== 'Identifier')
        return init ?? undefined
  }
  return undefined
}

function childOf(
  node: Expression | undefined,
  step: PropertyKey,
): Property | Expression | undefined {
  if (node?.type === 'ObjectExpression')
    return node.properties.find((property) => isNamed(property, step))
  if (node?.type !== 'ArrayExpression' || typeof step !== 'number') return undefined
  const element = node.elements[step]
  return element?.type === 'SpreadElement' ? undefined : (element ?? undefined)
}

function isNamed(property: Property | SpreadElement, step: PropertyKey): property is Property {
  if (property.type !== 'Property' || property.computed) return false
  const { key } = property
  return key.type === 'Identifier'
    ? key.name === step
    : key.type === 'Literal' && key.value === step
}
