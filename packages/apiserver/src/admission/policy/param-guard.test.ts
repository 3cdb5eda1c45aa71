import {
  validatingadmissionpolicies,
  validatingadmissionpolicybindings,
} from '@elli/api/admissionregistration/v1.resources'
import { configmaps } from '@elli/api/core/v1.resources'
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import { describe, expect, test } from 'vitest'
import type { UserInfo } from '../../authentication/authenticator.ts'
import type { Attributes } from '../../authorization/authorizer.ts'
import type { ServedVersions } from '../served-versions.ts'
import { paramGuard } from './param-guard.ts'

const ann: UserInfo = { name: 'ann', groups: ['devs'] }
const policy = (paramKind?: object): ApiObject =>
  ({ metadata: { name: 'p' }, spec: paramKind === undefined ? {} : { paramKind } }) as ApiObject
const binding = (paramRef?: object): ApiObject =>
  ({ metadata: { name: 'b' }, spec: { policyName: 'p', ...(paramRef === undefined ? {} : { paramRef }) } }) as ApiObject
const maps = { apiVersion: 'v1', kind: 'ConfigMap' }

async function guarded(resource: ResourceInfo<never>, object: ApiObject, old?: ApiObject, user = ann) {
  const asked: Attributes[] = []
  const guard = paramGuard(resource, {
    authorizer: { name: 'no', authorize: (what) => (asked.push(what), { decision: 'no-opinion', reason: '' }) },
    versions: { ofKind: () => configmaps } as unknown as ServedVersions,
    reads: { get: (() => policy(maps)) as never },
  })
  const refusal = await guard?.(user, '', 'x', object, old).catch((error: unknown) => (error as Error).message)
  return { refusal, asked }
}

describe('a policy', () => {
  test('with parameters needs the right to read them all', async () => {
    const { refusal, asked } = await guarded(validatingadmissionpolicies as never, policy(maps))
    expect(refusal).toBe(
      'ValidatingAdmissionPolicy.admissionregistration.k8s.io "p" is invalid: spec.paramKind: Forbidden: user &{ann  [devs] map[]} must have "get" permission on all objects of the referenced paramKind (kind=ConfigMap, apiVersion=v1)',
    )
    expect(asked[0]).toMatchObject({
      verb: 'get',
      name: '*',
      namespace: '*',
      apiGroup: '',
      apiVersion: 'v1',
      resource: 'configmaps',
    })
  })
  for (const [what, object, old, user] of [
    ['without parameters', policy(), undefined, ann],
    ['that had them before', policy(maps), policy(maps), ann],
    ['of a superuser', policy(maps), undefined, { name: 'root', groups: ['system:masters'] }],
  ] as const) {
    test(`${what} needs nothing`, async () => {
      expect(await guarded(validatingadmissionpolicies as never, object, old, user)).toEqual({
        refusal: undefined,
        asked: [],
      })
    })
  }
})

describe('a binding', () => {
  test('by name needs the right to get, by labels to list', async () => {
    const byName = await guarded(validatingadmissionpolicybindings as never, binding({ name: 'x', namespace: 'ns' }))
    expect(byName.refusal).toContain(
      'spec.paramRef: Forbidden: user &{ann  [devs] map[]} does not have "get" permission on the object referenced by paramRef',
    )
    expect(byName.asked[0]).toMatchObject({ verb: 'get', name: 'x', namespace: 'ns', resource: 'configmaps' })
    const byLabels = await guarded(validatingadmissionpolicybindings as never, binding({ selector: {} }))
    expect(byLabels.asked[0]).toMatchObject({ verb: 'list', name: '', namespace: '' })
  })
  test('of the same parameters needs nothing', async () => {
    const same = binding({ name: 'x' })
    expect((await guarded(validatingadmissionpolicybindings as never, same, same)).asked).toEqual([])
  })
})
