// Edition file: a file that a configuration names, which must lie in the edition and be readable.
import { access, constants } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import type { FieldFault } from './written.ts'

/** The file's absolute path, or the fault of the field that names it. `kind` says which endings will do. */
export async function editionFile(
  dir: string,
  { path, name }: { readonly path: readonly PropertyKey[]; readonly name: string },
  kind: { readonly ending: RegExp; readonly what: string; readonly mend: string },
): Promise<{ ok: true; file: string } | { ok: false; fault: FieldFault }> {
  const refuse = (what: string, mend: string) => ({
    ok: false as const,
    fault: { path, what: `is ${JSON.stringify(name)}, ${what}`, mend },
  })
  const inside = relative(dir, resolve(dir, name))
  if (inside.startsWith(`..${sep}`) || resolve(name) === name)
    return refuse('which lies outside the edition', 'name a file in the edition')
  if (!kind.ending.test(name)) return refuse(kind.what, kind.mend)
  const isThere = await access(join(dir, name), constants.R_OK).then(
    () => true,
    () => false,
  )
  return isThere
    ? { ok: true, file: join(dir, name) }
    : refuse('a file that cannot be read', 'put it there or name another')
}
