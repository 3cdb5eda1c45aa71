/** Update rules of subresources: a strategy of its own, or none where the server itself makes the change. */
import type { StatusStrategy } from '../registry/strategy.ts'
import type { UpdateRules } from '../registry/update.ts'

/** The object is stored as the server changed it. */
export const asChanged: UpdateRules = {
  hooks: false,
  prepare() {},
  validate: () => [],
  warnings: () => [],
}

export function rulesOf(strategy: StatusStrategy<never>): UpdateRules {
  const { prepareForUpdate, validateUpdate } = strategy
  return {
    hooks: false,
    prepare: (object, old, context) => prepareForUpdate?.(object as never, old as never, context),
    validate: (object, old, context) => validateUpdate?.(object as never, old as never, context) ?? [],
    warnings: () => [],
  }
}
