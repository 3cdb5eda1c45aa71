/**
 * An API server and controllers, without scheduler and nodes, on the virtual clock: for controllers whose world is objects only.
 * In: which controllers. Out: a client, and time. Always: closing it ends all it started.
 */
import type { Client } from '@elli/client/client'
import { restClient } from '@elli/client/rest'
import { sharedInformers } from '@elli/client/shared-informers'
import type { ControllerOptions } from '@elli/controllers/controller'
import { runControllers } from '@elli/controllers/manager'
import { type SimulatedHost, simulatedHost } from '@elli/host/simulated'
import { TaskGroup } from '@elli/host/tasks'
import { type MemoryStore, memoryStore } from '@elli/store/memory'
import { type ApiServerMaterial, assembleApiServer } from '../../packages/elli/src/cluster/api-server.ts'
import { issueSigningKey } from '../../packages/elli/src/pki/issue.ts'

export interface ControlPlane extends AsyncDisposable {
  readonly host: SimulatedHost
  readonly store: MemoryStore
  readonly client: Client
  clientAs(name: string, groups?: readonly string[]): Client
  until(condition: () => boolean | Promise<boolean>, limitMs?: number): Promise<void>
  passes(ms: number): Promise<void>
}

export async function controlPlane(
  controllers: readonly string[],
  options: Partial<ControllerOptions> = {},
  material: Partial<ApiServerMaterial> = {},
): Promise<ControlPlane> {
  const host = simulatedHost({ seed: 1 })
  const store = memoryStore(host)
  const server = await assembleApiServer({
    host,
    store,
    serviceAccount: await issueSigningKey(),
    issuer: 'https://kubernetes.default.svc.cluster.local',
    serviceCidr: '10.96.0.0/16',
    address: { host: '127.0.0.1', port: 6443 },
    ...material,
  })
  await host.complete(server.ready())
  const clientAs = (name: string, groups: readonly string[] = []): Client =>
    restClient(server.transport({ name, groups: [...groups, 'system:authenticated'] }), { host })
  const tasks = new TaskGroup()
  const account = (name: string): Client =>
    clientAs(`system:serviceaccount:kube-system:${name}`, [
      'system:serviceaccounts',
      'system:serviceaccounts:kube-system',
    ])
  tasks.start((signal) =>
    runControllers(
      {
        host,
        informers: sharedInformers(clientAs('system:kube-controller-manager'), host),
        clientFor: account,
        managerClient: clientAs('system:kube-controller-manager'),
        controllers,
        options,
      },
      signal,
    ),
  )
  const failed = new Promise<never>((_, reject) => {
    tasks.settled().catch(reject)
  })
  failed.catch(() => {}) // told by whoever waits next
  return {
    host,
    store,
    client: clientAs('kubernetes-admin', ['system:masters']),
    clientAs,
    async until(condition, limitMs = 120_000) {
      await Promise.race([host.runUntil(condition, limitMs), failed])
    },
    async passes(ms) {
      await Promise.race([host.advance(ms), failed])
    },
    async [Symbol.asyncDispose]() {
      await host.complete(tasks.stop())
      await server.close()
      await store.close()
    },
  }
}
