import { describe, expect, test } from 'vitest'
import { pureScheduler } from '../testing/pure-scheduler.ts'
import type { Handle } from './handle.ts'
import { makePlugins, profilesOf } from './profile.ts'
import type { Plugin } from './plugin.ts'
import type { Registry } from '../plugins/registry.ts'

const made = (name: string): Plugin => ({ name, filter: () => undefined, score: () => 0, permit: () => undefined })
const registry: Registry = new Map(
  ['TaintToleration', 'NodeAffinity', 'NodeName', 'Mine'].map((name) => [name, () => made(name)]),
)
// These plugins look at nothing.
const handle = {} as Handle
const score = (profile: Parameters<typeof makePlugins>[0]) =>
  makePlugins(profile, registry, handle).score.map(([{ name }, weight]) => `${name} ${weight}`)

describe('profiles', () => {
  test('upstream defaults, in upstream order', () => {
    const { framework } = pureScheduler()
    expect([...framework.interests().keys()]).toEqual([
      'SchedulingGates',
      'NodeAffinity',
      'NodePorts',
      'VolumeBinding',
      'PodTopologySpread',
      'InterPodAffinity',
      'NodeUnschedulable',
      'NodeName',
      'TaintToleration',
      'NodeResourcesFit',
    ])
  })

  test('weights: default, given for all points, given for one', () => {
    expect(score({})).toEqual(['NodeName 1', 'TaintToleration 3', 'NodeAffinity 2'])
    expect(score({ plugins: { multiPoint: { enabled: [{ name: 'Mine', weight: 7 }] } } })).toEqual([
      'NodeName 1',
      'TaintToleration 3',
      'NodeAffinity 2',
      'Mine 7',
    ])
    expect(
      score({ plugins: { score: { disabled: [{ name: '*' }], enabled: [{ name: 'NodeAffinity', weight: 9 }] } } }),
    ).toEqual(['NodeAffinity 9'])
    expect(
      score({
        plugins: { multiPoint: { disabled: [{ name: 'NodeName' }] }, score: { disabled: [{ name: 'NodeAffinity' }] } },
      }),
    ).toEqual(['TaintToleration 3'])
  })

  test('a plugin that does not exist, and names that are missing or doubled, are refused', () => {
    expect(() => makePlugins({ plugins: { filter: { enabled: [{ name: 'Nonesuch' }] } } }, registry, handle)).toThrow(
      'plugin "Nonesuch" does not exist',
    )
    expect(profilesOf({}).map(({ schedulerName }) => schedulerName)).toEqual(['default-scheduler'])
    expect(() => profilesOf({ profiles: [{ schedulerName: 'a' }, {}] })).toThrow('required')
    expect(() => profilesOf({ profiles: [{ schedulerName: 'a' }, { schedulerName: 'a' }] })).toThrow('duplicate')
  })
})
