/**
 * Lists of conditions, in any of the shapes the API has them.
 * In: a list, a condition. Out: a new list, and whether anything changed. Always: inputs are left alone; there is one
 * condition per type; lastTransitionTime moves only when the status does.
 * @see apimachinery pkg/api/meta/conditions.go
 */

/** What all kinds of conditions share. */
export interface ConditionLike {
  readonly type: string
  readonly status: string
  readonly reason?: string | undefined
  readonly message?: string | undefined
  readonly lastTransitionTime?: string | undefined
  readonly observedGeneration?: number | undefined
}

export function findCondition<T extends ConditionLike>(
  conditions: readonly T[] | undefined,
  type: string,
): T | undefined {
  return conditions?.find((condition) => condition.type === type)
}

export function isConditionTrue(conditions: readonly ConditionLike[] | undefined, type: string): boolean {
  return findCondition(conditions, type)?.status === 'True'
}

export function isConditionFalse(conditions: readonly ConditionLike[] | undefined, type: string): boolean {
  return findCondition(conditions, type)?.status === 'False'
}

/**
 * The list with this condition in it.
 * @param now time text for a status that is new, where the condition brings no lastTransitionTime of its own
 */
export function setCondition<T extends ConditionLike>(
  conditions: readonly T[] | undefined,
  condition: T,
  now: string,
): { conditions: T[]; changed: boolean } {
  const list = conditions ?? []
  const index = list.findIndex(({ type }) => type === condition.type)
  const old = list[index]
  const lastTransitionTime =
    old !== undefined && old.status === condition.status
      ? old.lastTransitionTime
      : (condition.lastTransitionTime ?? now)
  const next: T = { ...condition, lastTransitionTime }
  if (old === undefined) return { conditions: [...list, next], changed: true }
  if (sameCondition(old, next)) return { conditions: [...list], changed: false }
  return { conditions: list.with(index, next), changed: true }
}

/** The list without conditions of this type. */
export function removeCondition<T extends ConditionLike>(
  conditions: readonly T[] | undefined,
  type: string,
): { conditions: T[]; changed: boolean } {
  const kept = (conditions ?? []).filter((condition) => condition.type !== type)
  return { conditions: kept, changed: kept.length !== (conditions ?? []).length }
}

function sameCondition(a: object, b: object): boolean {
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))]
  return [...new Set([...left.keys(), ...right.keys()])].every((key) => left.get(key) === right.get(key))
}
