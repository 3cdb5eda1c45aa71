/**
 * Elli inside a program: `await using cluster = await createCluster()` is a whole Kubernetes API server with controllers, scheduler and
 * simulated nodes, in this process, on a memory store, without sockets. Made for tests: many side by side, each with its own clock and
 * seed, closed without a trace. Everything but the containers is the real thing.
 */
export { type Cluster, type ClusterOptions, createCluster } from './cluster/embedded.ts'
export type { Client, ListOptions, Patch, ResourceClient, WatchEvent } from '@elli/client/client'
export type { UserInfo } from '@elli/apiserver/authentication/authenticator'
export { ApiError } from '@elli/machinery/errors'
