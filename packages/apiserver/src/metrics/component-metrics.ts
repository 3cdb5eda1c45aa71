/** What the component is: its build, and which features are on. @see component-base metrics/prometheus/{version,feature} */
import { HeldGauge } from '@elli/host/metrics/held'
import type { MetricRegistry } from '@elli/host/metrics/registry'
import { type GateStage, knownFeatureGates } from '@elli/machinery/feature-gates'
import type { VersionInfo } from '../options.ts'

const stages: Readonly<Record<GateStage, string>> = { alpha: 'ALPHA', beta: 'BETA', ga: '', deprecated: 'DEPRECATED' }

export function componentMetrics(
  registry: MetricRegistry,
  version: VersionInfo,
  featureEnabled: (gate: string) => boolean,
): void {
  new HeldGauge(
    {
      name: 'kubernetes_build_info',
      help: "A metric with a constant '1' value labeled by major, minor, git version, git commit, git tree state, build date, Go version, and compiler from which Kubernetes was built, and platform on which it is running.",
      labels: [
        'major',
        'minor',
        'git_version',
        'git_commit',
        'git_tree_state',
        'build_date',
        'go_version',
        'compiler',
        'platform',
      ],
    },
    registry,
  ).set(
    1,
    version.major,
    version.minor,
    version.gitVersion,
    version.gitCommit,
    version.gitTreeState,
    version.buildDate,
    version.goVersion,
    version.compiler,
    version.platform,
  )
  const features = new HeldGauge(
    {
      name: 'kubernetes_feature_enabled',
      help: 'This metric records the data about the stage and enablement of a k8s feature.',
      stability: 'BETA',
      labels: ['name', 'stage'],
    },
    registry,
  )
  for (const { name, stage } of knownFeatureGates()) features.set(featureEnabled(name) ? 1 : 0, name, stages[stage])
}
