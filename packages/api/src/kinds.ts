/**
 * From the type line of an object to its schema.
 * In: group, version and kind. Out: the schema, for every built-in kind, served or not.
 * Always: kinds without a group of their own (Status, the options, WatchEvent) are found under any group version.
 * Elsewhere: custom kinds (the API server), resources by their name in paths (resources.ts).
 */
import { packageInfo as meta } from './meta/v1.ts'
import { packageInfo as metaV1beta1 } from './meta/v1beta1.ts'
import type { GroupVersionKind } from './object.ts'
import { apiPackages } from './packages.ts'
import type { MessageSchema } from './schema/schema.ts'

const schemas: ReadonlyMap<string, MessageSchema> = new Map(
  apiPackages
    .filter((pkg) => pkg !== meta && pkg !== metaV1beta1)
    .flatMap((pkg) => pkg.messages.filter((message) => message.isKind))
    .map((message) => [keyOf(message.package.group, message.package.version, message.name), message]),
)
/** Under their own group version they are exactly those: a list of metadata has other field numbers in v1beta1. */
const own: ReadonlyMap<string, MessageSchema> = new Map(
  [...meta.messages, ...metaV1beta1.messages]
    .filter((message) => message.isKind)
    .map((message) => [keyOf(message.package.group, message.package.version, message.name), message]),
)
const everywhere: ReadonlyMap<string, MessageSchema> = new Map(
  [...meta.messages, ...metaV1beta1.messages]
    .filter((message) => message.isKind || message.name === 'WatchEvent')
    .map((message) => [message.name, message]),
)

function keyOf(group: string, version: string, kind: string): string {
  return `${group}/${version}/${kind}`
}

export function schemaOfKind({ group, version, kind }: GroupVersionKind): MessageSchema | undefined {
  const key = keyOf(group, version, kind)
  return schemas.get(key) ?? own.get(key) ?? everywhere.get(kind)
}
