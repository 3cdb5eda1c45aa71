/**
 * APIServices for what this server answers itself: one for each built-in group version, made when the server starts, and one for
 * each served version of custom resources, kept as these come and go.
 * Always: objects without our label are somebody else's and left alone; built-in ones are looked at once, at start.
 * @see kube-aggregator pkg/controllers/autoregister, kubernetes pkg/controlplane/controller/crdregistration
 */
import type { APIService } from '@elli/api/apiregistration/v1'
import { apiservices } from '@elli/api/apiregistration/v1.resources'
import type { CustomResourceDefinition } from '@elli/api/apiextensions/v1'
import type { ApiObject } from '@elli/api/object'
import { isAlreadyExists, isConflict, isNotFound } from '@elli/machinery/errors'
import { internalContext, type Reads } from '../reads.ts'
import { copyOf, sameShape } from '../registry/copy.ts'
import { createObject } from '../registry/create.ts'
import { deleteObject } from '../registry/delete.ts'
import type { Environment } from '../registry/environment.ts'
import type { Kind } from '../registry/kind.ts'
import { mainRules, updateObject } from '../registry/update.ts'
import { builtInPriority, customPriority, type Priority } from './priorities.ts'

export const managedLabel = 'kube-aggregator.kubernetes.io/automanaged'

export interface RegistrationParts {
  readonly env: Environment
  readonly reads: Reads
  /** The kind of APIServices. */
  readonly kind: Kind
  readonly builtIn: readonly { readonly group: string; readonly version: string }[]
}

type How = 'onstart' | 'true'

export function apiServiceFor(group: string, version: string, priority: Priority, how: How): APIService {
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: `${version}.${group}`, labels: { [managedLabel]: how } },
    spec: { group, version, groupPriorityMinimum: priority.group, versionPriority: priority.version },
  }
}

export class AutoRegistration {
  readonly #parts: RegistrationParts
  readonly #builtInNames: ReadonlySet<string>
  /** Versions of custom resources by the name of their definition. */
  readonly #custom = new Map<string, readonly { group: string; version: string }[]>()
  #queue: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(parts: RegistrationParts) {
    this.#parts = parts
    this.#builtInNames = new Set(parts.builtIn.map(({ group, version }) => `${version}.${group}`))
  }

  /** Resolves when every built-in group version has its APIService. */
  async start(): Promise<void> {
    const { reads, builtIn } = this.#parts
    const wanted = new Map<string, APIService>()
    for (const { group, version } of builtIn) {
      const priority = builtInPriority(group, version)
      if (priority !== undefined) wanted.set(`${version}.${group}`, apiServiceFor(group, version, priority, 'onstart'))
    }
    // All at once: a store that flushes writes them as one group.
    await Promise.all([...wanted.values()].map((item) => this.#settle(item.metadata.name ?? '', item)))
    for (const present of reads.list(apiservices)) {
      const name = present.metadata.name ?? ''
      const label = present.metadata.labels?.[managedLabel]
      if (label === 'onstart' && !wanted.has(name)) await this.#settle(name, undefined)
      // Those of custom resources that went while no server ran.
      if (label === 'true' && this.#wantedCustom(name) === undefined) await this.#settle(name, undefined)
    }
  }

  stop(): void {
    this.#stopped = true
  }

  /** A custom resource that is served now, or (undefined) is not any more. */
  setCustom(name: string, crd: CustomResourceDefinition | undefined): void {
    const before = this.#custom.get(name) ?? []
    const { group = '', versions = [] } = crd?.spec ?? {}
    const now = versions.filter((item) => item.served).map((item) => ({ group, version: item.name }))
    if (now.length === 0) this.#custom.delete(name)
    else this.#custom.set(name, now)
    if (sameShape(before, now)) return
    for (const item of [...before, ...now]) this.#enqueue(`${item.version}.${item.group}`)
  }

  #wantedCustom(name: string): APIService | undefined {
    for (const { group, version } of [...this.#custom.values()].flat())
      if (`${version}.${group}` === name) return apiServiceFor(group, version, customPriority, 'true')
    return undefined
  }

  #enqueue(name: string): void {
    if (this.#builtInNames.has(name)) return
    const { log } = this.#parts.env.host
    this.#queue = this.#queue
      .then(() => (this.#stopped ? undefined : this.#settle(name, this.#wantedCustom(name))))
      .catch((error: unknown) => log.error('an APIService could not be registered', { name, error: String(error) }))
  }

  async #settle(name: string, wanted: APIService | undefined): Promise<void> {
    const { env, kind, reads } = this.#parts
    for (;;) {
      const present = await reads.getFresh(apiservices, undefined, name)
      try {
        if (present === undefined) {
          if (wanted !== undefined)
            await createObject(env, kind, copyOf(wanted as ApiObject), internalContext(env, undefined))
          return
        }
        if (present.metadata.labels?.[managedLabel] === undefined) return
        if (wanted === undefined) {
          const options = { preconditions: { uid: present.metadata.uid ?? '' } }
          await deleteObject(env, kind, '', name, options, internalContext(env, undefined))
          return
        }
        if (sameShape(present.spec, wanted.spec)) return
        const next = { ...copyOf(present), spec: wanted.spec }
        const change = (): ApiObject => copyOf(next as ApiObject)
        await updateObject(
          env,
          kind,
          { namespace: '', name, rules: mainRules(kind), change },
          internalContext(env, undefined),
        )
        return
      } catch (error) {
        // Somebody was faster: what there is now decides.
        if (!isConflict(error) && !isNotFound(error) && !isAlreadyExists(error)) throw error
      }
    }
  }
}
