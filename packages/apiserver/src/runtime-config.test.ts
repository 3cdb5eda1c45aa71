import { allResources } from '@elli/api/resources'
import { describe, expect, it } from 'vitest'
import { isEnabled, parseRuntimeConfig } from './runtime-config.ts'

const served = (config: Record<string, boolean>): Set<string> =>
  new Set(allResources.filter((info) => isEnabled(info, config)).map((info) => `${info.group}/${info.version}`))

describe('isEnabled', () => {
  it('leaves alpha and beta versions off, but for those that were on before that rule', () => {
    const all = served({})
    expect(all).toContain('flowcontrol.apiserver.k8s.io/v1beta3')
    for (const off of ['resource.k8s.io/v1alpha3', 'networking.k8s.io/v1beta1', 'storage.k8s.io/v1beta1'])
      expect(all).not.toContain(off)
  })

  it('takes stages, and single versions before stages', () => {
    expect(served({ 'api/alpha': true })).toContain('resource.k8s.io/v1alpha3')
    expect(served({ 'api/alpha': true })).not.toContain('networking.k8s.io/v1beta1')
    expect(served({ 'api/all': true })).toContain('networking.k8s.io/v1beta1')
    const some = served({ 'api/all': false, '/v1': true })
    expect([...some]).toEqual(['/v1'])
    expect(served({ 'api/all': true, 'api/beta': false })).not.toContain('networking.k8s.io/v1beta1')
  })

  it('takes single resources before their version', () => {
    const config = { 'apps/v1': false, 'apps/v1/deployments': true }
    const found = allResources.filter((info) => info.group === 'apps' && isEnabled(info, config))
    expect(found.map((info) => info.resource)).toEqual(['deployments'])
  })
})

describe('parseRuntimeConfig', () => {
  const parse = (given: Record<string, string>): unknown => parseRuntimeConfig(given, allResources)

  it('reads truth values as Go does', () => {
    expect(parse({ 'api/beta': 'true', 'batch/v1': '', '/v1': 'T', 'apps/v1/deployments': '0' })).toEqual({
      'api/beta': true,
      'batch/v1': true,
      '/v1': true,
      'apps/v1/deployments': false,
    })
  })

  it.each([
    [{ 'api/all': 'false' }, 'invalid key with only api/all=false'],
    [{ 'api/all': 'yes' }, 'invalid value api/all=yes'],
    [{ deployments: 'true' }, 'runtime-config invalid key deployments'],
    [{ 'nobody.example.com/v1': 'true' }, 'unknown api groups nobody.example.com'],
    [{ 'apps/v9': 'true' }, 'group version apps/v9 that has not been registered'],
    [
      { 'apps/v1': 'maybe' },
      'invalid value of apps/v1: maybe, err: strconv.ParseBool: parsing "maybe": invalid syntax',
    ],
    [
      { 'apps/v1/Deployments': 'true' },
      'invalid key apps/v1/Deployments: group/version/resource and resource is always lowercase plural, not "Deployments"',
    ],
  ])('refuses %o', (given, message) => {
    expect(() => parse(given)).toThrow(new Error(message))
  })
})
