import type { CustomResourceDefinition } from '@elli/api/apiextensions/v1'
import { describe, expect, it } from 'vitest'
import { approvalAnnotation, approvalCondition } from './api-approval.ts'
import { establishedCondition, nextStatus } from './crd-status.ts'
import { judgeNames } from './crd-names.ts'
import { deprecationWarning } from './deprecation.ts'
import { compareVersions } from './version-order.ts'

function definition(
  plural: string,
  kind: string,
  more: Partial<CustomResourceDefinition['spec']> = {},
): CustomResourceDefinition {
  const names = { plural, singular: kind.toLowerCase(), kind, listKind: `${kind}List` }
  return {
    metadata: { name: `${plural}.g.example.com` },
    spec: {
      group: 'g.example.com',
      scope: 'Cluster',
      names,
      versions: [{ name: 'v1', served: true, storage: true }],
      ...more,
    },
  }
}

function accepted(crd: CustomResourceDefinition): CustomResourceDefinition {
  return { ...crd, status: { acceptedNames: crd.spec.names } }
}

describe('judgeNames', () => {
  it('accepts what nobody has', () => {
    const { names, accepted: condition, established } = judgeNames(definition('cars', 'Car'), [])
    expect(names).toEqual({ plural: 'cars', singular: 'car', kind: 'Car', listKind: 'CarList' })
    expect(condition).toMatchObject({ status: 'True', reason: 'NoConflicts', message: 'no conflicts found' })
    expect(established).toMatchObject({ status: 'False', reason: 'Installing' })
  })

  it('keeps from a latecomer only what is taken, and tells the last conflict', () => {
    const first = accepted(definition('cars', 'Car'))
    const late = definition('autos', 'Car', {
      names: { plural: 'autos', singular: 'car', kind: 'Car', listKind: 'AutoList', shortNames: ['cars', 'car', 'a'] },
    })
    const { names, accepted: condition, established } = judgeNames(late, [first, late])
    expect(names).toEqual({ plural: 'autos', kind: '', listKind: 'AutoList' })
    expect(condition).toMatchObject({ status: 'False', reason: 'KindConflict', message: '"Car" is already in use' })
    expect(established).toMatchObject({ status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' })
    const onlyShort = definition('autos', 'Auto')
    onlyShort.spec.names.shortNames = ['cars', 'car']
    expect(judgeNames(onlyShort, [first]).accepted).toMatchObject({
      reason: 'ShortNamesConflict',
      message: '["cars" is already in use, "car" is already in use]',
    })
  })

  it('does not mind other groups, nor names that are its own', () => {
    const other = accepted(definition('cars', 'Car', { group: 'other.example.com' }))
    const own = accepted(definition('cars', 'Car'))
    expect(judgeNames(own, [other, own]).accepted.status).toBe('True')
  })

  it('leaves what is established established', () => {
    const crd = accepted(definition('cars', 'Car'))
    crd.status = {
      ...crd.status,
      conditions: [{ type: 'Established', status: 'True', reason: 'InitialNamesAccepted' }],
    }
    crd.spec.names = { ...crd.spec.names, kind: 'Taken' }
    const rival = accepted(definition('takens', 'Taken'))
    const { accepted: condition, established } = judgeNames(crd, [rival, crd])
    expect(condition.status).toBe('False')
    expect(established.status).toBe('True')
  })
})

describe('nextStatus', () => {
  const parts = { others: [], now: 0, nonStructural: () => undefined }

  it('says nothing when all is said', () => {
    const next = nextStatus(definition('cars', 'Car'), parts)
    expect(next?.status?.conditions?.map((item) => item.type)).toEqual(['NamesAccepted', 'Established'])
    expect(next === undefined ? undefined : nextStatus(next, { ...parts, now: 9_000 })).toBeUndefined()
  })

  it('takes away what is no longer so', () => {
    const crd = accepted(definition('cars', 'Car'))
    crd.status = { ...crd.status, conditions: [{ type: 'NonStructuralSchema', status: 'True' }] }
    expect(nextStatus(crd, parts)?.status?.conditions).toEqual([])
  })
})

describe('establishedCondition', () => {
  it('waits for a certificate that can be read', () => {
    const crd = definition('cars', 'Car', {
      conversion: {
        strategy: 'Webhook',
        webhook: { clientConfig: { caBundle: 'bm8=' }, conversionReviewVersions: ['v1'] },
      },
    })
    expect(establishedCondition(crd)).toMatchObject({ status: 'False', reason: 'InvalidCABundle' })
    expect(establishedCondition(definition('cars', 'Car'))).toMatchObject({
      status: 'True',
      reason: 'InitialNamesAccepted',
    })
  })
})

describe('approvalCondition', () => {
  const judged = (group: string, annotation?: string) => {
    const crd = definition('cars', 'Car', { group })
    if (annotation !== undefined) crd.metadata.annotations = { [approvalAnnotation]: annotation }
    return approvalCondition(crd)
  }

  it('is about groups of the community only', () => {
    expect(judged('example.com')).toBeUndefined()
    expect(judged('notk8s.io')).toBeUndefined()
    expect(judged('k8s.io')?.reason).toBe('MissingAnnotation')
  })

  it.each([
    ['https://github.com/kubernetes/kubernetes/pull/78458', 'True', 'ApprovedAnnotation'],
    ['unapproved, experimental', 'False', 'UnapprovedAnnotation'],
    ['yes', 'False', 'InvalidAnnotation'],
    ['', 'False', 'MissingAnnotation'],
  ])('judges %j', (annotation, status, reason) => {
    expect(judged('x.k8s.io', annotation)).toMatchObject({ status, reason })
  })
})

describe('compareVersions', () => {
  it('has stable versions first, and the higher number', () => {
    const order = ['v10', 'v2', 'v1', 'v11beta2', 'v10beta3', 'v3beta1', 'v12alpha1', 'v11alpha2', 'foo1', 'foo10']
    expect(order.toReversed().sort(compareVersions)).toEqual(order)
  })
})

describe('deprecationWarning', () => {
  const crd = definition('cars', 'Car', {
    versions: [
      { name: 'v1alpha1', served: true, storage: false, deprecated: true },
      { name: 'v1beta1', served: true, storage: false, deprecated: true, deprecationWarning: 'go away' },
      { name: 'v1', served: true, storage: true },
      { name: 'v2', served: false, storage: false },
    ],
  })

  it('names the best version that is served', () => {
    expect(deprecationWarning(crd, 'v1alpha1')).toBe(
      'g.example.com/v1alpha1 Car is deprecated; use g.example.com/v1 Car',
    )
    expect(deprecationWarning(crd, 'v1beta1')).toBe('go away')
    expect(deprecationWarning(crd, 'v1')).toBeUndefined()
  })
})
