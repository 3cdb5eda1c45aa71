/**
 * Which resource a key of the store belongs to, for rules that name resources.
 * In: the resources that are built in. Out: group and resource; custom resources lie below their group's name.
 */
import type { ResourceInfo } from '@elli/api/resources'
import { storagePrefix } from '../registry/keys.ts'
import { registryPrefix } from '../watch-cache/feed.ts'
import type { KeyResource } from './at-rest.ts'

export function keyResources(infos: readonly ResourceInfo[]): KeyResource {
  const byPrefix = new Map<string, { group: string; resource: string }>()
  for (const info of infos) {
    const prefix = storagePrefix(info)
    const known = byPrefix.get(prefix)
    // Events are one resource under two groups, and named by the older one.
    if (known === undefined || info.group === '') byPrefix.set(prefix, { group: info.group, resource: info.resource })
  }
  return (key) => {
    if (!key.startsWith(registryPrefix)) return undefined
    const first = key.indexOf('/', registryPrefix.length)
    if (first < 0) return undefined
    const one = byPrefix.get(key.slice(0, first + 1))
    if (one !== undefined) return one
    const second = key.indexOf('/', first + 1)
    if (second < 0) return undefined
    const two = byPrefix.get(key.slice(0, second + 1))
    if (two !== undefined) return two
    const group = key.slice(registryPrefix.length, first)
    return group.includes('.') ? { group, resource: key.slice(first + 1, second) } : undefined
  }
}
