/**
 * What the tables of kubectl get are printed with: columns, ages, lists of containers.
 * In: values of objects and the current instant. Out: cells, in upstream's formats.
 * Elsewhere: which columns a kind has (its own file), the Table object itself (endpoints).
 * @see kubernetes v1.31 pkg/printers/internalversion, apimachinery pkg/util/duration
 */
import type { ApiObject } from '@elli/api/object'
import type { Container } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import type { Cell, Column, TablePrinter } from '../registry/strategy.ts'
import { list } from './checks.ts'

export function column(
  name: string,
  description: string,
  options: { type?: Column['type']; wide?: boolean; format?: 'name' } = {},
): Column {
  return {
    name,
    type: options.type ?? 'string',
    format: options.format ?? '',
    description,
    priority: options.wide === true ? 1 : 0,
  }
}

export const nameColumn = column('Name', 'Name of the object, unique within its namespace.', { format: 'name' })
export const ageColumn = column('Age', 'Time since the object was created.')
export const containersColumn = column('Containers', 'Names of each container in the template.', { wide: true })
export const imagesColumn = column('Images', 'Images referenced by each container in the template.', { wide: true })
export const selectorColumn = column('Selector', 'Selects the pods that belong to the object.', { wide: true })

export const integer = { type: 'integer' } as const
export const boolean = { type: 'boolean' } as const
export const wide = { wide: true } as const

/** A table whose rows begin with the name; `cells` gives the rest. */
export function table<T extends ApiObject>(
  columns: readonly Column[],
  cells: (object: T, now: Instant) => Cell[],
): TablePrinter<T> {
  return {
    columns: [nameColumn, ...columns],
    row: (object, now) => [object.metadata.name ?? '', ...cells(object, now)],
  }
}

/** Name and age, for kinds whose printer shows nothing else. */
export function ageTable<T extends ApiObject>(): TablePrinter<T> {
  return table<T>([ageColumn], (object, now) => [ageOf(object, now)])
}

/** What upstream shows of kinds without a printer. */
export function defaultTable<T extends ApiObject>(): TablePrinter<T> {
  return table<T>([column('Created At', 'When the object was created.', { type: 'date' })], (object) => [
    object.metadata.creationTimestamp ?? null,
  ])
}

export function ageOf(object: ApiObject, now: Instant): string {
  return since(object.metadata.creationTimestamp, now)
}

/** `5d3h`; `<unknown>` of a time that is not set, `<invalid>` of one in the future. */
export function since(timestamp: string | null | undefined, now: Instant): string {
  if (!timestamp) return '<unknown>'
  return humanDuration(now - Date.parse(timestamp))
}

/** A length of time in at most two units, the smaller one only while it matters. */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1000)
  // A second of clock skew is no reason to complain.
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  if (seconds < 120) return `${seconds}s`
  const minutes = Math.trunc(seconds / 60)
  if (minutes < 10) return pair(minutes, 'm', seconds % 60, 's')
  if (minutes < 180) return `${minutes}m`
  const hours = Math.trunc(minutes / 60)
  if (hours < 8) return pair(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  const days = Math.trunc(hours / 24)
  if (hours < 192) return pair(days, 'd', hours % 24, 'h')
  if (days < 365 * 2) return `${days}d`
  const years = Math.trunc(days / 365)
  if (days < 365 * 8) return pair(years, 'y', days % 365, 'd')
  return `${years}y`
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`
}

/** Names and images of containers, each joined by commas. */
export function containerCells(containers: readonly Container[] | undefined): [string, string] {
  const all = list(containers)
  return [all.map((container) => container.name).join(','), all.map((container) => container.image ?? '').join(',')]
}

/** The first `max` items; `unset` when there are none. */
export function listWithMore(items: readonly string[], max: number, unset: string): string {
  if (items.length === 0) return unset
  const shown = items.slice(0, max).join(',')
  return items.length > max ? `${shown} + ${items.length - max} more...` : shown
}

export function orNone(text: string | undefined): string {
  return text || '<none>'
}

/** Printed as Go's fmt prints it. */
export function boolText(value: boolean | undefined): string {
  if (value === undefined) return '<unset>'
  return value ? 'True' : 'False'
}
