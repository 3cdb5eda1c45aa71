/**
 * What every cluster has from the start, written by the API server itself once it can: system namespaces, RBAC's default policy,
 * priority classes, flow control, the `kubernetes` Service, and the CAs that extension servers trust. Each is a post-start hook with
 * a health check of its own. Always: safe to run at every start; what a user changed on purpose is left alone.
 */
import { legacyTokenConfigMapName } from '@elli/apiserver/authentication/legacy-token-tracking'
import { legacyTokenTracking } from '@elli/apiserver/authentication/legacy-token-tracking-start'
import { loopbackUser } from '@elli/apiserver/authentication/well-known'
import {
  type PolicyWriter,
  aggregateClusterRoles,
  reconcileBootstrapPolicy,
} from '@elli/apiserver/authorization/reconcile'
import {
  authenticationConfigMap,
  authenticationConfigMapName,
} from '@elli/apiserver/bootstrap/authentication-config-map'
import {
  kubernetesEndpoints,
  kubernetesEndpointSlice,
  kubernetesService,
} from '@elli/apiserver/bootstrap/kubernetes-service'
import { MasterLeases } from '@elli/apiserver/bootstrap/master-leases'
import { systemNamespaces } from '@elli/apiserver/bootstrap/namespaces'
import { systemPriorityClasses } from '@elli/apiserver/bootstrap/priority-classes'
import { flowControlProducer } from '@elli/apiserver/flow-control/config-producer'
import type { PostStartHook } from '@elli/apiserver/options'
import { configmaps, endpoints, namespaces, services } from '@elli/api/core/v1.resources'
import { endpointslices } from '@elli/api/discovery/v1.resources'
import type { ApiObject } from '@elli/api/object'
import { clusterroles } from '@elli/api/rbac/v1.resources'
import type { ResourceInfo } from '@elli/api/resources'
import { priorityclasses } from '@elli/api/scheduling/v1.resources'
import type { Client } from '@elli/client/client'
import { restClient } from '@elli/client/rest'
import { isAlreadyExists, isInvalid, isNotFound } from '@elli/machinery/errors'
import type { Host } from '@elli/host/host'
import type { Store } from '@elli/store/contract'
import type { ApiServerMaterial } from './api-server.ts'
import { identityHooks } from './identity-lease.ts'
import { addressIn } from './settings.ts'

/** How often {@link restoreSystemObjects} is due. */
export const restorePeriodMs = 10_000

/** Makes system namespaces and the `kubernetes` Service anew when somebody deleted them. */
export async function restoreSystemObjects(
  client: Client,
  material: Pick<ApiServerMaterial, 'serviceCidr' | 'address' | 'store'>,
): Promise<void> {
  await ensureKubernetesService(client, material) // its namespace comes with the others
}

type Hook = (client: Client, context: Parameters<PostStartHook['run']>[0]) => Promise<void>

export function bootstrapHooks(material: ApiServerMaterial): PostStartHook[] {
  const hook = (name: string, run: Hook): PostStartHook => ({
    name,
    run: (context) =>
      run(restClient(context.transport(loopbackUser), { host: context.host, userAgent: 'kube-apiserver' }), context),
  })
  return [
    hook('start-system-namespaces-controller', ensureNamespaces),
    hook('rbac/bootstrap-roles', bootstrapRbac),
    hook('scheduling/bootstrap-system-priority-classes', ensurePriorityClasses),
    flowControlProducer,
    hook('start-cluster-authentication-info-controller', (client) => ensureAuthenticationInfo(client, material)),
    hook('bootstrap-controller', async (client, { signal, host }) => {
      await onceRangesAreThere(host, signal, () => ensureKubernetesService(client, material))
      signal.addEventListener('abort', () => leave(material, host), { once: true })
    }),
    hook('start-legacy-token-tracking-controller', trackLegacyTokens),
    ...identityHooks(material, ensureNamespaces),
  ]
}

const rangeTries = 100
const rangeRetryMs = 100

/** Where ranges are objects, the first Service may be asked for before the first range is ready: it is tried again for a while. */
async function onceRangesAreThere(host: Host, signal: AbortSignal, make: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await make()
      return
    } catch (error) {
      if (!isInvalid(error) || tries === rangeTries) throw error
      await host.clock.sleep(rangeRetryMs, signal)
    }
  }
}

