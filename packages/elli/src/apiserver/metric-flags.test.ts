/** The flags about metrics: KEP-2305's own checks 2 to 5, up to the options that a server gets. */
import { simulatedHost } from '@elli/host/simulated'
import { expect, test } from 'vitest'
import { parseFlags } from '../cli/flags.ts'
import { type MetricFlags, metricFlagProblems, metricFlags, metricOptions } from './metric-flags.ts'

const flagsOf = (...args: string[]): MetricFlags => parseFlags(metricFlags, args).flags

test('allowed labels come from the flag, which may be repeated', async () => {
  const host = simulatedHost({ seed: 1 })
  const flags = flagsOf('--allow-metric-labels=apiserver_request_total,code=200,404', '--allow-metric-labels', 'm,l=a')
  expect(metricFlagProblems(flags)).toEqual([])
  expect((await metricOptions(host, flags)).allowedLabels).toEqual({
    'apiserver_request_total,code': '200,404',
    'm,l': 'a',
  })
})

test('allowed labels come from a manifest; with the flag given nobody looks at it', async () => {
  const host = simulatedHost({ seed: 1 })
  await host.files.writeAtomic('/allowed.yaml', '"apiserver_request_total,code": "200"\n')
  const fromFile = await metricOptions(host, flagsOf('--allow-metric-labels-manifest=/allowed.yaml'))
  expect(fromFile.allowedLabels).toEqual({ 'apiserver_request_total,code': '200' })
  const both = flagsOf('--allow-metric-labels-manifest=/allowed.yaml', '--allow-metric-labels=m,l=a')
  expect((await metricOptions(host, both)).allowedLabels).toEqual({ 'm,l': 'a' })
})

test('a key that names no metric and label is a mistake', () => {
  expect(metricFlagProblems(flagsOf('--allow-metric-labels=bad-key=1'))).toEqual([
    '--allow-metric-labels must have a list of kv pair with format `metricName:labelName=labelValue, labelValue,...`',
  ])
})

test('a manifest that cannot be read is logged, and there are no lists', async () => {
  const host = simulatedHost({ seed: 1 })
  expect((await metricOptions(host, flagsOf('--allow-metric-labels-manifest=/missing'))).allowedLabels).toEqual({})
  await host.files.writeAtomic('/list.yaml', '- a\n')
  expect((await metricOptions(host, flagsOf('--allow-metric-labels-manifest=/list.yaml'))).allowedLabels).toEqual({})
  const told = host.logged.map(({ message }) => message)
  expect(told).toContain('Failed to read allow list manifest')
  expect(told).toContain('Failed to parse allow list manifest')
})

test('hidden metrics are shown for the previous release only', async () => {
  const host = simulatedHost({ seed: 1 })
  const asked = flagsOf('--show-hidden-metrics-for-version=1.30', '--disabled-metrics=a_total,b_total')
  expect(metricFlagProblems(asked)).toEqual([])
  expect(await metricOptions(host, asked)).toMatchObject({ showHidden: true, disabled: ['a_total', 'b_total'] })
  expect(metricFlagProblems(flagsOf('--show-hidden-metrics-for-version=1.29'))).toEqual([
    "--show-hidden-metrics-for-version must be omitted or have the value '1.30'. Only the previous minor version is allowed",
  ])
})
