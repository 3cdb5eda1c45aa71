/** The namespaces that are always there. They are made again when somebody deletes one that may be deleted. */
import type { Namespace } from '@elli/api/core/v1'

export const systemNamespaceNames: readonly string[] = ['kube-system', 'kube-public', 'kube-node-lease', 'default']

export function systemNamespaces(): Namespace[] {
  return systemNamespaceNames.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: {} }))
}