/** The object as it is; undefined when there is none. */
async function find<T extends ApiObject>(
  client: Client,
  resource: ResourceInfo<T>,
  name: string,
  namespace?: string,
): Promise<T | undefined> {
  try {
    return await client.for(resource).get(name, { namespace })
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** Writes what `wanted` makes of the present object; undefined from it means that all is well. */
async function ensure<T extends ApiObject>(
  client: Client,
  resource: ResourceInfo<T>,
  name: string,
  namespace: string | undefined,
  wanted: (present: T | undefined) => T | undefined,
): Promise<void> {
  const present = await find(client, resource, name, namespace)
  const object = wanted(present)
  if (object === undefined) return
  if (present) {
    await client.for(resource).update(object)
    return
  }
  try {
    await client.for(resource).create(object)
  } catch (error) {
    if (!isAlreadyExists(error)) throw error // another server of this cluster was faster
  }
}

const onlyWhenAbsent =
  <T>(object: T) =>
  (present: T | undefined): T | undefined =>
    present === undefined ? object : undefined

async function ensureNamespaces(client: Client): Promise<void> {
  await Promise.all(
    systemNamespaces().map((namespace) =>
      ensure(client, namespaces, namespace.metadata.name ?? '', undefined, onlyWhenAbsent(namespace)),
    ),
  )
}

async function ensurePriorityClasses(client: Client): Promise<void> {
  await Promise.all(
    systemPriorityClasses().map((each) =>
      ensure(client, priorityclasses, each.metadata.name ?? '', undefined, onlyWhenAbsent(each)),
    ),
  )
}

/** Default roles and bindings; afterwards aggregated roles follow whatever is labelled for them. */
const bootstrapRbac: Hook = async (client, { reads, host, featureEnabled }) => {
  await ensureNamespaces(client) // roles of kube-system and kube-public need their namespaces
  const writer: PolicyWriter = {
    // Hundreds of objects are looked at each time the server starts: reads go round the corridor, writes through it.
    get: (resource, namespace, name) => reads.getFresh(resource, namespace, name),
    // The cache will do, since whatever reaches it later starts another round.
    list: async (resource) => reads.list(resource),
    create: (resource, object) => client.for(resource).create(object),
    update: (resource, object) => client.for(resource).update(object),
    delete: (resource, object) =>
      client.for(resource).delete(object.metadata.name ?? '', { namespace: object.metadata.namespace }),
  }
  await reconcileBootstrapPolicy(writer, featureEnabled)
  let running = false
  let again = false
  const aggregate = (): void => {
    again = true
    if (running) return
    running = true
    void (async () => {
      while (again) {
        again = false
        await aggregateClusterRoles(writer)
      }
    })()
      .catch((error: unknown) => host.log.error('cluster roles could not be aggregated', { err: String(error) }))
      .finally(() => {
        running = false
      })
  }
  reads.follow(clusterroles, (type, role) => {
    // Roles that gather others are written by the aggregation itself: following them would go round in circles.
    if (role.aggregationRule === undefined || type === 'ADDED') aggregate()
  })
}

async function ensureAuthenticationInfo(client: Client, material: ApiServerMaterial): Promise<void> {
  await ensureNamespaces(client)
  const authentication = {
    ...(material.clientCaPem === undefined ? {} : { clientCa: material.clientCaPem }),
    ...(material.frontProxyCaPem === undefined
      ? {}
      : { requestHeader: { ...(material.requestHeader ?? requestHeaderNames), clientCa: material.frontProxyCaPem } }),
  }
  await ensure(client, configmaps, authenticationConfigMapName, 'kube-system', (present) =>
    authenticationConfigMap(present, authentication),
  )
}

/** Since when it is noted that tokens of secrets are used: the cleaner of unused ones reads it. */
const trackLegacyTokens: Hook = async (client, { reads, host }) => {
  await ensureNamespaces(client)
  const wake = legacyTokenTracking({
    host,
    present: () => reads.get(configmaps, 'kube-system', legacyTokenConfigMapName),
    create: (configMap) => client.for(configmaps).create(configMap),
    update: (configMap) => client.for(configmaps).update(configMap),
  })
  reads.follow(configmaps, (_type, { metadata }) => {
    if (metadata.name === legacyTokenConfigMapName && metadata.namespace === 'kube-system') void wake()
  })
  await wake()
}

export interface RequestHeaderNames {
  readonly usernameHeaders: string[]
  readonly groupHeaders: string[]
  readonly extraHeaderPrefixes: string[]
  /** Common names of front proxies; empty for all that the CA vouches for. */
  readonly allowedNames: string[]
}

/** Headers in which a front proxy names the user, as kubeadm sets them. */
export const requestHeaderNames: RequestHeaderNames = {
  usernameHeaders: ['X-Remote-User'],
  groupHeaders: ['X-Remote-Group'],
  extraHeaderPrefixes: ['X-Remote-Extra-'],
  allowedNames: ['front-proxy-client'],
}

async function ensureKubernetesService(
  client: Client,
  { serviceCidr, address, store }: Pick<ApiServerMaterial, 'serviceCidr' | 'address' | 'store'>,
): Promise<void> {
  await ensureNamespaces(client)
  const service = kubernetesService({
    clusterIP: addressIn(serviceCidr, 1),
    servicePort: 443,
    targetPort: address.port,
  })
  await ensure(client, services, 'kubernetes', 'default', onlyWhenAbsent(service))
  if (isLoopback(address.host)) return
  const addresses = await livingServers(store, address.host)
  const present = await find(client, endpoints, 'kubernetes', 'default')
  const wanted = kubernetesEndpoints(present, addresses, address.port)
  await ensure(client, endpoints, 'kubernetes', 'default', () => wanted)
  const told = wanted ?? present
  if (told)
    await ensure(client, endpointslices, 'kubernetes', 'default', (slice) => kubernetesEndpointSlice(slice, told))
}

/** A loopback address means something else in every pod; without another one the Service stays without endpoints. */
function isLoopback(host: string): boolean {
  return host === '::1' || host.startsWith('127.')
}

/** Servers of one store tell each other that they live; on a store of our own there is only this one. */
async function livingServers(store: Store, own: string): Promise<readonly string[]> {
  if (store.shared !== true) return [own]
  const leases = new MasterLeases(store)
  await leases.renew(own)
  return leases.list()
}

/** The others need not wait for the lease to end. */
function leave({ store, address }: Pick<ApiServerMaterial, 'store' | 'address'>, host: Host): void {
  if (store.shared !== true || isLoopback(address.host)) return
  new MasterLeases(store).remove(address.host).catch((error: unknown) => {
    host.log.warn('the lease of this server was left to end by itself', { error: String(error) })
  })
}
