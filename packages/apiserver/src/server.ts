/**
 * The API server without sockets: `createApiServer` puts the corridor together, `handle` sends a request through it.
 * In: a store and gatekeepers. Out: answers to requests, a Transport for clients in this process.
 * Always: a request's way is request info → authentication → impersonation → limits → authorization → endpoint, whoever carries it.
 * Elsewhere: sockets (./node/listen.ts), each step (a file of its own).
 */
import type { Service } from '@elli/api/core/v1'
import { allResources } from '@elli/api/resources'
import { groupResourceText, isNotFound } from '@elli/machinery/errors'
import { patchSchemaOf } from '@elli/machinery/patch/patch-schema'
import type { Transport, UpgradeResponse, WireRequest, WireResponse } from '@elli/host/wire'
import { AdmissionMetrics } from './admission/admission-metrics.ts'
import { paramGuard } from './admission/policy/param-guard.ts'
import { servedVersions } from './admission/served-versions.ts'
import { Aggregation } from './aggregation/aggregation.ts'
import { AutoRegistration } from './aggregation/auto-registration.ts'
import type { UserInfo } from './authentication/authenticator.ts'
import { tokenObjects } from './authentication/service-account-authenticator.ts'
import { anonymousAuthenticator } from './authentication/union.ts'
import { alwaysAllow } from './authorization/union.ts'
import { identityName } from './bootstrap/identity-lease.ts'
import { storageVersionHook } from './bootstrap/storage-versions.ts'
import { allServed, answersWithDeleted, makeCatalog } from './catalog.ts'
import { Compactor } from './compactor.ts'
import { componentStatusRoute } from './component-statuses.ts'
import { auditParts } from './audit/options.ts'
import { Corridor, type Connection } from './corridor.ts'
import { Cors } from './corridor/cors.ts'
import { endWatches } from './corridor/shutdown.ts'
import { AtRest } from './encryption/at-rest.ts'
import { encryptedStore } from './encryption/encrypted-store.ts'
import { keyResources } from './encryption/key-resource.ts'
import { EncryptionObserver } from './encryption/metrics.ts'
import { storageVersion } from '@elli/api/conversion'
import { warning } from './deprecated-apis.ts'
import { localVersions } from './discovery/contract.ts'
import { builtIn, Discovery } from './discovery/documents.ts'
import { CustomResources } from './extensions/custom-resources.ts'
import { nonStructuralCondition } from './extensions/non-structural.ts'
import { publisher } from './extensions/publishing.ts'
import type { Served } from './registry/served.ts'
import type { Call } from './endpoints/call.ts'
import type { ServedEndpoints } from './endpoints/served-endpoints.ts'
import { requestDoor } from './flow-control/gate.ts'
import { TableMaker } from './endpoints/tables.ts'
import { Writes } from './endpoints/writes.ts'
import { featureGates } from '@elli/machinery/feature-gates'
import { Health, type HealthCheck } from './health.ts'
import { issuerDiscovery } from './issuer-discovery.ts'
import { ServerMetrics } from './metrics.ts'
import { componentMetrics } from './metrics/component-metrics.ts'
import { measuredStore, StorageMetrics, storageSizeMetric, typesByPrefix } from './metrics/storage-metrics.ts'
import type { ApiServerOptions, ServerContext } from './options.ts'
import { OpenApi } from './openapi/documents.ts'
import { createOutbound, noWayOut } from './outbound/outbound.ts'
import { plainEndpoints } from './plain-endpoints.ts'
import { rbacGuard } from './rbac-guard.ts'
import type { ProxyParts } from './proxying/proxy.ts'
import { isUpgraded, upgradeRouter } from './proxying/upgrades.ts'
import { internalContext, serverReads } from './reads.ts'
import { deleteObject } from './registry/delete.ts'
import type { WriteHooks } from './registry/kind.ts'
import { ServiceNetwork } from './services/service-network.ts'
import type { Environment } from './registry/environment.ts'
import { LeasePool } from './registry/lease-pool.ts'
import { resourceRoute } from './resource-endpoints.ts'
import { reviewRoute } from './reviews.ts'
import { requestInfo } from './request-info.ts'
import { Router } from './router.ts'
import { specialSubresources } from './special-subresources.ts'
import { patientWithHooks, StartHooks } from './start-hooks.ts'
import { bindingsRoute } from './subresources/bindings-route.ts'
import { tracedDial } from './tracing/traced-dial.ts'
import { tracedStore } from './tracing/traced-store.ts'
import { versionInfo } from './version.ts'
import { WatchCacheMetrics } from './watch-cache/metrics.ts'
import { defaultStorageInitializationTimeoutMs, storageReadiness } from './storage-readiness.ts'
import { tellingFailures } from './registry/storage-errors.ts'
import { HotObjects } from './watch-cache/entry.ts'
import { Feed, registryPrefix } from './watch-cache/feed.ts'
import { ListReader } from './watch-cache/reader.ts'

