/**
 * How a metric is declared: name, help, labels, how stable it is, and since when it is deprecated.
 * Out: the HELP text as kube components print it, and whether a deprecated metric is still shown.
 * @see component-base metrics/opts.go, metrics/version_parser.go
 */

/** What is promised about the metric: nothing, or that its name and labels stay for some releases. */
export type Stability = 'INTERNAL' | 'ALPHA' | 'BETA' | 'STABLE'

export interface MetricDeclaration {
  readonly name: string
  readonly help: string
  readonly labels: readonly string[]
  /** Default: ALPHA. */
  readonly stability?: Stability
  /** Of a kind that is still being tried out, which its help says. */
  readonly experimental?: boolean
  /** Release that deprecated it, such as `1.27.0`; one release later it is hidden. */
  readonly deprecated?: string
}

/** The release whose metrics these are. */
export const metricsRelease = { major: 1, minor: 31 } as const

export function helpText({ help, stability = 'ALPHA', experimental = false, deprecated }: MetricDeclaration): string {
  const note = deprecated === undefined ? '' : `(Deprecated since ${deprecated}) `
  return `${experimental ? 'EXPERIMENTAL: ' : ''}[${stability}] ${note}${help}`
}

/** Deprecated in an earlier minor release than this one. */
export function isHidden({ deprecated }: MetricDeclaration): boolean {
  if (deprecated === undefined) return false
  const [major = 0, minor = 0] = deprecated.split('.').map(Number)
  return major < metricsRelease.major || (major === metricsRelease.major && minor < metricsRelease.minor)
}
