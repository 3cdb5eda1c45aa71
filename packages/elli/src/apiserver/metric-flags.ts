/**
 * The flags about metrics, the same for every kube component, and what they come to.
 * In: parsed flags and the files they name. Out: options of the metrics; what is wrong with the flags, in upstream's words.
 * Always: the flag of allowed labels puts its manifest out of force; a manifest that cannot be read is logged, and nothing more.
 * @see component-base metrics/options.go
 */
import type { Host } from '@elli/host/host'
import { metricsRelease } from '@elli/host/metrics/declaration'
import { type AllowedLabels, allowedLabelProblems } from '@elli/host/metrics/label-limits'
import type { MetricOptions } from '@elli/host/metrics/registry'
import { isJsonObject } from '@elli/machinery/json'
import { parseYaml } from '@elli/machinery/yaml'
import type { FlagTable, FlagValues } from '../cli/flags.ts'

export const metricFlags = {
  'allow-metric-labels': {
    kind: 'pairs',
    placeholder: 'METRIC,LABEL=VALUE,...',
    help: 'values that a label may have; others count as "unexpected"',
  },
  'allow-metric-labels-manifest': { kind: 'string', placeholder: 'FILE', help: 'the same as a file of YAML' },
  'disabled-metrics': { kind: 'list', placeholder: 'METRIC,...', help: 'metrics not to show' },
  'show-hidden-metrics-for-version': {
    kind: 'string',
    placeholder: 'MAJOR.MINOR',
    help: 'the previous release, to show metrics that were deprecated before this one',
  },
} as const satisfies FlagTable

export type MetricFlags = FlagValues<typeof metricFlags>

export function metricFlagProblems(flags: MetricFlags): string[] {
  const asked = flags['show-hidden-metrics-for-version'] ?? ''
  const previous = `${metricsRelease.major}.${metricsRelease.minor - 1}`
  const problems: string[] = []
  if (asked !== '' && asked !== previous)
    problems.push(
      `--show-hidden-metrics-for-version must be omitted or have the value '${previous}'. Only the previous minor version is allowed`,
    )
  return [...problems, ...allowedLabelProblems(flags['allow-metric-labels'])]
}

export async function metricOptions(host: Pick<Host, 'files' | 'log'>, flags: MetricFlags): Promise<MetricOptions> {
  const given = flags['allow-metric-labels']
  const allowedLabels =
    Object.keys(given).length > 0 ? given : await manifest(host, flags['allow-metric-labels-manifest'] ?? '')
  return {
    allowedLabels,
    disabled: flags['disabled-metrics'],
    showHidden: (flags['show-hidden-metrics-for-version'] ?? '') !== '',
  }
}

async function manifest(host: Pick<Host, 'files' | 'log'>, path: string): Promise<AllowedLabels> {
  if (path === '') return {}
  let text: string
  try {
    text = await host.files.readText(path)
  } catch (error) {
    host.log.error('Failed to read allow list manifest', { path, error: String(error) })
    return {}
  }
  try {
    return flatMap(parseYaml(text))
  } catch (error) {
    host.log.error('Failed to parse allow list manifest', { path, error: String(error) })
    return {}
  }
}

function flatMap(value: unknown): AllowedLabels {
  if (value === null) return {}
  if (!isJsonObject(value)) throw new Error('it is no map of texts')
  const entries = Object.entries(value).map(([key, values]) => {
    if (typeof values !== 'string') throw new Error(`the values of ${key} are no text`)
    return [key, values] as const
  })
  return Object.fromEntries(entries)
}
