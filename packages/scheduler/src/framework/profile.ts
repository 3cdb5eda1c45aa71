/**
 * Profiles: from a KubeSchedulerConfiguration to plugins by extension point.
 * In: what the file says, which may be nothing. Out: for each scheduler name its plugins, in order, with their weights.
 * Always: defaults are upstream's; `multiPoint` puts a plugin at every point it serves, a single point's own list says more than it.
 * @see kubernetes v1.31 pkg/scheduler/apis/config/v1/default_plugins.go, framework/runtime/framework.go expandMultiPointPlugins
 */
import type {
  KubeSchedulerConfiguration,
  KubeSchedulerProfile,
  Plugin as PluginConfigEntry,
  PluginSet,
} from '@elli/api/config/kube-scheduler-config/v1'
import type { PluginFactory, Registry } from '../plugins/registry.ts'
import type { Handle } from './handle.ts'
import type { PluginLists } from './framework.ts'
import type { Plugin } from './plugin.ts'

/** What of the configuration the scheduler itself reads. */
export type SchedulerConfig = Partial<
  Pick<
    KubeSchedulerConfiguration,
    'profiles' | 'percentageOfNodesToScore' | 'podInitialBackoffSeconds' | 'podMaxBackoffSeconds'
  >
>

export const defaultSchedulerName = 'default-scheduler'

const defaultPlugins: readonly PluginConfigEntry[] = [
  { name: 'SchedulingGates' },
  { name: 'PrioritySort' },
  { name: 'NodeUnschedulable' },
  { name: 'NodeName' },
  { name: 'TaintToleration', weight: 3 },
  { name: 'NodeAffinity', weight: 2 },
  { name: 'NodePorts' },
  { name: 'NodeResourcesFit', weight: 1 },
  { name: 'VolumeBinding' },
  { name: 'PodTopologySpread', weight: 2 },
  { name: 'InterPodAffinity', weight: 2 },
  { name: 'DefaultPreemption' },
  { name: 'NodeResourcesBalancedAllocation', weight: 1 },
  { name: 'ImageLocality', weight: 1 },
  { name: 'DefaultBinder' },
]

/** Upstream's volume plugins that check nothing here yet; a configuration may name them all the same. */
const volumePluginsWithoutChecks = new Set(['VolumeRestrictions', 'NodeVolumeLimits', 'VolumeZone'])

type Point = keyof PluginLists

/** Which method makes a plugin serve which extension point. */
const methodOf: Readonly<Record<Point, keyof Plugin>> = {
  preEnqueue: 'preEnqueue',
  queueSort: 'compare',
  preFilter: 'preFilter',
  filter: 'filter',
  postFilter: 'postFilter',
  preScore: 'preScore',
  score: 'score',
  reserve: 'reserve',
  permit: 'permit',
  preBind: 'preBind',
  bind: 'bind',
  postBind: 'postBind',
}

/** The profiles, at least the default one, each with a name. @throws Error when names are missing or doubled */
export function profilesOf(config: SchedulerConfig): (KubeSchedulerProfile & { schedulerName: string })[] {
  const given = config.profiles === undefined || config.profiles.length === 0 ? [{}] : config.profiles
  const names = new Set<string>()
  return given.map((profile) => {
    const schedulerName = profile.schedulerName ?? (given.length === 1 ? defaultSchedulerName : '')
    if (schedulerName === '') throw new Error('profiles: schedulerName is required where there are several profiles')
    if (names.has(schedulerName)) throw new Error(`profiles: duplicate schedulerName ${JSON.stringify(schedulerName)}`)
    names.add(schedulerName)
    return { ...profile, schedulerName }
  })
}

/** Makes a profile's plugins, each once, however many points it serves. @throws Error naming a plugin that does not exist */
export function makePlugins(profile: KubeSchedulerProfile, registry: Registry, handle: Handle): PluginLists {
  const args = new Map((profile.pluginConfig ?? []).map(({ name, args: given }) => [name, given ?? {}]))
  const made = new Map<string, Plugin>()
  const make = (name: string): Plugin | undefined => {
    const known = made.get(name)
    if (known !== undefined || volumePluginsWithoutChecks.has(name)) return known
    const factory: PluginFactory | undefined = registry.get(name)
    if (factory === undefined) throw new Error(`plugin ${JSON.stringify(name)} does not exist`)
    const plugin = factory(handle, args.get(name) ?? {})
    made.set(name, plugin)
    return plugin
  }
  const plugins = profile.plugins ?? {}
  const multiPoint = merged(defaultPlugins, plugins.multiPoint).filter(
    // A registry that knows less than upstream's default set (in tests) runs what it knows.
    ({ name }) => registry.has(name) || !defaultPlugins.some((entry) => entry.name === name),
  )
  const at = (point: Point): (readonly [Plugin, number])[] => {
    const own = plugins[point]
    const named = new Set((own?.enabled ?? []).map(({ name }) => name))
    const isOff = switchedOff(own)
    const entries = [
      // A plugin that the point itself names as well is moved, and takes its weight from there.
      ...multiPoint.filter(({ name }) => !isOff(name) && !named.has(name)),
      ...(own?.enabled ?? []),
    ]
    return entries.flatMap(({ name, weight = 1 }) => {
      const plugin = make(name)
      return plugin === undefined || plugin[methodOf[point]] === undefined
        ? []
        : [[plugin, weight === 0 ? 1 : weight] as const]
    })
  }
  const plain = (point: Point): Plugin[] => at(point).map(([plugin]) => plugin)
  return {
    preEnqueue: plain('preEnqueue'),
    queueSort: plain('queueSort'),
    preFilter: plain('preFilter'),
    filter: plain('filter'),
    postFilter: plain('postFilter'),
    preScore: plain('preScore'),
    score: at('score'),
    reserve: plain('reserve'),
    permit: plain('permit'),
    preBind: plain('preBind'),
    bind: plain('bind'),
    postBind: plain('postBind'),
  }
}

/** The defaults without those switched off; a default that is enabled anew keeps its place with the new weight. */
function merged(defaults: readonly PluginConfigEntry[], custom: PluginSet | undefined): PluginConfigEntry[] {
  const isOff = switchedOff(custom)
  const enabled = new Map((custom?.enabled ?? []).map((entry) => [entry.name, entry]))
  const kept = defaults.flatMap((entry) => {
    if (isOff(entry.name)) return []
    const replacement = enabled.get(entry.name)
    enabled.delete(entry.name)
    return [replacement ?? entry]
  })
  return [...kept, ...enabled.values()]
}

function switchedOff(set: PluginSet | undefined): (name: string) => boolean {
  const names = new Set((set?.disabled ?? []).map(({ name }) => name))
  return (name) => names.has('*') || names.has(name)
}
