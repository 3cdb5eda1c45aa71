/** DefaultBinder: tells the API server which node the pod goes to. */
import type { Binding } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import type { Client } from '@elli/client/client'
import type { Plugin } from '../framework/plugin.ts'

export function defaultBinder(client: Client): Plugin {
  const resource = client.for(pods)
  return {
    name: 'DefaultBinder',
    async bind(_state, { pod, name, namespace }, nodeName, signal) {
      const body: Binding = {
        apiVersion: 'v1',
        kind: 'Binding',
        // With its uid: a pod that was made anew under the same name is another pod.
        metadata: pod.metadata.uid === undefined ? { name, namespace } : { name, namespace, uid: pod.metadata.uid },
        target: { kind: 'Node', name: nodeName },
      }
      await resource.subresource('create', name, 'binding', { namespace, body, signal })
      return undefined
    },
  }
}
