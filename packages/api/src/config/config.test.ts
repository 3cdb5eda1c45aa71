/** Configuration files are read with the same reader as objects. */
import { expect, test } from 'vitest'
import { decodeValue } from '../schema/decodeJson.ts'
import { Policy } from './audit/v1.ts'
import { KubeSchedulerConfiguration } from './kube-scheduler-config/v1.ts'
import { Config } from './kubeconfig/v1.ts'
import { KubeletConfiguration } from './kubelet-config/v1beta1.ts'

test('a kubeconfig', () => {
  const file = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'c',
    clusters: [{ name: 'k', cluster: { server: 'https://127.0.0.1:6443', 'certificate-authority-data': 'YWJj' } }],
    contexts: [{ name: 'c', context: { cluster: 'k', user: 'u', namespace: 'n' } }],
    users: [
      {
        name: 'u',
        user: { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'x', interactiveMode: 'Never' } },
      },
    ],
    preferences: {},
  }
  expect(decodeValue(Config, file, 'strict').object).toEqual(file)
})

test('a kubelet configuration with durations and quantities', () => {
  const file = {
    kind: 'KubeletConfiguration',
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    syncFrequency: '90s',
    evictionHard: { 'memory.available': '100Mi' },
    authentication: { anonymous: { enabled: false }, webhook: { cacheTTL: '2m' } },
    logging: { format: 'json', flushFrequency: 5_000_000_000, options: { json: { infoBufferSize: '1024' } } },
    reservedMemory: [{ numaNode: 0, limits: { memory: '1024Mi' } }],
  }
  expect(decodeValue(KubeletConfiguration, file, 'strict').object).toMatchObject({
    syncFrequency: '1m30s',
    authentication: { anonymous: { enabled: false }, webhook: { cacheTTL: '2m0s' } },
    reservedMemory: [{ numaNode: 0, limits: { memory: '1Gi' } }],
  })
})

test('a scheduler configuration with arguments of plugins', () => {
  const file = {
    kind: 'KubeSchedulerConfiguration',
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    leaderElection: { leaderElect: false },
    profiles: [
      {
        schedulerName: 's',
        pluginConfig: [{ name: 'NodeResourcesFit', args: { scoringStrategy: { type: 'MostAllocated' } } }],
      },
    ],
  }
  expect(decodeValue(KubeSchedulerConfiguration, file, 'strict').object).toMatchObject(file)
})

test('an audit policy, and what is wrong with one', () => {
  const rules = [{ level: 'Metadata', resources: [{ group: '', resources: ['pods'] }] }]
  expect(decodeValue(Policy, { rules }, 'warn')).toEqual({ object: { rules }, strictErrors: [] })
  expect(decodeValue(Policy, { rules: [{ levels: 'x' }] }, 'warn').strictErrors).toEqual([
    'unknown field "rules[0].levels"',
  ])
})
