import { deployments } from '@elli/api/apps/v1.resources'
import { horizontalpodautoscalers as scalersV1 } from '@elli/api/autoscaling/v1.resources'
import { horizontalpodautoscalers as scalersV2 } from '@elli/api/autoscaling/v2.resources'
import { namespaces, pods } from '@elli/api/core/v1.resources'
import { validatingwebhookconfigurations } from '@elli/api/admissionregistration/v1.resources'
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import { describe, expect, test } from 'vitest'
import { request } from '../admission.fixtures.ts'
import type { ServedVersions } from '../served-versions.ts'
import { isExempt, matchedVersion, type MatchingRule, ruleMatches } from './rules.ts'

const any: MatchingRule = { operations: ['*'], apiGroups: ['*'], apiVersions: ['*'], resources: ['*'], scope: '*' }

describe('a rule', () => {
  const rows: [string, Partial<MatchingRule>, ResourceInfo<never>, object, boolean][] = [
    ['matches everything but subresources by *', {}, pods as never, {}, true],
    ['with * does not match subresources', {}, pods as never, { subresource: 'status' }, false],
    ['with */* does', { resources: ['*/*'] }, pods as never, { subresource: 'status' }, true],
    ['with */status does', { resources: ['*/status'] }, pods as never, { subresource: 'status' }, true],
    ['with pods/* matches pods too', { resources: ['pods/*'] }, pods as never, {}, true],
    ['with another group does not', { apiGroups: ['apps'] }, pods as never, {}, false],
    ['with another operation does not', { operations: ['DELETE'] }, pods as never, {}, false],
    ['for namespaced objects matches pods', { scope: 'Namespaced' }, pods as never, {}, true],
    [
      'for namespaced objects leaves namespaces out',
      { scope: 'Namespaced' },
      namespaces as never,
      { namespace: 'a' },
      false,
    ],
    ['for the cluster takes namespaces', { scope: 'Cluster' }, namespaces as never, { namespace: 'a' }, true],
    ['for the cluster leaves pods out', { scope: 'Cluster' }, pods as never, {}, false],
  ]
  for (const [name, rule, resource, more, expected] of rows) {
    test(name, () => {
      const asked = request(resource as ResourceInfo<ApiObject>, more)
      expect(ruleMatches({ ...any, ...rule }, asked, resource)).toBe(expected)
    })
  }
})

describe('versions', () => {
  const versions = {
    equivalents: ({ group }: ResourceInfo) => (group === 'autoscaling' ? [scalersV2, scalersV1] : []),
  } as unknown as ServedVersions
  const asked = request(scalersV2 as ResourceInfo<ApiObject>, {
    name: 'h',
    requested: { resource: scalersV2, kind: { group: 'autoscaling', version: 'v2', kind: 'HorizontalPodAutoscaler' } },
  })
  const v1Only = { ...any, apiGroups: ['autoscaling'], apiVersions: ['v1'] }

  test('the requested one comes first', () => {
    expect(matchedVersion([v1Only, any], 'Equivalent', asked, versions)?.resource).toBe(scalersV2)
  })
  test('an equivalent one will do', () => {
    expect(matchedVersion([v1Only], 'Equivalent', asked, versions)).toEqual({
      resource: scalersV1,
      kind: { group: 'autoscaling', version: 'v1', kind: 'HorizontalPodAutoscaler' },
    })
  })
  test('unless the match is to be exact', () => {
    expect(matchedVersion([v1Only], 'Exact', asked, versions)).toBeUndefined()
  })
  test('names narrow it down', () => {
    expect(matchedVersion([{ ...any, resourceNames: ['other'] }], 'Equivalent', asked, versions)).toBeUndefined()
    expect(matchedVersion([{ ...any, resourceNames: ['h'] }], 'Equivalent', asked, versions)).toBeDefined()
  })
  test('a subresource has a kind of its own', () => {
    const scale = request(deployments as unknown as ResourceInfo<ApiObject>, { subresource: 'scale' })
    expect(matchedVersion([{ ...any, resources: ['deployments/scale'] }], 'Exact', scale, versions)?.kind).toEqual({
      group: 'autoscaling',
      version: 'v1',
      kind: 'Scale',
    })
  })
})

test('what configures admission is exempt', () => {
  expect(isExempt(request(validatingwebhookconfigurations as unknown as ResourceInfo<ApiObject>, {}))).toBe(true)
  expect(isExempt(request(pods as unknown as ResourceInfo<ApiObject>, {}))).toBe(false)
})
