/** Breaking what is right: values somewhere in an object, and the text or bytes it is written in. */
import type { Chance } from './chance.ts'
import { anything, fieldNames, hurtfulFor } from './words.ts'

type Holder = Record<string, unknown> | unknown[]

/** A copy with up to `most` places changed. */
export function mutated<T>(value: T, chance: Chance, most = 3): T {
  const copy = structuredClone(value)
  const changes = 1 + chance.below(most)
  for (let i = 0; i < changes; i++) changeSomewhere(copy, chance)
  return copy
}

function changeSomewhere(root: unknown, chance: Chance): void {
  const holders = holdersIn(root)
  if (holders.length === 0) return
  const holder = chance.pick(holders)
  if (Array.isArray(holder)) changeList(holder, chance)
  else changeObject(holder, chance)
}

function holdersIn(value: unknown, found: Holder[] = [], depth = 0): Holder[] {
  if (typeof value !== 'object' || value === null || depth > 50 || found.length > 300) return found
  found.push(value as Holder)
  for (const item of Object.values(value)) holdersIn(item, found, depth + 1)
  return found
}

function changeList(list: unknown[], chance: Chance): void {
  const at = chance.below(list.length + 1)
  chance.branch<void>([
    [2, () => void list.splice(at, 1)],
    [2, () => void list.splice(at, 0, structuredClone(list[chance.below(list.length || 1)]))],
    [2, () => void list.splice(at, 1, anything(chance))],
    [1, () => void list.reverse()],
    [
      1,
      () => {
        const item = list[0]
        // Only of what is small, or repetitions of repetitions fill the memory of the fuzzer.
        const small = (JSON.stringify(item) ?? '').length < 300
        if (small && chance.oneIn(6)) for (let i = 0; i < 30; i++) list.push(item)
      },
    ],
  ])
}

function changeObject(object: Record<string, unknown>, chance: Chance): void {
  const keys = Object.keys(object)
  const key = keys.length === 0 ? chance.pick(fieldNames) : chance.pick(keys)
  const held = Object.hasOwn(object, key) ? object[key] : null
  const set = (name: string, value: unknown): void =>
    void Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
  chance.branch<void>([
    [3, () => void delete object[key]],
    [6, () => set(key, hurtfulFor(key, chance))],
    [3, () => set(key, anything(chance))],
    [2, () => set(chance.pick(fieldNames), anything(chance))],
    [2, () => set(chance.pick(fieldNames), held)],
    [1, () => set(key, [held])],
    [1, () => set(key, { [key]: held })],
    [
      1,
      () => {
        const rare = chance.below(8)
        if (rare < 2) set(key, nested(chance.pick([20, 90, 500]), chance.oneIn(2)))
        // Only where a text was: in place of a list it would be one of as many items for whoever writes protobuf here.
        else if (rare < 4 && typeof held === 'string') set(key, 'a'.repeat(chance.pick([300, 70_000, 300_000])))
      },
    ],
  ])
}

function nested(depth: number, lists: boolean): unknown {
  let value: unknown = 1
  for (let i = 0; i < depth; i++) value = lists ? [value] : { a: value }
  return value
}

/** The same bytes, but for a few. */
export function mutatedBytes(bytes: Uint8Array, chance: Chance): Uint8Array {
  let changed: Uint8Array = Uint8Array.from(bytes)
  const times = 1 + chance.below(3)
  for (let i = 0; i < times; i++) {
    const at = chance.below(changed.length + 1)
    const splice = (remove: number, insert: Uint8Array): Uint8Array =>
      Uint8Array.from([...changed.subarray(0, at), ...insert, ...changed.subarray(at + remove)])
    changed = chance.branch<Uint8Array>([
      [
        4,
        () => {
          if (at < changed.length) changed[at] = (changed[at] ?? 0) ^ (1 << chance.below(8))
          return changed
        },
      ],
      [2, () => changed.slice(0, at)],
      [2, () => splice(1 + chance.below(8), new Uint8Array())],
      [2, () => splice(0, chance.bytes(8))],
      // As a length: more than there is, and more than a number holds.
      [
        2,
        () => splice(1, Uint8Array.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f].slice(chance.below(9)))),
      ],
      [1, () => splice(0, changed.slice(at, at + chance.below(64)))],
    ])
  }
  return changed
}

/** JSON or YAML that is nearly so. */
export function mutatedText(text: string, chance: Chance): string {
  const at = chance.below(text.length + 1)
  return chance.branch<string>([
    [3, () => text.slice(0, at)],
    [2, () => text.slice(0, at) + chance.pick(tokens) + text.slice(at)],
    [2, () => text.slice(0, at) + chance.text(6) + text.slice(at)],
    [1, () => text.slice(0, at) + text.slice(at + 1 + chance.below(10))],
    [1, () => text + text],
    [1, () => text.replace(/"(\w+)":/, '"$1":1,"$1":')],
    [1, () => text.replaceAll(/\d+/g, (digits) => digits.repeat(30))],
    [1, () => `${'['.repeat(chance.pick([10, 20_000]))}${text}`],
    [1, () => deepened(text, chance.pick([100, 5000, 9900, 10_100]))],
  ])
}

/** The first number or text is so deep down that nobody should follow. */
function deepened(text: string, depth: number): string {
  return text.replace(/: ?(\d+|"[^"]*")/, (_, value: string) => `:${'{"a":'.repeat(depth)}${value}${'}'.repeat(depth)}`)
}

const tokens = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '\\u',
    '\\ud800',
    'null',
    'NaN',
    '1e999',
    '-',
    '\u0000',
    '\ufeff',
    '/*x*/',
  ],
  ...[
    '\n',
    '\t',
    '---\n',
    '&a ',
    '*a ',
    '<<: *a\n',
    '!!binary ',
    '!!js/function ',
    '|\n',
    '? ',
    '# ',
    '%YAML 9.9\n',
    '- - - ',
  ],
]
