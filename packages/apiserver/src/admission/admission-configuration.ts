/**
 * The admission configuration file (`--admission-control-config-file`): what each plugin is told, inline or in a file of its own.
 * In: the text of the file and how to read others. Out: the text of each plugin's configuration.
 * Elsewhere: what the texts say (beside each plugin).
 * @see kubernetes v1.31 apiserver/pkg/admission/config.go
 */
import { AdmissionConfiguration as V1 } from '@elli/api/config/apiserver-config/v1'
import { AdmissionConfiguration as V1alpha1 } from '@elli/api/config/apiserver-config/v1alpha1'
import {
  ConfigurationError,
  type ConfigurationKind,
  readConfiguration,
  readUnversioned,
} from '../configuration/configuration-text.ts'

/** Text by name of plugin. */
export type PluginConfigurations = ReadonlyMap<string, string>

const kind = 'AdmissionConfiguration'
const kinds: readonly ConfigurationKind<V1>[] = [
  { apiVersion: 'apiserver.config.k8s.io/v1', kind, schema: V1 },
  { apiVersion: 'apiserver.k8s.io/v1alpha1', kind, schema: V1alpha1 },
]

/** Plugins whose configuration once was the whole file, and the key that shows that a file is one of theirs. */
const oldKeys = ['imagePolicy', 'podNodeSelectorPluginConfig'] as const
const oldPlugins = ['ImagePolicyWebhook', 'PodNodeSelector'] as const

/**
 * @param path of the file; paths in it are relative to its folder
 * @throws ConfigurationError, or what `readFile` throws
 */
export async function loadAdmissionConfiguration(
  text: string,
  path: string,
  readFile: (path: string) => Promise<string>,
): Promise<PluginConfigurations> {
  const found = new Map<string, string>()
  let plugins: V1['plugins']
  try {
    const options = { scheme: 'k8s.io/apiserver/pkg/server/options', lenient: true }
    plugins = readConfiguration(text, kinds, options).object.plugins
  } catch (error) {
    if (error instanceof ConfigurationError && isOld(text)) return new Map(oldPlugins.map((name) => [name, text]))
    throw error
  }
  for (const { name, path: own, configuration } of plugins ?? []) {
    // The first entry of a name counts.
    if (found.has(name)) continue
    if (configuration !== undefined) found.set(name, JSON.stringify(configuration))
    else if (own) found.set(name, await readFile(absolute(own, path)))
  }
  return found
}

function isOld(text: string): boolean {
  const value = readUnversioned(text)
  return oldKeys.some((key) => Object.hasOwn(value, key))
}

function absolute(path: string, file: string): string {
  if (path.startsWith('/')) return path
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.'
  return `${folder}/${path.replace(/^\.\//, '')}`
}
