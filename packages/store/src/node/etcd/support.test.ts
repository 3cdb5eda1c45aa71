import { simulatedHost } from '@elli/host/simulated'
import { expect, test } from 'vitest'
import { hasReliableProgress, ProgressSupport } from './support.ts'

for (const [version, expected] of [
  ['3.4.30', false],
  ['3.4.31', true],
  ['3.5.0', false],
  ['3.5.12', false],
  ['3.5.13', true],
  ['3.6.0', true],
  ['3.3.99', false],
  ['4.0.0', true],
  ['3.5.13-rc.1', true],
  ['', false],
  ['latest', false],
] as const)
  test(`progress of etcd ${version || 'without a version'} is ${expected ? '' : 'not '}to be trusted`, () => {
    expect(hasReliableProgress(version)).toBe(expected)
  })

test('progress is trusted when every member has said that it knows it, and silent ones are asked again', async () => {
  const host = simulatedHost({ seed: 1 })
  const support = new ProgressSupport(host, ['a', 'b'])
  let fails = 3
  support.start(async (url) => {
    if (url === 'b' && fails-- > 0) throw new Error('not there')
    return '3.5.14'
  })
  await host.settle()
  expect(support.reliable).toBe(false)
  await host.advance(10 + 20 + 40)
  expect(support.reliable).toBe(true)
  support.stop()
  expect(host.pending()).toEqual([])
})

test('one old member is enough to distrust', async () => {
  const host = simulatedHost({ seed: 1 })
  const support = new ProgressSupport(host, ['a', 'b'])
  support.start(async (url) => (url === 'a' ? '3.5.14' : '3.4.23'))
  await host.settle()
  expect(support.reliable).toBe(false)
  expect(host.logged.map(({ message }) => message)).toEqual([
    'RequestWatchProgress feature is not supported by "b" endpoint',
  ])
})
