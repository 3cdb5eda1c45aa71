/**
 * The files of a volume that is made from API objects: which paths, which bytes, which modes.
 * In: ConfigMaps, Secrets, pod fields. Out: a Payload, or a PayloadError in upstream's words. Pure.
 * Elsewhere: writing it in one step (./atomic-writer.ts), fetching the objects (./plugins.ts).
 */
import type { ConfigMap, Container, DownwardAPIVolumeFile, KeyToPath, Pod, Secret } from '@elli/api/core/v1'
import { podField, resourceField, type PodAddresses } from '../containers/downward.ts'

export interface PayloadFile {
  readonly data: Uint8Array
  readonly mode: number
  /** Owner, when it is not root. */
  readonly uid?: number
}

/** By relative path. */
export type Payload = ReadonlyMap<string, PayloadFile>

export class PayloadError extends Error {
  override readonly name = 'PayloadError'
}

const defaultFileMode = 0o644

export interface KeySelection {
  readonly items: readonly KeyToPath[] | undefined
  readonly defaultMode: number | undefined
  readonly optional: boolean
}

export function configMapPayload(configMap: ConfigMap | undefined, selection: KeySelection): Payload {
  const bytes = new Map<string, Uint8Array>()
  for (const [key, text] of Object.entries(configMap?.data ?? {})) bytes.set(key, Buffer.from(text))
  for (const [key, base64] of Object.entries(configMap?.binaryData ?? {})) bytes.set(key, Buffer.from(base64, 'base64'))
  return select(bytes, selection, (key) => `configmap references non-existent config key: ${key}`)
}

export function secretPayload(secret: Secret | undefined, selection: KeySelection): Payload {
  const bytes = new Map<string, Uint8Array>()
  for (const [key, base64] of Object.entries(secret?.data ?? {})) bytes.set(key, Buffer.from(base64, 'base64'))
  return select(bytes, selection, (key) => `references non-existent secret key: ${key}`)
}

function select(
  bytes: ReadonlyMap<string, Uint8Array>,
  { items, defaultMode = defaultFileMode, optional }: KeySelection,
  missing: (key: string) => string,
): Payload {
  const payload = new Map<string, PayloadFile>()
  if (!items || items.length === 0) {
    for (const [key, data] of bytes) payload.set(key, { data, mode: defaultMode })
    return payload
  }
  for (const { key, path, mode } of items) {
    const data = bytes.get(key)
    if (data) payload.set(path, { data, mode: mode ?? defaultMode })
    else if (!optional) throw new PayloadError(missing(key))
  }
  return payload
}

export interface DownwardInput {
  readonly pod: Pod
  readonly addresses: PodAddresses
  readonly allocatable: Readonly<Record<string, string>>
}

export function downwardPayload(
  files: readonly DownwardAPIVolumeFile[],
  defaultMode: number | undefined,
  input: DownwardInput,
): Payload {
  const noContainer: Container | undefined = undefined
  return new Map(
    files.map(({ path, fieldRef, resourceFieldRef, mode }): [string, PayloadFile] => {
      const text = fieldRef
        ? podField(fieldRef, input.pod, input.addresses)
        : resourceFieldRef
          ? resourceField(resourceFieldRef, input.pod, noContainer, input.allocatable)
          : ''
      return [path, { data: Buffer.from(text), mode: mode ?? defaultMode ?? defaultFileMode }]
    }),
  )
}

/** The user all containers run as, if they agree on one: token files may then belong to it alone. */
export function commonUser(pod: Pod): number | undefined {
  const users = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map(
    ({ securityContext }) => securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser,
  )
  const [first] = users
  return first !== undefined && users.every((user) => user === first) ? first : undefined
}

/** @throws PayloadError for a path that would leave the volume, or touch its bookkeeping */
export function checkPath(path: string): void {
  if (path === '') throw new PayloadError('invalid path: must not be empty: ""')
  if (path.startsWith('/')) throw new PayloadError(`invalid path: must be relative path: ${path}`)
  if (path.startsWith('..')) throw new PayloadError(`invalid path: must not start with '..': ${path}`)
  if (path.split('/').includes('..')) throw new PayloadError(`invalid path: must not contain '..': ${path}`)
}