export type { Connection } from './corridor.ts'

export interface ApiServer {
  handle(request: WireRequest, connection: Connection): Promise<WireResponse>
  upgrade(request: WireRequest, connection: Connection): Promise<UpgradeResponse>
  /** For clients in this process: no sockets, no authentication, everything else as for others. */
  transport(identity: UserInfo): Transport
  /** Resolves when /readyz would answer ok. */
  ready(): Promise<void>
  readonly metrics: ServerMetrics
  /** The server's own view of its objects. */
  readonly context: ServerContext
  /** From now on /readyz fails, so that nobody sends new clients here; everything else goes on. */
  beginShutdown(): void
  /**
   * Takes no new requests, ends watches (spread over the time that `serving` grants them), waits for requests on their
   * way, and writes what the audit still has to; the store stays open.
   */
  close(): Promise<void>
}

/** Decoded objects that are kept. Measured with 10,000 pods: eight times as many cost 45 MB and more collection than they save decoding. */
const hotObjects = 1024
const proxied: ReadonlySet<string> = new Set(['pods', 'services', 'nodes'])

export async function createApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { host } = options
  const gates = featureGates(options.featureGates ?? {})
  const { tracer } = options
  const encryptionObserver = new EncryptionObserver()
  const below = tracer === undefined ? options.store : tracedStore(options.store, tracer)
  const atRest =
    options.encryption === undefined
      ? undefined
      : new AtRest(
          options.encryption,
          { host, observer: encryptionObserver, featureEnabled: gates },
          keyResources(options.resources ?? allResources),
        )
  await atRest?.start()
  const encrypted = atRest === undefined ? undefined : encryptedStore(below, atRest.transformerOf)
  const metrics = new ServerMetrics({
    clock: host.clock,
    inFlight: () => door.gate,
    resources: () =>
      [...catalog.kinds.values()].map(({ groupResource, cache }) => ({
        resource: groupResourceText(groupResource),
        stored: cache.size,
      })),
    ...(options.metrics === undefined ? {} : { options: options.metrics }),
  })
  const typeOf = typesByPrefix(() => catalog.kinds.values())
  const storageMetrics = new StorageMetrics(metrics.registry, typeOf)
  const store = measuredStore(tellingFailures(encrypted ?? below), host.clock, storageMetrics)
  storageSizeMetric(metrics.registry, store)
  componentMetrics(metrics.registry, versionInfo(options.version ?? {}), gates)
  const hot = new HotObjects(hotObjects)
  const feed = new Feed(store, host, hot, { featureEnabled: gates })
  const storageMediaType = options.storageMediaType ?? 'application/json'
  const network =
    options.serviceNetwork === undefined
      ? undefined
      : new ServiceNetwork({
          options: options.serviceNetwork,
          host,
          store,
          mediaType: storageMediaType,
          registry: metrics.registry,
          featureEnabled: gates,
          onDeleted: (service) => forgetEndpoints(service),
        })
  const catalog = makeCatalog(
    {
      infos: options.resources ?? allResources,
      strategies: options.strategies ?? [],
      runtimeConfig: options.runtimeConfig ?? {},
      hooks: new Map<string, WriteHooks>(network === undefined ? [] : [['/services', network.allocation]]),
      featureEnabled: gates,
      storageMediaType,
    },
    feed,
  )
  const env: Environment = {
    store,
    feed,
    host,
    hot,
    random: host.random.stream('apiserver/names'),
    leases: new LeasePool(store, host),
    ...(encrypted === undefined ? {} : { isStale: (value: Uint8Array) => encrypted.isStale(value) }),
  }
  const endpointsKind = catalog.kinds.get('/endpoints')
  /** The Endpoints of a Service go with it. */
  const forgetEndpoints = (service: Service): void => {
    const { namespace = '', name = '' } = service.metadata
    if (endpointsKind === undefined) return
    deleteObject(env, endpointsKind, namespace, name, {}, internalContext(env, namespace)).catch((error: unknown) => {
      if (!isNotFound(error))
        host.log.error('Endpoints of a deleted Service remain', { namespace, name, error: String(error) })
    })
  }
  feed.metrics = new WatchCacheMetrics(
    metrics.registry,
    () => feed.numbers(),
    (prefix) => typeOf(`${registryPrefix.slice(0, -1)}${prefix}/`) ?? prefix,
  )
  const started = feed.start()
  if (options.waitForCaches ?? true) await started

  const reads = serverReads(env, catalog.kinds)
  const ranges = network?.start(env, reads, catalog.kinds)
  if (options.waitForCaches ?? true) await ranges
  else {
    ranges?.catch((error: unknown) => {
      host.log.error('service ranges could not be looked over', { error: String(error) })
    })
  }
  const context: ServerContext = { host, reads, registry: metrics.registry, featureEnabled: gates }
  const authenticator = options.authenticator?.(context) ?? anonymousAuthenticator()
  const authorizer = options.authorizer?.(context) ?? alwaysAllow
  const outbound = createOutbound({
    host,
    reads,
    dial: tracer === undefined ? (options.dial ?? noWayOut) : tracedDial(options.dial ?? noWayOut, tracer),
    routeToEndpoints: options.routeToEndpoints === true,
    ...(options.externalAddress === undefined ? {} : { loopback: options.externalAddress }),
    random: host.random.stream('apiserver/outbound'),
  })
  const escalation = options.escalationCheck?.(context, authorizer)
  const { serviceAccounts } = options
  const apiAudiences = serviceAccounts?.apiAudiences ?? []
  const tokens =
    serviceAccounts === undefined
      ? undefined
      : {
          clock: host.clock,
          issuer: serviceAccounts.issuer,
          objects: tokenObjects(reads),
          apiAudiences,
          maxExpirationSeconds: serviceAccounts.maxExpirationSeconds ?? 0,
          extendExpiration: serviceAccounts.extendExpiration ?? true,
        }
  const { serving = {} } = options
  const door = requestDoor({
    host,
    registry: metrics.registry,
    limits: {
      readOnly: serving.maxRequestsInFlight ?? 400,
      mutating: serving.maxMutatingRequestsInFlight ?? 200,
    },
    priorityAndFairness:
      (serving.priorityAndFairness ?? true) && catalog.kinds.has('flowcontrol.apiserver.k8s.io/flowschemas'),
    stored: (group, resource) => catalog.kinds.get(`${group}/${resource}`)?.cache.size,
    featureEnabled: gates,
  })
  const stopFlowControl = door.follow(reads)
  if (atRest !== undefined) encryptionObserver.register(metrics.registry)
  const audit = options.audit === undefined ? undefined : auditParts(options.audit, host, metrics.registry)

  const versions = servedVersions(() => allServed(catalog))
  const admissionMetrics = new AdmissionMetrics(metrics.registry)
  const plugins =
    options.admission?.({
      host,
      reads,
      authorizer,
      outbound,
      versions,
      metrics: admissionMetrics,
      featureEnabled: gates,
    }) ?? []
  const { allowPrivileged = true } = options
  const writeParts = {
    host,
    random: env.random,
    plugins,
    featureEnabled: gates,
    allowPrivileged,
    metrics: admissionMetrics,
  }
  const proxy: ProxyParts | undefined =
    options.nodeTransport === undefined
      ? undefined
      : { reads, transport: options.nodeTransport, random: host.random.stream('apiserver/proxy') }
  const upgradable = new Map<string, ServedEndpoints>()
  const router = new Router()
  const shared = {
    openWatches: new Set<() => void>(),
    ...(serving.minRequestTimeoutSeconds === undefined
      ? {}
      : { minRequestTimeoutSeconds: serving.minRequestTimeoutSeconds }),
    random: host.random.stream('apiserver/watch'),
    special: specialSubresources({ kinds: catalog.kinds, tokens, featureEnabled: gates, proxy }),
  }
  const endpointsOf = (served: Served): ServedEndpoints => {
    const { info } = served
    return {
      served,
      env,
      reader: new ListReader(served.kind, feed, store, host),
      tables: new TableMaker(served, env.hot),
      writes: new Writes(
        writeParts,
        info,
        served.kind.info,
        rbacGuard(served.kind.info, escalation) ?? paramGuard(served.kind.info, { authorizer, versions, reads }),
      ),
      patchSchema: patchSchemaOf(info.schema),
      metrics: metrics.watchMetrics(info.group, info.version, info.kind),
    }
  }
  for (const served of catalog.served) {
    const { info } = served
    const endpoints = endpointsOf(served)
    router.add(resourceRoute(endpoints, shared))
    if (info.group === '' && proxied.has(info.resource)) upgradable.set(info.resource, endpoints)
    if (info.group === '' && info.resource === 'pods') router.add(bindingsRoute(endpoints, gates))
  }
  for (const info of catalog.virtual) {
    const reviewed = { host, authenticator, authorizer, apiAudiences, featureEnabled: gates, writes: writeParts }
    const route = reviewRoute(info, reviewed)
    if (route !== undefined) router.add({ ...route, handlers: warning(info, route.handlers) })
    else if (info.resource === 'componentstatuses') {
      const route = componentStatusRoute(store)
      router.add({ ...route, handlers: warning(info, route.handlers) })
    }
  }

  const version = versionInfo(options.version ?? {})
  const { host: address = '127.0.0.1', port = 443 } = options.externalAddress ?? {}
  const discovery = new Discovery(`${address}:${port}`)
  discovery.set(builtIn, localVersions(catalog.infos, storageVersion))
  const openApi = new OpenApi(catalog.infos, {
    gitVersion: version.gitVersion,
    issuer: serviceAccounts?.discovery !== undefined,
    returnsDeleted: answersWithDeleted,
    featureEnabled: gates,
  })
  const crdKind = catalog.kinds.get('apiextensions.k8s.io/customresourcedefinitions')
  const { aggregator } = options
  const apiServiceKind = aggregator === undefined ? undefined : catalog.kinds.get('apiregistration.k8s.io/apiservices')
  const registration =
    apiServiceKind === undefined
      ? undefined
      : new AutoRegistration({ env, reads, kind: apiServiceKind, builtIn: catalog.infos })
  const aggregation =
    apiServiceKind === undefined
      ? undefined
      : new Aggregation({
          host,
          reads,
          router,
          discovery,
          openApi,
          outbound,
          proxyClient: () => aggregator?.proxyClient?.(),
        })
  aggregation?.start()
  const customResources =
    crdKind === undefined
      ? undefined
      : new CustomResources({
          env,
          reads,
          crdKind,
          outbound,
          featureEnabled: gates,
          nonStructural: nonStructuralCondition,
          publish: publisher({
            catalog,
            router,
            discovery,
            routeOf: (served) => resourceRoute(endpointsOf(served), shared),
            documents: (name, crd) => {
              openApi.setCustom(name, crd)
              registration?.setCustom(name, crd)
            },
          }),
        })
  await customResources?.start()
  let closing = false
  const ended = new AbortController()
  const { storageInitializationTimeoutMs = defaultStorageInitializationTimeoutMs } = options
  const postStart = [
    ...(registration === undefined
      ? []
      : [{ name: 'kube-apiserver-autoregistration', run: () => registration.start() }]),
    ...(network?.postStart ?? []),
    ...(gates('StorageVersionAPI') && gates('APIServerIdentity') && options.hostname !== undefined
      ? [storageVersionHook(identityName(options.hostname), catalog.infos)]
      : []),
    ...(options.postStart ?? []),
    ...(gates('WatchCacheInitializationPostStartHook')
      ? [storageReadiness(host, () => feed.allReady, storageInitializationTimeoutMs)]
      : []),
  ]
  const hooks = new StartHooks(postStart, host.log)
  const checks: HealthCheck[] = [
    { name: 'ping', check() {} },
    { name: 'log', check() {} },
    {
      name: 'etcd',
      async check() {
        await store.currentRevision()
      },
    },
    ...(atRest?.checks ?? []),
    ...hooks.checks,
  ]
  const startedMs = host.clock.monotonicMs()
  const { livezGraceMs = 0 } = serving
  const livezChecks = patientWithHooks(checks, () => host.clock.monotonicMs() - startedMs < livezGraceMs)
  const readyChecks: HealthCheck[] = [
    ...checks,
    { name: 'informer-sync', check() {} },
    {
      name: 'shutdown',
      check() {
        if (closing) throw new Error('process is shutting down')
      },
    },
  ]
  const plain = plainEndpoints({
    discovery,
    version,
    metrics,
    health: [
      new Health('healthz', checks, host.log, metrics.slis),
      new Health('livez', livezChecks, host.log, metrics.slis),
      new Health('readyz', readyChecks, host.log, metrics.slis),
    ],
    more: [
      ...door.dumps,
      ...(aggregation === undefined ? [] : [(call: Call) => aggregation.plain(call)]),
      async (call) => openApi.answer(call),
      ...(serviceAccounts?.discovery === undefined
        ? []
        : [await issuerDiscovery(serviceAccounts.discovery, `${address}:${port}`)]),
    ],
  })
  const ownUpgrades = proxy === undefined ? undefined : upgradeRouter(upgradable, proxy)
  const upgrades =
    ownUpgrades === undefined && aggregation === undefined
      ? undefined
      : (call: Call) => aggregation?.upgrade(call) ?? ownUpgrades?.(call)
  const corridor = new Corridor({
    host,
    authenticator,
    authorizer,
    authorizeWithSelectors: gates('AuthorizeWithSelectors'),
    gate: door.gate,
    router,
    plain,
    metrics,
    ...(serving.requestTimeoutMs === undefined ? {} : { requestTimeoutMs: serving.requestTimeoutMs }),
    ...((serving.corsAllowedOrigins ?? []).length === 0 ? {} : { cors: new Cors(serving.corsAllowedOrigins ?? []) }),
    ...((serving.strictTransportSecurity ?? []).length === 0
      ? {}
      : { headers: { 'strict-transport-security': (serving.strictTransportSecurity ?? []).join('; ') } }),
    ...(audit === undefined ? {} : { audit }),
    ...(tracer === undefined ? {} : { tracer }),
    sendRetryAfter: serving.shutdownSendRetryAfter === true,
    ...(upgrades === undefined ? {} : { upgrades }),
  })
  const compactor = new Compactor(store, host, options.compactionIntervalMs)
  compactor.start()

  const upgrade: ApiServer['upgrade'] = async (request, connection) => {
    const info = requestInfo(request)
    if (isUpgraded(info) || aggregation?.isElsewhere(info) === true) return corridor.upgrade(request, connection)
    return { upgraded: false, response: await corridor.handle(request, connection) }
  }
  const server: ApiServer = {
    handle: (request, connection) => corridor.handle(request, connection),
    upgrade,
    transport: (identity) => ({
      send: (request) => corridor.handle(request, { clientCertificates: [], identity }),
      upgrade: (request) => upgrade(request, { clientCertificates: [], identity }),
      async close() {},
    }),
    ready: () => hooks.finished(),
    metrics,
    context,
    beginShutdown() {
      closing = true
    },
    async close() {
      closing = true
      ended.abort(new Error('the API server is closed'))
      compactor.stop()
      stopFlowControl()
      network?.stop()
      customResources?.stop()
      aggregation?.stop()
      registration?.stop()
      await endWatches(shared.openWatches, serving.watchTerminationGraceMs ?? 0, host.clock)
      await corridor.drain()
      // Watches that came in while others were being ended.
      for (const end of [...shared.openWatches]) end()
      await audit?.sink.close()
      await tracer?.close()
      atRest?.close()
      await outbound.close()
      feed.stop()
    },
  }
  hooks.start({ ...context, transport: (user) => server.transport(user), signal: ended.signal })
  return server
}
