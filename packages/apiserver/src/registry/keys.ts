/**
 * Where kinds lie in the store: upstream's layout, so that both can work on one etcd.
 * @see kubernetes pkg/kubeapiserver/default_storage_factory_builder.go
 */
import type { ResourceInfo } from '@elli/api/resources'
import { registryPrefix } from '../watch-cache/feed.ts'

const special: Readonly<Record<string, string>> = {
  '/replicationcontrollers': 'controllers',
  '/endpoints': 'services/endpoints',
  '/nodes': 'minions',
  '/services': 'services/specs',
  'networking.k8s.io/ingresses': 'ingress',
  'apiextensions.k8s.io/customresourcedefinitions': 'apiextensions.k8s.io/customresourcedefinitions',
  'apiregistration.k8s.io/apiservices': 'apiregistration.k8s.io/apiservices',
}

/** Key prefix of a resource, with trailing slash. */
export function storagePrefix(info: ResourceInfo): string {
  return `${registryPrefix}${special[`${info.group}/${info.resource}`] ?? info.resource}/`
}
