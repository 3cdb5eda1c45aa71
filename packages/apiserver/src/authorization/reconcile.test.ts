import type { ApiObject } from '@elli/api/object'
import type { ClusterRole, ClusterRoleBinding } from '@elli/api/rbac/v1'
import type { ResourceInfo } from '@elli/api/resources'
import { clusterrolebindings, clusterroles } from '@elli/api/rbac/v1.resources'
import { alreadyExists, conflict, notFound } from '@elli/machinery/errors'
import { expect, test } from 'vitest'
import { aggregateClusterRoles, reconcileBootstrapPolicy, type PolicyWriter } from './reconcile.ts'

/** Objects in a map; an update of an outdated object is a conflict. */
function shelf() {
  const objects = new Map<string, ApiObject>()
  let version = 0
  const key = (resource: { resource: string }, namespace: string | undefined, name: string | undefined): string =>
    `${resource.resource}/${namespace ?? ''}/${name ?? ''}`
  const stamped = <T extends ApiObject>(object: T): T => ({
    ...object,
    metadata: { ...object.metadata, resourceVersion: String(++version) },
  })
  const writer: PolicyWriter = {
    get: async <T extends ApiObject>(resource: ResourceInfo<T>, namespace: string | undefined, name: string) =>
      objects.get(key(resource, namespace, name)) as T | undefined,
    list: async <T extends ApiObject>(resource: ResourceInfo<T>) =>
      [...objects].filter(([at]) => at.startsWith(`${resource.resource}/`)).map(([, object]) => object as T),
    async create(resource, object) {
      const at = key(resource, object.metadata.namespace, object.metadata.name)
      if (objects.has(at)) throw alreadyExists(resource, object.metadata.name ?? '')
      const made = stamped(object)
      objects.set(at, made)
      return made
    },
    async update(resource, object) {
      const at = key(resource, object.metadata.namespace, object.metadata.name)
      const old = objects.get(at)
      if (old === undefined) throw notFound(resource, object.metadata.name ?? '')
      if (old.metadata.resourceVersion !== object.metadata.resourceVersion)
        throw conflict(resource, object.metadata.name ?? '', 'stale')
      const made = stamped(object)
      objects.set(at, made)
      return made
    },
    async delete(resource, object) {
      objects.delete(key(resource, object.metadata.namespace, object.metadata.name))
    },
  }
  return { objects, writer, role: (name: string) => objects.get(`clusterroles//${name}`) as ClusterRole }
}

test('an empty cluster gets everything, a complete one nothing', async () => {
  const { objects, writer, role } = shelf()
  expect(await reconcileBootstrapPolicy(writer)).toBeGreaterThan(100)
  expect(await reconcileBootstrapPolicy(writer)).toBe(0)
  expect([...objects.keys()].filter((key) => key.startsWith('clusterroles//')).length).toBe(64)
  expect(role('cluster-admin')).toMatchObject({
    metadata: {
      labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
      annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
    },
    rules: [
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      { verbs: ['*'], nonResourceURLs: ['*'] },
    ],
  })
})

test('admin, edit and view hold what is labelled for them, each also what the smaller one holds', async () => {
  const { writer, role } = shelf()
  await reconcileBootstrapPolicy(writer)
  const view = role('view').rules ?? []
  expect(view.length).toBeGreaterThan(5)
  expect(role('edit').rules).toEqual(expect.arrayContaining(view))
  expect(role('admin').rules).toEqual(expect.arrayContaining(role('edit').rules ?? []))
  await writer.create(clusterroles, {
    metadata: { name: 'widgets', labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
    rules: [{ verbs: ['get'], apiGroups: ['example.com'], resources: ['widgets'] }],
  })
  expect(await aggregateClusterRoles(writer)).toBe(3)
  expect(role('admin').rules).toContainEqual({ verbs: ['get'], apiGroups: ['example.com'], resources: ['widgets'] })
})

test('missing rules come back, added ones stay, protected roles are left alone', async () => {
  const { objects, writer, role } = shelf()
  await reconcileBootstrapPolicy(writer)
  const extra = { verbs: ['get'], apiGroups: ['example.com'], resources: ['widgets'] }
  await writer.update(clusterroles, { ...role('system:kube-dns'), rules: [extra] })
  const { annotations, ...metadata } = role('system:basic-user').metadata
  await writer.update(clusterroles, {
    ...role('system:basic-user'),
    metadata: { ...metadata, annotations: { ...annotations, 'rbac.authorization.kubernetes.io/autoupdate': 'false' } },
    rules: [],
  })
  const binding = objects.get('clusterrolebindings//system:kube-dns') as ClusterRoleBinding
  await writer.update(clusterrolebindings, { ...binding, roleRef: { ...binding.roleRef, name: 'view' }, subjects: [] })
  expect(await reconcileBootstrapPolicy(writer)).toBe(2)
  expect(role('system:kube-dns').rules?.[0]).toEqual(extra)
  expect(role('system:kube-dns').rules).toContainEqual({ verbs: ['watch'], apiGroups: [''], resources: ['endpoints'] })
  expect(role('system:basic-user').rules).toEqual([])
  expect(objects.get('clusterrolebindings//system:kube-dns')).toMatchObject({ roleRef: { name: 'system:kube-dns' } })
})
