/**
 * Environment variables that tell a container where services are, in the way of Docker links.
 * In: services and the pod's namespace. Out: name to value. Pure.
 */
import type { Service } from '@elli/api/core/v1'

export function serviceEnvironment(
  services: readonly Service[],
  namespace: string,
  enableServiceLinks: boolean,
): Record<string, string> {
  const chosen = new Map<string, Service>()
  for (const service of services) {
    const { name = '', namespace: where } = service.metadata
    if (!hasClusterIP(service)) continue
    // The API server's own service is there for every namespace, unless one of that name hides it.
    if (where === 'default' && name === 'kubernetes' && !chosen.has(name)) chosen.set(name, service)
    if (where === namespace && enableServiceLinks) chosen.set(name, service)
  }
  const env: Record<string, string> = {}
  for (const [name, service] of chosen) Object.assign(env, variablesOf(name, service))
  return env
}

function hasClusterIP(service: Service): boolean {
  const ip = service.spec?.clusterIP
  return ip !== undefined && ip !== '' && ip !== 'None' && service.spec?.type !== 'ExternalName'
}

const envName = (text: string): string => text.toUpperCase().replaceAll('-', '_')

function variablesOf(name: string, service: Service): Record<string, string> {
  const { clusterIP = '', ports = [] } = service.spec ?? {}
  const prefix = envName(name)
  const [first] = ports
  if (!first) return {}
  const env: Record<string, string> = {
    [`${prefix}_SERVICE_HOST`]: clusterIP,
    [`${prefix}_SERVICE_PORT`]: String(first.port),
  }
  for (const port of ports) {
    if (port.name) env[`${prefix}_SERVICE_PORT_${envName(port.name)}`] = String(port.port)
  }
  const address = clusterIP.includes(':') ? `[${clusterIP}]` : clusterIP
  for (const [index, port] of ports.entries()) {
    const protocol = (port.protocol ?? 'TCP').toLowerCase()
    const url = `${protocol}://${address}:${port.port}`
    if (index === 0) env[`${prefix}_PORT`] = url
    const portPrefix = `${prefix}_PORT_${port.port}_${protocol.toUpperCase()}`
    env[portPrefix] = url
    env[`${portPrefix}_PROTO`] = protocol
    env[`${portPrefix}_PORT`] = String(port.port)
    env[`${portPrefix}_ADDR`] = clusterIP
  }
  return env
}
