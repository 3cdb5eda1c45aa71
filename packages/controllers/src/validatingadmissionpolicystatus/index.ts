/**
 * Status of ValidatingAdmissionPolicies: warns of expressions that do not fit the kinds which a policy is about.
 * Reads policies and CustomResourceDefinitions (for the types of their kinds), applies the status of policies.
 * Always: once per generation of a policy; whether there is a warning changes nothing about what the policy does.
 */
import { validatingadmissionpolicies } from '@elli/api/admissionregistration/v1.resources'
import { customresourcedefinitions } from '@elli/api/apiextensions/v1.resources'
import type { ControllerDefinition } from '../controller.ts'
import { enqueueItself, runQueueLoop } from '../queue-loop.ts'
import { statusFor } from './decide.ts'
import { knownKinds } from './known-kinds.ts'

const name = 'validatingadmissionpolicy-status-controller'

export const validatingAdmissionPolicyStatus: ControllerDefinition = {
  name,
  aliases: ['validatingadmissionpolicy-status'],
  serviceAccount: name,
  onByDefault: true,
  reads: [validatingadmissionpolicies, customresourcedefinitions],
  writes: { 'admissionregistration.k8s.io': { 'validatingadmissionpolicies/status': ['get', 'patch', 'update'] } },
  async run(context, signal) {
    const policies = context.informers.for(validatingadmissionpolicies)
    const definitions = context.informers.for(customresourcedefinitions)
    await runQueueLoop(
      context,
      {
        name,
        watch: (queue) => enqueueItself(policies, queue),
        async reconcile(key, workSignal) {
          const policy = policies.get(undefined, key)
          const status = policy && statusFor(policy, knownKinds(definitions.list()))
          if (status === undefined) return
          const body = {
            apiVersion: 'admissionregistration.k8s.io/v1',
            kind: 'ValidatingAdmissionPolicy',
            metadata: { name: key },
            status,
          }
          await context.client
            .for(validatingadmissionpolicies)
            .patch(
              key,
              { type: 'apply', body, force: true },
              { subresource: 'status', fieldManager: name, signal: workSignal },
            )
        },
      },
      signal,
    )
  },
}
