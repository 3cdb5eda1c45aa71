/**
 * The versions that one resource is served in, and the way of an object between them: what matchPolicy Equivalent means.
 * In: resources as ResourceInfo. Out: the others that show the same objects, objects of those versions.
 * Always: asked anew each time, since custom resources come and go while the server runs.
 * @see apimachinery pkg/runtime/mapper.go; apiserver pkg/admission/conversion.go
 */
import type { ApiObject, GroupVersionKind } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import { copyOf } from '../registry/copy.ts'
import type { Served } from '../registry/served.ts'

export interface ServedVersions {
  /** All versions in which these objects are served, in discovery's order, the given one among them. */
  equivalents(resource: ResourceInfo): readonly ResourceInfo[]
  /** The served resource of a kind; of several (events) the one of that group. */
  ofKind(kind: GroupVersionKind): ResourceInfo | undefined
  /** Resources of a group version by their plural name. */
  ofResource(group: string, version: string, resource: string): ResourceInfo | undefined
  /** An object of one version as one of another; the given one is left alone. */
  convert(object: ApiObject, from: ResourceInfo, to: ResourceInfo): ApiObject | Promise<ApiObject>
  /** A fresh object of a served version with its defaults, as the version that admission plugins see. */
  toHub(object: ApiObject, from: ResourceInfo, hub: ResourceInfo): ApiObject | Promise<ApiObject>
}

export function servedVersions(all: () => Iterable<Served>): ServedVersions {
  const find = (matches: (served: Served) => boolean): Served | undefined => {
    for (const served of all()) if (matches(served)) return served
    return undefined
  }
  const of = ({ group, version, resource }: ResourceInfo): Served | undefined =>
    find(({ info }) => info.resource === resource && info.version === version && info.group === group)

  const between = (object: ApiObject, from: ResourceInfo, to: ResourceInfo): ApiObject | Promise<ApiObject> => {
    if (from.apiVersion === to.apiVersion && from.resource === to.resource) return object
    const [source, target] = [of(from), of(to)]
    // Objects may be in a hub version that is not served itself.
    const kind = (source ?? target)?.kind
    if (kind !== undefined && (target === undefined || target.kind === kind)) {
      const hub = source === undefined || source.isHub ? object : source.toHub(object)
      return target === undefined ? hub : target.fromHub(hub)
    }
    // Custom resources, whose converters may be asked over the network.
    if (source?.siblings === undefined || target === undefined)
      throw new Error(`no conversion from ${from.apiVersion} ${from.kind} to ${to.apiVersion} ${to.kind}`)
    return source.siblings.convert(source, copyOf(object), target)
  }

  /** A resource that changes, as custom ones do, comes back as another ResourceInfo. */
  const known = new WeakMap<ResourceInfo, readonly ResourceInfo[]>()

  return {
    equivalents(resource) {
      let found = known.get(resource)
      if (found !== undefined) return found
      const self = of(resource)
      if (self === undefined) return [resource]
      const { prefix } = self.kind
      found = [...all()].filter(({ kind }) => kind.prefix === prefix).map(({ info }) => info)
      known.set(resource, found)
      return found
    },
    ofKind: ({ group, version, kind }) =>
      find(({ info }) => info.kind === kind && info.version === version && info.group === group)?.info,
    ofResource: (group, version, resource) =>
      find(({ info }) => info.resource === resource && info.version === version && info.group === group)?.info,
    convert: between,
    toHub(object, from, hub) {
      const source = of(from)
      source?.admitFields?.(object)
      source?.applyDefaults(object)
      return between(object, from, hub)
    },
  }
}
