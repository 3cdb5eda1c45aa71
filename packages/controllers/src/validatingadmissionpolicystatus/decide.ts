/** What the status of a policy is to say. Pure. */
import type { ValidatingAdmissionPolicy, ValidatingAdmissionPolicyStatus } from '@elli/api/admissionregistration/v1'
import { type KnownKinds, typeCheckPolicy } from '@elli/machinery/admission/type-check'

/** @returns undefined when the status speaks of this generation already */
export function statusFor(
  policy: ValidatingAdmissionPolicy,
  known: KnownKinds,
): ValidatingAdmissionPolicyStatus | undefined {
  const { generation = 0 } = policy.metadata
  if (generation <= (policy.status?.observedGeneration ?? 0)) return undefined
  const expressionWarnings = typeCheckPolicy(policy, known)
  return {
    observedGeneration: generation,
    typeChecking: expressionWarnings.length === 0 ? {} : { expressionWarnings },
  }
}
