/** Names of the ConfigMaps and Secrets that a pod refers to, in volumes, environment and pull secrets. Pure. */
import type { Pod } from '@elli/api/core/v1'
import { allContainers } from '../pods/identity.ts'

export function referencedObjects(pod: Pod): { configMaps: string[]; secrets: string[] } {
  const configMaps = new Set<string>()
  const secrets = new Set<string>()
  const add = (set: Set<string>, name: string | undefined): void => {
    if (name) set.add(name)
  }
  for (const { name } of pod.spec.imagePullSecrets ?? []) add(secrets, name)
  for (const { container } of allContainers(pod)) {
    for (const source of container.envFrom ?? []) {
      add(configMaps, source.configMapRef?.name)
      add(secrets, source.secretRef?.name)
    }
    for (const { valueFrom } of container.env ?? []) {
      add(configMaps, valueFrom?.configMapKeyRef?.name)
      add(secrets, valueFrom?.secretKeyRef?.name)
    }
  }
  for (const volume of pod.spec.volumes ?? []) {
    add(configMaps, volume.configMap?.name)
    add(secrets, volume.secret?.secretName)
    for (const source of volume.projected?.sources ?? []) {
      add(configMaps, source.configMap?.name)
      add(secrets, source.secret?.name)
    }
  }
  return { configMaps: [...configMaps], secrets: [...secrets] }
}
