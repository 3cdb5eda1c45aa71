/**
 * Judges what writers were told and what watchers saw. In: every attempted write with its answer, every watcher's events, the final
 * objects. Out: what is wrong, in words; nothing when all is well.
 * Always: a key has one writer, which waits for each answer, so the order of its writes is known. A write without an answer may have
 * happened or not. Values of a key are numbered from 1, and each number is written once.
 */

export interface Attempt {
  readonly key: string
  readonly operation: 'create' | 'update' | 'delete'
  /** The number written; for a delete, that of the object that goes. */
  readonly value: number
  /** The revision in the answer; undefined when there was none. A delete's is not told by the answer: 0. */
  readonly revision: number | undefined
}

export interface SeenEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly key: string
  readonly value: number
  readonly revision: number
}

/** What one watcher saw, in order; `restarted` where it had to read everything anew. */
export interface Watched {
  readonly name: string
  readonly events: readonly SeenEvent[]
}

/** @param present value by key at the end */
export function violations(
  attempts: readonly Attempt[],
  watchers: readonly Watched[],
  present: ReadonlyMap<string, number>,
): string[] {
  const byKey = new Map<string, Attempt[]>()
  for (const attempt of attempts) {
    const list = byKey.get(attempt.key)
    if (list === undefined) byKey.set(attempt.key, [attempt])
    else list.push(attempt)
  }
  return [
    ...[...byKey].flatMap(([key, list]) => lostWrites(key, list, present.get(key))),
    ...[...present.keys()].filter((key) => !byKey.has(key)).map((key) => `${key} is there, and nobody wrote it`),
    ...watchers.flatMap((watcher) => watcherProblems(watcher, attempts)),
  ]
}

/** The state at the end follows from the last answered write and those after it. */
function lostWrites(key: string, attempts: readonly Attempt[], present: number | undefined): string[] {
  const last = attempts.findLastIndex(({ revision }) => revision !== undefined)
  const possible = new Set<number | undefined>()
  if (last < 0) possible.add(undefined)
  for (const { operation, value } of attempts.slice(Math.max(last, 0)))
    possible.add(operation === 'delete' ? undefined : value)
  if (possible.has(present)) return []
  const told = [...possible].map((value) => value ?? 'nothing').join(' or ')
  return [`${key} is ${present ?? 'gone'}; after what was acknowledged it is ${told}`]
}

function watcherProblems({ name, events }: Watched, attempts: readonly Attempt[]): string[] {
  const problems: string[] = []
  const written = new Map(attempts.filter(({ operation }) => operation !== 'delete').map((one) => [id(one), one]))
  const deleted = new Set(attempts.filter(({ operation }) => operation === 'delete').map(id))
  const seen = new Map<string, SeenEvent>()
  const gone = new Set<string>()
  let revision = 0
  for (const event of events) {
    const what = `${name} saw ${event.type} ${id(event)} at ${event.revision}`
    if (event.revision <= revision) problems.push(`${what}, after ${revision}`)
    revision = event.revision
    if (event.type === 'DELETED') {
      if (!deleted.has(id(event))) problems.push(`${what}, which nobody deleted`)
      if (gone.has(id(event))) problems.push(`${what} twice`)
      gone.add(id(event))
      continue
    }
    const write = written.get(id(event))
    if (write === undefined) problems.push(`${what}, which nobody wrote`)
    else if (write.revision !== undefined && write.revision !== event.revision)
      problems.push(`${what}, but it was acknowledged at ${write.revision}`)
    if (seen.has(id(event))) problems.push(`${what} twice`)
    seen.set(id(event), event)
  }
  for (const attempt of attempts) {
    if (attempt.revision === undefined) continue
    const missed = attempt.operation === 'delete' ? !gone.has(id(attempt)) : !seen.has(id(attempt))
    if (missed) problems.push(`${name} never saw the ${attempt.operation} of ${id(attempt)}`)
  }
  return problems
}

const id = ({ key, value }: { key: string; value: number }): string => `${key}=${value}`
