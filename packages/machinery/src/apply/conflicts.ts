/**
 * Fields that an apply would take from their managers.
 * In: who holds which of them. Out: the 409 that names them, in upstream's words.
 * @see apimachinery pkg/util/managedfields/internal/conflict.go
 */
import { type ApiError, applyConflict } from '../errors.ts'
import { goQuote } from '../go-quote.ts'
import { type FieldSet, forEachPath } from './field-set.ts'
import type { Manager } from './managers.ts'
import { displayPath, type Path } from './path-element.ts'

export interface Conflict {
  /** Identifier of the manager. */
  readonly id: string
  readonly manager: Manager
  readonly path: Path
}

export class ConflictsError extends Error {
  override name = 'ConflictsError'
  readonly conflicts: readonly Conflict[]
  constructor(conflicts: readonly Conflict[]) {
    super(messageOf(conflicts))
    this.conflicts = conflicts
  }

  toApiError(): ApiError {
    const causes = this.conflicts.map(({ manager, path }) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${describe(manager)}`,
      field: displayPath(path),
    }))
    return applyConflict(causes, this.message)
  }
}

export function conflictsOf(
  held: ReadonlyMap<string, { readonly manager: Manager; readonly fields: FieldSet }>,
): Conflict[] {
  const conflicts: Conflict[] = []
  for (const id of [...held.keys()].sort()) {
    const { manager, fields } = held.get(id) as { manager: Manager; fields: FieldSet }
    forEachPath(fields, (path) => conflicts.push({ id, manager, path }))
  }
  return conflicts
}

function describe({ name, subresource, operation, apiVersion }: Manager): string {
  const who = subresource === '' ? goQuote(name) : `${goQuote(name)} with subresource ${goQuote(subresource)}`
  return operation === 'Update' ? `${who} using ${apiVersion}` : who
}

function messageOf(conflicts: readonly Conflict[]): string {
  const [only] = conflicts
  if (only !== undefined && conflicts.length === 1) {
    return `Apply failed with 1 conflict: conflict with ${describe(only.manager)}: ${displayPath(only.path)}`
  }
  const lines: string[] = []
  for (const id of [...new Set(conflicts.map((conflict) => conflict.id))].sort()) {
    const own = conflicts.filter((conflict) => conflict.id === id)
    lines.push(`conflicts with ${describe((own[0] as Conflict).manager)}:`)
    for (const { path } of own) lines.push(`- ${displayPath(path)}`)
  }
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`
}
