/**
 * Values of custom resources as they stand in upstream's messages: untyped maps and lists in Go's syntax.
 * In: any JSON. Out: the value itself where it is plain, else its text.
 */
import { goNumber, goQuote, type Verbatim, verbatim } from '@elli/machinery/go-quote'
import type { Json } from '@elli/machinery/json'

/** For `badValue` of a field error. */
export function shown(value: Json | undefined): Json | Verbatim | undefined {
  return typeof value === 'object' && value !== null ? verbatim(goInterface(value)) : value
}

/** Go's %#v of decoded JSON. */
export function goInterface(value: Json): string {
  if (value === null) return 'interface {}(nil)'
  if (typeof value === 'string') return goQuote(value)
  if (typeof value === 'number' || typeof value === 'bigint') return goNumber(value)
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return `[]interface {}{${value.map(goInterface).join(', ')}}`
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `map[string]interface {}{${entries.map(([key, item]) => `${goQuote(key)}:${goInterface(item)}`).join(', ')}}`
}
