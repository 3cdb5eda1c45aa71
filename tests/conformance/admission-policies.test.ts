/** Conformance tests of ValidatingAdmissionPolicy that look at what policies do. Their lives are in api-lifecycles.test.ts. */
import type { ValidatingAdmissionPolicy } from '@elli/api/admissionregistration/v1'
import {
  validatingadmissionpolicies,
  validatingadmissionpolicybindings,
} from '@elli/api/admissionregistration/v1.resources'
import { deployments } from '@elli/api/apps/v1.resources'
import { namespaces } from '@elli/api/core/v1.resources'
import { ApiError } from '@elli/machinery/errors'
import { describe, expect } from 'vitest'
import { conformance } from './conformance.ts'
import { sharedCluster } from './shared-cluster.ts'

const shared = sharedCluster({ nodes: 0 })

async function enforce(
  namespace: string,
  name: string,
  spec: Partial<ValidatingAdmissionPolicy['spec']>,
): Promise<void> {
  const { client } = shared
  await client.for(namespaces).patch(namespace, { type: 'merge', body: { metadata: { labels: { [name]: 'true' } } } })
  await client.for(validatingadmissionpolicies).create({
    metadata: { name },
    spec: {
      matchConstraints: {
        namespaceSelector: { matchLabels: { [name]: 'true' } },
        resourceRules: [
          {
            operations: ['CREATE', 'UPDATE'],
            apiGroups: ['apps'],
            apiVersions: ['v1'],
            resources: ['deployments'],
          },
        ],
      },
      ...spec,
    },
  })
  await client.for(validatingadmissionpolicybindings).create({
    metadata: { name },
    spec: { policyName: name, validationActions: ['Deny'] },
  })
}

async function deploy(namespace: string, name: string, replicas: number): Promise<ApiError | undefined> {
  try {
    await shared.client.for(deployments).create({
      metadata: { name, namespace },
      spec: {
        replicas,
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { containers: [{ name: 'web', image: 'web' }] },
        },
      },
    })
    return undefined
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
}

describe('sig-api-machinery', () => {
  conformance(
    '[sig-api-machinery] ValidatingAdmissionPolicy [Privileged:ClusterAdmin] should validate against a Deployment [Conformance]',
    async () => {
      const namespace = await shared.namespace()
      await enforce(namespace, 'replicas', {
        validations: [
          {
            expression: 'object.spec.replicas > 1',
            messageExpression: "'wants replicas > 1, got ' + string(object.spec.replicas)",
          },
          {
            expression: "namespaceObject.metadata.name == '" + namespace + "'",
            message: 'Internal error! Other namespace should not be allowed.',
          },
        ],
      })
      const refused = await deploy(namespace, 'replicated', 1)
      expect(refused?.message).toContain('wants replicas > 1, got 1')
      expect(refused?.status).toMatchObject({ reason: 'Invalid', code: 422 })
      expect(await deploy(namespace, 'replicated', 2)).toBeUndefined()
      // The status says that the expressions were looked at, without any fault in them.
      await shared.until(async () => {
        const { status } = await shared.client.for(validatingadmissionpolicies).get('replicas')
        return status?.observedGeneration === 1 && status.typeChecking?.expressionWarnings === undefined
      })
    },
  )

  conformance(
    '[sig-api-machinery] ValidatingAdmissionPolicy [Privileged:ClusterAdmin] should allow expressions to refer variables. [Conformance]',
    async () => {
      const namespace = await shared.namespace()
      await enforce(namespace, 'odd', {
        variables: [
          { name: 'replicas', expression: 'object.spec.replicas' },
          { name: 'oddReplicas', expression: 'variables.replicas % 2 == 1' },
        ],
        validations: [{ expression: 'variables.replicas > 1' }, { expression: 'variables.oddReplicas' }],
      })
      expect((await deploy(namespace, 'even', 2))?.message).toContain('failed expression: variables.oddReplicas')
      expect((await deploy(namespace, 'single', 1))?.message).toContain('failed expression: variables.replicas > 1')
      expect(await deploy(namespace, 'odd', 3)).toBeUndefined()
    },
  )
})
