/**
 * Storage version migrator: has every object of a resource written anew, in today's stored version and with today's key (KEP-4192).
 * Reads migrations; lists the metadata of what is migrated and applies to each object a patch that changes nothing:
 * the server writes only what would be stored otherwise than it is.
 * Two loops, as upstream: one notes the resourceVersion that a migration begins at, the other migrates.
 */
import type { ApiObject } from '@elli/api/object'
import type { StorageVersionMigration } from '@elli/api/storagemigration/v1alpha1'
import { storageversionmigrations } from '@elli/api/storagemigration/v1alpha1.resources'
import type { Client } from '@elli/client/client'
import { TaskGroup } from '@elli/host/tasks'
import { fromTime, toTime } from '@elli/host/time'
import { isConflict } from '@elli/machinery/errors'
import type { ControllerContext, ControllerDefinition } from '../controller.ts'
import { discover, type DiscoveredResource } from '../discovery.ts'
import { metadataClient } from '../metadata-client.ts'
import { enqueueItself, runQueueLoop } from '../queue-loop.ts'
import { untilServed } from '../until-served.ts'
import { isCollected, isDone, type Outcome, resourceOf, withOutcome } from './decide.ts'

const name = 'storage-version-migrator-controller'
/** No namespace can have this name: a list of it is empty, and says only what is newest. */
const nowhere = '@fake:svm_ns!'
/** How long a kind may take to become known. */
const patienceMs = 60_000
const pageSize = 500

export const storageVersionMigrator: ControllerDefinition = {
  name,
  aliases: ['svm'],
  serviceAccount: name,
  onByDefault: true,
  reads: [],
  writes: {
    '*': { '*': ['create', 'list', 'patch'] },
    'storagemigration.k8s.io': { 'storageversionmigrations/status': ['update'] },
  },
  async run(context, signal) {
    const { featureEnabled } = context.options
    if (!featureEnabled('StorageVersionMigrator') || !featureEnabled('InformerResourceVersion')) return
    if (!(await untilServed(context, [storageversionmigrations], signal))) return
    const { client, informers } = context
    const migrations = informers.for(storageversionmigrations)
    const migrator = new Migrator(context, client)
    await using tasks = new TaskGroup(signal)
    const loop = (
      queueName: string,
      workers: number,
      work: (migration: StorageVersionMigration, signal: AbortSignal) => Promise<void>,
    ): void =>
      tasks.start((taskSignal) =>
        runQueueLoop(
          context,
          {
            name: queueName,
            workers,
            watch: (queue) => enqueueItself(migrations, queue),
            async reconcile(key, workSignal) {
              const migration = migrations.get(undefined, key)
              if (migration !== undefined && !isDone(migration)) await work(migration, workSignal)
            },
          },
          taskSignal,
        ),
      )
    loop('resource-version-controller', 1, (migration, workSignal) => migrator.begin(migration, workSignal))
    loop(name, 5, (migration, workSignal) => migrator.migrate(migration, workSignal))
    await tasks.settled()
  },
}

class Migrator {
  readonly #host: ControllerContext['host']
  readonly #client: Client
  readonly #metadata: Client

  constructor({ host }: ControllerContext, client: Client) {
    this.#host = host
    this.#client = client
    this.#metadata = metadataClient(client, host)
  }

  /** Notes the newest resourceVersion: whatever is older is to be written anew. */
  async begin(migration: StorageVersionMigration, signal: AbortSignal): Promise<void> {
    if (migration.status?.resourceVersion) return
    const { resources } = await discover(this.#client, signal)
    const resource = resourceOf(migration, resources)
    if (resource === undefined) {
      await this.#tell(migration, 'Failed', signal, 'resource does not exist in discovery')
      return
    }
    const { metadata } = await this.#metadata
      .for(resource)
      .list({ limit: 1, signal, ...(resource.namespaced ? { namespace: nowhere } : {}) })
    const resourceVersion = metadata.resourceVersion ?? ''
    await this.#write({ ...migration, status: { ...migration.status, resourceVersion } }, signal)
  }

  async migrate(migration: StorageVersionMigration, signal: AbortSignal): Promise<void> {
    if (!migration.status?.resourceVersion) return
    const { resources } = await discover(this.#client, signal)
    const resource = resourceOf(migration, resources)
    if (resource === undefined || !isCollected(resource, resources)) {
      const ageMs = this.#host.clock.now() - (fromTime(migration.metadata.creationTimestamp) ?? 0)
      if (ageMs < patienceMs) throw new Error('resource does not exist in GC, requeuing to attempt again')
      await this.#tell(migration, 'Failed', signal, 'resource not found')
      return
    }
    const running = await this.#tell(migration, 'Running', signal)
    try {
      await this.#rewriteAll(resource, signal)
    } catch (error) {
      signal.throwIfAborted()
      this.#host.log.warn('failed to migrate a resource', {
        resource: `${resource.group}/${resource.resource}`,
        err: error instanceof Error ? error.message : String(error),
      })
      await this.#tell(running, 'Failed', signal, 'migration encountered unhandled error')
      return
    }
    await this.#tell(running, 'Succeeded', signal)
  }

  async #rewriteAll(resource: DiscoveredResource, signal: AbortSignal): Promise<void> {
    let next: string | undefined
    do {
      const page = await this.#metadata
        .for(resource)
        .list({ limit: pageSize, signal, ...(next === undefined ? {} : { continue: next }) })
      for (const { metadata } of page.items) await this.#rewrite(resource, metadata, signal)
      next = page.metadata.continue || undefined
    } while (next !== undefined)
  }

  async #rewrite(resource: DiscoveredResource, metadata: ApiObject['metadata'], signal: AbortSignal): Promise<void> {
    const { name: objectName = '', namespace, uid, resourceVersion } = metadata
    const { apiVersion, kind } = resource
    // With its uid what is gone is a conflict, not a creation; with its version, what came in its place is.
    const body = { apiVersion, kind, metadata: { uid, resourceVersion } }
    try {
      await this.#client
        .for(resource)
        .patch(objectName, { type: 'apply', body }, { namespace, fieldManager: name, signal })
    } catch (error) {
      // Whoever was faster has written it anew, or there is nothing to write any more.
      if (!isConflict(error)) throw error
    }
  }

  #tell(
    migration: StorageVersionMigration,
    outcome: Outcome,
    signal: AbortSignal,
    message?: string,
  ): Promise<StorageVersionMigration> {
    return this.#write(withOutcome(migration, outcome, toTime(this.#host.clock.now()), message), signal)
  }

  #write(migration: StorageVersionMigration, signal: AbortSignal): Promise<StorageVersionMigration> {
    const { apiVersion, kind } = storageversionmigrations
    return this.#client.for(storageversionmigrations).updateStatus({ ...migration, apiVersion, kind }, { signal })
  }
}
