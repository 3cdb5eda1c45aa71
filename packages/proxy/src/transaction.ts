/**
 * From what is in the kernel to what should be: the commands of one atomic `nft -f -`. Pure.
 * Chains that nobody uses any more are only flushed here and deleted by a later transaction (`deleteChains`), because kernels
 * before 6.2 notice only after a moment that a deleted map element no longer refers to its chain.
 */
import { tableName } from './frame.ts'
import type { IpFamily } from './service-ports.ts'
import { type Element, type ProxyTable, elementContainers } from './table.ts'

export interface Transaction {
  commands: string[]
  /** Chains that were flushed and may be deleted in a second. */
  staleChains: string[]
}

export function transition(family: IpFamily, before: ProxyTable, after: ProxyTable): Transaction {
  const table = `${family} ${tableName}`
  const commands: string[] = []
  const rules: string[] = []
  // A set whose time-out changes must be made anew; its chains are written again below because they are flushed first.
  const remadeSets = new Set(
    [...after.affinitySets]
      .filter(([name, seconds]) => (before.affinitySets.get(name) ?? seconds) !== seconds)
      .map(([name]) => name),
  )
  for (const [name, wanted] of after.chains) {
    const present = before.chains.get(name)
    if (present && sameRules(present, wanted) && !wanted.some((rule) => mentions(rule, remadeSets))) continue
    commands.push(`add chain ${table} ${name}`, `flush chain ${table} ${name}`)
    for (const rule of wanted) rules.push(`add rule ${table} ${name} ${rule}`)
  }
  const staleChains = [...before.chains.keys()].filter((name) => !after.chains.has(name))
  // Before sets go: a chain that still has its rules holds on to the sets they name.
  for (const name of staleChains) commands.push(`flush chain ${table} ${name}`)
  for (const [name, seconds] of after.affinitySets) {
    if (remadeSets.has(name)) commands.push(`delete set ${table} ${name}`)
    if (!before.affinitySets.has(name) || remadeSets.has(name))
      commands.push(
        `add set ${table} ${name} { type ${family === 'ip' ? 'ipv4_addr' : 'ipv6_addr'} ; flags dynamic,timeout ; timeout ${seconds}s ; }`,
      )
  }
  commands.push(...rules)
  for (const container of elementContainers) {
    const present = before.elements[container]
    const wanted = after.elements[container]
    const removed: string[] = []
    const added: string[] = []
    for (const [key, element] of present) {
      const next = wanted.get(key)
      if (!next || !sameElement(element, next)) removed.push(key)
    }
    for (const [key, element] of wanted) {
      const known = present.get(key)
      if (!known || !sameElement(known, element)) added.push(elementText(key, element))
    }
    for (const some of batches(removed)) commands.push(`delete element ${table} ${container} { ${some.join(', ')} }`)
    for (const some of batches(added)) commands.push(`add element ${table} ${container} { ${some.join(', ')} }`)
  }
  for (const name of before.affinitySets.keys())
    if (!after.affinitySets.has(name)) commands.push(`delete set ${table} ${name}`)
  return { commands, staleChains }
}

export function deleteChains(family: IpFamily, chains: Iterable<string>): string[] {
  return [...chains].map((name) => `delete chain ${family} ${tableName} ${name}`)
}

/** Elements named in one command: each command costs a message, and one of any length would hide which element was refused. */
const batchSize = 200

function* batches(items: readonly string[]): Generator<string[]> {
  for (let i = 0; i < items.length; i += batchSize) yield items.slice(i, i + batchSize)
}

function elementText(key: string, { verdict, comment }: Element): string {
  return `${key}${comment === undefined ? '' : ` comment ${JSON.stringify(comment)}`}${verdict === undefined ? '' : ` : ${verdict}`}`
}

function sameElement(a: Element, b: Element): boolean {
  return a === b || (a.verdict === b.verdict && a.comment === b.comment)
}

function sameRules(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((rule, i) => rule === b[i]))
}

function mentions(rule: string, sets: ReadonlySet<string>): boolean {
  for (const name of sets) if (rule.includes(`@${name} `)) return true
  return false
}
