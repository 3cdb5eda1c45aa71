/**
 * What the status of a CustomResourceDefinition should say next, as far as that follows from CRDs alone.
 * In: a CRD and all others. Out: a changed copy, or undefined when it says so already.
 * Elsewhere: Established follows from being served (./custom-resources.ts), Terminating from deletion (./instances.ts).
 */
import type { CustomResourceDefinition } from '@elli/api/apiextensions/v1'
import type { Instant } from '@elli/host/clock'
import { copyOf, sameShape } from '../registry/copy.ts'
import { approvalCondition } from './api-approval.ts'
import { type Condition, conditionOf, isSet, removeCondition, setCondition } from './crd-conditions.ts'
import { judgeNames } from './crd-names.ts'

export interface StatusParts {
  readonly others: readonly CustomResourceDefinition[]
  readonly now: Instant
  /** What is wrong with the schemas of old CRDs; undefined when all are structural. */
  nonStructural(crd: CustomResourceDefinition): Condition | undefined
}

export function nextStatus(crd: CustomResourceDefinition, parts: StatusParts): CustomResourceDefinition | undefined {
  const next = copyOf(crd)
  const { now } = parts
  let changed = false
  const set = (condition: Condition): void => {
    if (isSet(next, condition)) return
    setCondition(next, condition, now)
    changed = true
  }
  // Names that were given stay given: they are looked at again only when others are asked for.
  if (!sameShape(crd.spec.names, crd.status?.acceptedNames)) {
    const { names, accepted, established } = judgeNames(crd, parts.others)
    if (!sameShape(names, crd.status?.acceptedNames) || !isSet(crd, accepted)) {
      next.status = { ...next.status, acceptedNames: names }
      changed = true
      set(accepted)
      set(established)
    }
  }
  const approval = approvalCondition(crd)
  if (approval !== undefined) set(approval)
  const nonStructural = parts.nonStructural(crd)
  if (nonStructural !== undefined) set(nonStructural)
  else if (conditionOf(next, 'NonStructuralSchema') !== undefined) {
    removeCondition(next, 'NonStructuralSchema')
    changed = true
  }
  return changed ? next : undefined
}

/** Set once the resource is served. */
export function establishedCondition(crd: CustomResourceDefinition): Condition {
  const bundle = crd.spec.conversion?.webhook?.clientConfig?.caBundle
  if (crd.spec.conversion?.strategy === 'Webhook' && bundle && !holdsCertificate(bundle))
    return {
      type: 'Established',
      status: 'False',
      reason: 'InvalidCABundle',
      message: 'The conversion webhook CABundle is invalid',
    }
  return {
    type: 'Established',
    status: 'True',
    reason: 'InitialNamesAccepted',
    message: 'the initial names have been accepted',
  }
}

function holdsCertificate(bundle: string): boolean {
  const pem = Buffer.from(bundle, 'base64').toString('latin1')
  return /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.test(pem)
}
