/**
 * Groups below k8s.io and kubernetes.io belong to the community: a CustomResourceDefinition in one of them says who approved it.
 * In: a CRD. Out: the condition KubernetesAPIApprovalPolicyConformant; undefined for all other groups.
 * @see apiextensions-apiserver pkg/apihelpers, pkg/controller/apiapproval
 */
import type { CustomResourceDefinition } from '@elli/api/apiextensions/v1'
import { goQuote } from '@elli/machinery/go-quote'
import type { Condition } from './crd-conditions.ts'

export const approvalAnnotation = 'api-approved.kubernetes.io'
const policy = 'see https://github.com/kubernetes/enhancements/pull/1111'

export function isProtectedGroup(group: string): boolean {
  return ['k8s.io', 'kubernetes.io'].some((suffix) => group === suffix || group.endsWith(`.${suffix}`))
}

export function approvalCondition(crd: CustomResourceDefinition): Condition | undefined {
  if (!isProtectedGroup(crd.spec.group)) return undefined
  const annotation = crd.metadata.annotations?.[approvalAnnotation] ?? ''
  const condition = (status: 'True' | 'False', reason: string, message: string): Condition => ({
    type: 'KubernetesAPIApprovalPolicyConformant',
    status,
    reason,
    message,
  })
  const must = `protected groups must have approval annotation ${goQuote(approvalAnnotation)}`
  if (annotation === '') return condition('False', 'MissingAnnotation', `${must}, ${policy}`)
  if (annotation.startsWith('unapproved'))
    return condition('False', 'UnapprovedAnnotation', `not approved: ${goQuote(annotation)}`)
  if (isUrl(annotation)) return condition('True', 'ApprovedAnnotation', `approved in ${annotation}`)
  return condition(
    'False',
    'InvalidAnnotation',
    `${must} with either a URL or a reason starting with "unapproved", ${policy}`,
  )
}

function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]+/i.test(text)
}
