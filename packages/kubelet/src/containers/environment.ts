/**
 * The environment of a container.
 * In: container, pod, services, lookups for ConfigMaps and Secrets. Out: variables, services first, then envFrom, then env in order.
 * Always: a later source wins; `$(NAME)` sees what was defined before it; a required reference that is missing is an EnvironmentError.
 * Pure but for the lookups. Elsewhere: expansion (./expansion.ts), fields of the pod (./downward.ts).
 */
import type { ConfigMap, Container, EnvVar, EnvVarSource, Pod, Secret } from '@elli/api/core/v1'
import { expand } from './expansion.ts'
import { podField, resourceField, type PodAddresses } from './downward.ts'

/** Shown as CreateContainerConfigError with this message. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError'
}

export interface EnvironmentInput {
  readonly pod: Pod
  readonly container: Container
  readonly services: Readonly<Record<string, string>>
  readonly addresses: PodAddresses
  readonly allocatable: Readonly<Record<string, string>>
  /** undefined when there is none of that name. */
  configMap(namespace: string, name: string): Promise<ConfigMap | undefined>
  secret(namespace: string, name: string): Promise<Secret | undefined>
}

export type Variable = readonly [name: string, value: string]

export async function environmentOf(input: EnvironmentInput): Promise<Variable[]> {
  const given = new Map<string, string>()
  for (const source of input.container.envFrom ?? []) {
    const entries = source.configMapRef
      ? await configMapEntries(input, source.configMapRef)
      : source.secretRef
        ? await secretEntries(input, source.secretRef)
        : {}
    for (const [key, value] of Object.entries(entries)) given.set(`${source.prefix ?? ''}${key}`, value)
  }
  const lookup = (name: string): string | undefined => given.get(name) ?? input.services[name]
  const ordered = new Map<string, string>()
  for (const variable of input.container.env ?? []) {
    const value = await valueOf(input, variable, lookup)
    if (value === undefined) continue
    given.set(variable.name, value)
    // A name given twice keeps its last place, as the runtime would see it.
    ordered.delete(variable.name)
    ordered.set(variable.name, value)
  }
  const rest = [...given].filter(([name]) => !ordered.has(name))
  const services = Object.entries(input.services).filter(([name]) => !given.has(name))
  return [...ordered, ...rest, ...services]
}

async function valueOf(
  input: EnvironmentInput,
  variable: EnvVar,
  lookup: (name: string) => string | undefined,
): Promise<string | undefined> {
  if (variable.value) return expand(variable.value, lookup)
  if (!variable.valueFrom) return ''
  return fromSource(input, variable.valueFrom)
}

async function fromSource(input: EnvironmentInput, source: EnvVarSource): Promise<string | undefined> {
  const { pod, container } = input
  const namespace = pod.metadata.namespace ?? ''
  if (source.fieldRef) return podField(source.fieldRef, pod, input.addresses)
  if (source.resourceFieldRef) return resourceField(source.resourceFieldRef, pod, container, input.allocatable)
  if (source.configMapKeyRef) {
    const { name = '', key, optional = false } = source.configMapKeyRef
    const found = await input.configMap(namespace, name)
    if (!found && !optional) throw new EnvironmentError(`configmap "${name}" not found`)
    const value = found?.data?.[key]
    if (found && value === undefined && !optional) {
      throw new EnvironmentError(`couldn't find key ${key} in ConfigMap ${namespace}/${name}`)
    }
    return value
  }
  if (source.secretKeyRef) {
    const { name = '', key, optional = false } = source.secretKeyRef
    const found = await input.secret(namespace, name)
    if (!found && !optional) throw new EnvironmentError(`secret "${name}" not found`)
    const value = found?.data?.[key]
    if (found && value === undefined && !optional) {
      throw new EnvironmentError(`couldn't find key ${key} in Secret ${namespace}/${name}`)
    }
    return value === undefined ? undefined : Buffer.from(value, 'base64').toString('utf8')
  }
  return ''
}

async function configMapEntries(
  input: EnvironmentInput,
  { name = '', optional = false }: { name?: string; optional?: boolean },
): Promise<Record<string, string>> {
  const found = await input.configMap(input.pod.metadata.namespace ?? '', name)
  if (!found && !optional) throw new EnvironmentError(`configmap "${name}" not found`)
  return found?.data ?? {}
}

async function secretEntries(
  input: EnvironmentInput,
  { name = '', optional = false }: { name?: string; optional?: boolean },
): Promise<Record<string, string>> {
  const found = await input.secret(input.pod.metadata.namespace ?? '', name)
  if (!found && !optional) throw new EnvironmentError(`secret "${name}" not found`)
  return Object.fromEntries(
    Object.entries(found?.data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]),
  )
}

/** The variables whose values are plainly written: enough for commands of probes and hooks. */
export function staticEnvironment(container: Container): ReadonlyMap<string, string> {
  const known = new Map<string, string>()
  for (const { name, value } of container.env ?? []) {
    if (value)
      known.set(
        name,
        expand(value, (key) => known.get(key)),
      )
  }
  return known
}
