/**
 * A test of the official conformance list, under its official name. Written from what the test looks at, not from its code.
 * `npm run scoreboard` counts them; a name that is not on the list does not compile into the count: it fails.
 */
import { test } from 'vitest'
import names from './names.json' with { type: 'json' }

const known: ReadonlySet<string> = new Set(names)

/** @param name as in names.json; @throws Error for another */
export function conformance(name: string, run: () => Promise<void>): void {
  if (!known.has(name)) throw new Error(`no conformance test of 1.31 is called ${JSON.stringify(name)}`)
  test(name, run)
}
