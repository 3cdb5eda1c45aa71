/**
 * Notes that policies leave in the audit event: values of auditAnnotations, and failures whose binding says Audit.
 * Always: the same value is noted once; values of one key from several bindings are joined; none is longer than 10 KiB.
 */
import type { ValidatingAdmissionPolicyBinding } from '@elli/api/admissionregistration/v1'
import type { AdmissionRequest } from '../plugin.ts'

const longestBytes = 10 * 1024

export class AuditNotes {
  readonly #values = new Map<string, Set<string>>()

  add(key: string, value: string): void {
    let values = this.#values.get(key)
    if (values === undefined) this.#values.set(key, (values = new Set()))
    values.add(cut(value))
  }

  publish(policyName: string, request: AdmissionRequest): void {
    for (const [key, values] of this.#values) request.annotate?.(`${policyName}/${key}`, [...values].join(', '))
  }
}

function cut(value: string): string {
  const bytes = Buffer.from(value)
  return bytes.length <= longestBytes ? value : bytes.subarray(0, longestBytes).toString('utf8')
}

export function validationFailureNote(
  { metadata, spec }: ValidatingAdmissionPolicyBinding,
  expressionIndex: number,
  message: string,
): string {
  const failure = {
    message,
    policy: spec.policyName ?? '',
    binding: metadata.name ?? '',
    expressionIndex,
    validationActions: spec.validationActions ?? [],
  }
  return JSON.stringify([failure])
}
