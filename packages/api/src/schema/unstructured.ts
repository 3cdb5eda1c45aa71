/**
 * The schema of objects whose fields nobody here has declared: custom resources.
 * In: group, version, kind. Out: a MessageSchema with kind, apiVersion and metadata; all other fields are any JSON and are
 * kept as they are, in their order (`open`).
 * Always: the walkers beside this file treat it like any other message.
 */
import { ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type GroupVersionKind, type MessageSchema, ref } from './schema.ts'
import type { ApiObject } from '../object.ts'

export type UnstructuredObject = ApiObject & Record<string, unknown>

export function unstructuredSchema({ group, version, kind }: GroupVersionKind): MessageSchema<UnstructuredObject> {
  const pkg = apiPackage({ path: `custom/${group}/${version}`, group, version, goPackage: `${group}/${version}` })
  return pkg.message<UnstructuredObject>(kind, { metadata: ref(1, () => ObjectMeta) }, { kind: true, open: true })
}
