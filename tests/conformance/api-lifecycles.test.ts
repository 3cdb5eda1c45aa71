/** Conformance tests that walk one resource through its whole life. */
import { runtimeclasses } from '@elli/api/node/v1.resources'
import { poddisruptionbudgets } from '@elli/api/policy/v1.resources'
import {
  validatingadmissionpolicies,
  validatingadmissionpolicybindings,
} from '@elli/api/admissionregistration/v1.resources'
import { flowschemas, prioritylevelconfigurations } from '@elli/api/flowcontrol/v1.resources'
import { ingressclasses, ingresses } from '@elli/api/networking/v1.resources'
import { storageclasses } from '@elli/api/storage/v1.resources'
import type { ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } from '@elli/api/admissionregistration/v1'
import type { StorageClass } from '@elli/api/storage/v1'
import { describe } from 'vitest'
import { conformance } from './conformance.ts'
import { walkLifecycle } from './lifecycle.ts'
import { sharedCluster } from './shared-cluster.ts'

const shared = sharedCluster()
const now = '2024-08-13T12:00:00Z'

describe('sig-api-machinery', () => {
  conformance(
    '[sig-api-machinery] API priority and fairness should support FlowSchema API operations [Conformance]',
    () =>
      walkLifecycle(shared.client, {
        resource: flowschemas,
        make: () => ({
          spec: {
            matchingPrecedence: 10_000,
            priorityLevelConfiguration: { name: 'global-default' },
            distinguisherMethod: { type: 'ByUser' },
            rules: [
              {
                subjects: [{ kind: 'User', user: { name: 'example-e2e-non-existent' } }],
                nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
              },
            ],
          },
        }),
        statusPatch: { conditions: [{ type: 'Checked', status: 'False', reason: 'Test', message: 'patched' }] },
      }),
  )

  conformance(
    '[sig-api-machinery] API priority and fairness should support PriorityLevelConfiguration API operations [Conformance]',
    () =>
      walkLifecycle(shared.client, {
        resource: prioritylevelconfigurations,
        make: () => ({
          spec: {
            type: 'Limited',
            limited: { nominalConcurrencyShares: 2, limitResponse: { type: 'Reject' } },
          },
        }),
        statusPatch: { conditions: [{ type: 'Checked', status: 'False', reason: 'Test', message: 'patched' }] },
      }),
  )

  conformance(
    '[sig-api-machinery] ValidatingAdmissionPolicy [Privileged:ClusterAdmin] should support ValidatingAdmissionPolicy API operations [Conformance]',
    () =>
      walkLifecycle<ValidatingAdmissionPolicy>(shared.client, {
        resource: validatingadmissionpolicies,
        make: () => ({
          spec: {
            matchConstraints: {
              resourceRules: [
                { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['deployments'] },
              ],
            },
            validations: [{ expression: 'object.spec.replicas <= 100' }],
          },
        }),
        statusPatch: {
          conditions: [
            { type: 'Checked', status: 'False', reason: 'Test', message: 'patched', lastTransitionTime: now },
          ],
        },
      }),
  )

  conformance(
    '[sig-api-machinery] ValidatingAdmissionPolicy [Privileged:ClusterAdmin] should support ValidatingAdmissionPolicyBinding API operations [Conformance]',
    () =>
      walkLifecycle<ValidatingAdmissionPolicyBinding>(shared.client, {
        resource: validatingadmissionpolicybindings,
        make: () => ({ spec: { policyName: 'replicas', validationActions: ['Deny'] } }),
      }),
  )
})

describe('other areas', () => {
  conformance('[sig-node] RuntimeClass should support RuntimeClasses API operations [Conformance]', () =>
    walkLifecycle(shared.client, { resource: runtimeclasses, make: () => ({ handler: 'walked' }) }),
  )

  conformance('[sig-network] IngressClass API should support creating IngressClass API operations [Conformance]', () =>
    walkLifecycle(shared.client, {
      resource: ingressclasses,
      make: () => ({ spec: { controller: 'example.com/controller' } }),
    }),
  )

  conformance('[sig-network] Ingress API should support creating Ingress API operations [Conformance]', async () =>
    walkLifecycle(shared.client, {
      resource: ingresses,
      namespace: await shared.namespace(),
      make: () => ({
        spec: { defaultBackend: { service: { name: 'defaultbackend', port: { number: 80 } } } },
      }),
      statusPatch: { loadBalancer: { ingress: [{ ip: '169.1.1.1' }] } },
    }),
  )

  conformance(
    '[sig-storage] StorageClasses CSI Conformance should run through the lifecycle of a StorageClass [Conformance]',
    () =>
      walkLifecycle<StorageClass>(shared.client, {
        resource: storageclasses,
        make: () => ({ provisioner: 'e2e-fake-provisioner', reclaimPolicy: 'Delete' }),
      }),
  )

  conformance(
    '[sig-apps] DisruptionController should update/patch PodDisruptionBudget status [Conformance]',
    async () =>
      walkLifecycle(shared.client, {
        resource: poddisruptionbudgets,
        namespace: await shared.namespace(),
        make: () => ({ spec: { selector: { matchLabels: { foo: 'bar' } }, minAvailable: 1 } }),
        statusPatch: { disruptedPods: { patched: now } },
      }),
  )
})
