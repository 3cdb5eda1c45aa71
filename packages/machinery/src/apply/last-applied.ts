/**
 * Between `kubectl apply` on the client's side and on the server's: the annotation with what was applied last.
 * Out: conflicts that are none, since the annotation shows that kubectl set those fields; the annotation brought up to date.
 * Always: for the manager `kubectl` only; whoever wants nothing of this takes another name.
 */
import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { compareJson } from './compare.ts'
import type { Conflict } from './conflicts.ts'
import { noDelta } from './delta.ts'
import { difference, emptySet, type FieldSet, has } from './field-set.ts'
import { fieldsOf } from './fields-of.ts'
import { ListItemError } from './list-elements.ts'
import { compareText } from './path-element.ts'
import type { Topology } from './topology.ts'
import { TypedError } from './typed-errors.ts'
import { validate } from './validate.ts'
import { quote } from '@elli/api/schema/encodeJson'

export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration'

const mostAnnotationBytes = 256 * 1024

function annotationsOf(object: JsonObject): Readonly<Record<string, Json>> {
  const metadata = object['metadata']
  const annotations = isJsonObject(metadata) ? metadata['annotations'] : undefined
  return isJsonObject(annotations) ? annotations : {}
}

function lastApplied(object: JsonObject): string {
  const value = annotationsOf(object)[lastAppliedAnnotation]
  return typeof value === 'string' ? value : ''
}

export function hasLastApplied(object: JsonObject): boolean {
  return lastApplied(object) !== ''
}

/** The conflicts that are left when fields that the annotation names, with the values they have, may be taken. */
export function allowedByLastApplied(
  topology: Topology,
  live: JsonObject,
  apiVersion: string,
  conflicts: readonly Conflict[],
): readonly Conflict[] {
  const allowed = fieldsOfLastApplied(topology, live, apiVersion)
  return conflicts.filter(({ path }) => !has(allowed, path))
}

function fieldsOfLastApplied(topology: Topology, live: JsonObject, apiVersion: string): FieldSet {
  try {
    const applied: unknown = JSON.parse(lastApplied(live) || 'null')
    if (!isJsonObject(applied) || applied['apiVersion'] !== apiVersion) return emptySet
    validate(topology, live, { allowDuplicates: false })
    validate(topology, applied, { allowDuplicates: false })
    const { changed, removed } = compareJson(topology, applied, live) ?? noDelta
    let fields = fieldsOf(topology, applied)
    if (changed !== undefined) fields = difference(fields, changed)
    if (removed !== undefined) fields = difference(fields, removed)
    return fields
  } catch (error) {
    // An annotation that cannot be read allows nothing.
    if (error instanceof TypedError || error instanceof ListItemError || error instanceof SyntaxError) return emptySet
    throw error
  }
}

/** A copy with the configuration as the annotation; without one that would be too large. */
export function withLastApplied(object: JsonObject, configuration: JsonObject): JsonObject {
  const text = `${sortedText(withoutAnnotation(configuration))}\n`
  const { [lastAppliedAnnotation]: _before, ...others } = annotationsOf(object)
  const all = { ...others, [lastAppliedAnnotation]: text }
  let bytes = 0
  for (const [key, value] of Object.entries(all)) bytes += Buffer.byteLength(key) + Buffer.byteLength(String(value))
  const annotations = bytes > mostAnnotationBytes ? others : all
  return { ...object, metadata: { ...(object['metadata'] as JsonObject), annotations } }
}

function withoutAnnotation(configuration: JsonObject): JsonObject {
  const { metadata } = configuration
  if (!isJsonObject(metadata) || !isJsonObject(metadata['annotations'])) return configuration
  const { [lastAppliedAnnotation]: _annotation, ...annotations } = metadata['annotations']
  return { ...configuration, metadata: { ...metadata, annotations } }
}

function sortedText(value: Json): string {
  if (typeof value === 'string') return quote(value)
  if (Array.isArray(value)) return `[${value.map(sortedText).join(',')}]`
  if (!isJsonObject(value)) return String(value)
  const keys = Object.keys(value).filter((key) => value[key] !== undefined)
  return `{${keys
    .sort(compareText)
    .map((key) => `${quote(key)}:${sortedText(value[key] as Json)}`)
    .join(',')}}`
}
