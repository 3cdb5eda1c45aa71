import { describe, expect, test } from 'vitest'
import { mergeSettings } from '../cluster/settings.ts'
import { clusterFlags } from './cluster-flags.ts'

const flagsWith = (...apiserverArgs: string[]) =>
  clusterFlags(
    '/pki',
    mergeSettings({ apiserverArgs }, {}, { nodeName: 'n', nodeIp: '192.0.2.1', runtime: 'none', dataDir: '/data' }),
  )

describe("the API server's flags of a cluster", () => {
  test('those of the user replace ours, and add to the list of plugins', () => {
    const flags = flagsWith('--authorization-mode=RBAC', 'enable-admission-plugins=AlwaysPullImages')
    expect(flags['authorization-mode']).toEqual(['RBAC'])
    expect(flags['enable-admission-plugins']).toEqual(['NodeRestriction', 'AlwaysPullImages'])
    expect(flags['client-ca-file']).toBe('/pki/ca.crt')
  })

  test.each(['etcd-servers=http://x', 'data-dir=/y', 'secure-port=1', '--tls-cert-file=z', 'nonsense=1'])(
    '%s is refused instead of ignored',
    (text) => {
      expect(() => flagsWith(text)).toThrow('--apiserver-arg')
    },
  )

  test('compaction may be set', () => {
    expect(flagsWith('etcd-compaction-interval=1m')['etcd-compaction-interval']).toBe(60_000)
  })
})
