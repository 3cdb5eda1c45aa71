/**
 * Who the API server is to webhooks: a kubeconfig whose users are named after the servers they are for.
 * In: the plugin's configuration (`WebhookAdmissionConfiguration`), how to read files. Out: certificate or header by `host:port`.
 * Always: the closest name wins: the server itself, then `*.` and ever shorter ends of its name, without port 443 too, then `*`, then the
 * user of the current context.
 * @see apiserver pkg/util/webhook/authentication.go
 */
import { WebhookAdmission as V1 } from '@elli/api/config/webhookadmission/v1'
import { WebhookAdmission as V1alpha1 } from '@elli/api/config/webhookadmission/v1alpha1'
import { isJsonObject, type Json, type JsonObject } from '@elli/machinery/json'
import {
  ConfigurationError,
  type ConfigurationKind,
  readConfiguration,
  readUnversioned,
} from '../../configuration/configuration-text.ts'
import type { OutboundTarget } from '../../outbound/outbound.ts'

export type WebhookIdentity = Pick<OutboundTarget, 'clientCertPem' | 'clientKeyPem' | 'headers'>
export type WebhookCredentials = (hostPort: string) => WebhookIdentity
export type ReadFile = (path: string) => string

const kinds: readonly ConfigurationKind<V1>[] = [
  { apiVersion: 'apiserver.config.k8s.io/v1', kind: 'WebhookAdmissionConfiguration', schema: V1 },
  { apiVersion: 'apiserver.config.k8s.io/v1alpha1', kind: 'WebhookAdmission', schema: V1alpha1 },
]

/** @throws ConfigurationError, or what `readFile` throws */
export function parseWebhookCredentials(text: string, readFile: ReadFile | undefined): WebhookCredentials {
  const { object } = readConfiguration(text, kinds, { scheme: 'k8s.io/apiserver/pkg/admission/plugin/webhook/config' })
  const { kubeConfigFile } = object
  if (kubeConfigFile === '') return () => ({})
  if (!kubeConfigFile.startsWith('/'))
    throw new ConfigurationError(`kubeConfigFile must be an absolute file path. Found ${kubeConfigFile}`)
  if (readFile === undefined) throw new ConfigurationError(`nobody reads the file ${kubeConfigFile}`)
  return kubeconfigCredentials(readFile(kubeConfigFile), kubeConfigFile, readFile)
}

/** @param path of the kubeconfig; paths in it are relative to its folder */
export function kubeconfigCredentials(text: string, path: string, readFile: ReadFile): WebhookCredentials {
  const config = readUnversioned(text)
  const users = new Map(named(config['users']).map(([name, item]) => [name, objectIn(item, 'user')]))
  const folder = path.slice(0, path.lastIndexOf('/'))
  const read = (file: string): string => readFile(file.startsWith('/') ? file : `${folder}/${file}`)
  const current = named(config['contexts']).find(([name]) => name === config['current-context'])
  const fallback = current === undefined ? undefined : textIn(objectIn(current[1], 'context'), 'user')
  return (hostPort) => {
    const names = [...namesFor(hostPort), '*', ...(fallback === undefined ? [] : [fallback])]
    const found = names.find((name) => users.has(name))
    return found === undefined ? {} : identityOf(users.get(found) ?? {}, read)
  }
}

function* namesFor(hostPort: string): Generator<string> {
  yield* closest(hostPort)
  if (hostPort.endsWith(':443')) yield* closest(hostPort.slice(0, -4).replace(/^\[|\]$/g, ''))
}

function* closest(target: string): Generator<string> {
  yield target
  const steps = target.split('.')
  for (let i = 1; i < steps.length; i++) yield `*.${steps.slice(i).join('.')}`
}

function identityOf(user: JsonObject, read: ReadFile): WebhookIdentity {
  const pem = (key: string): string | undefined => {
    const data = textIn(user, `${key}-data`)
    if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8')
    const file = textIn(user, key)
    return file === undefined ? undefined : read(file)
  }
  const clientCertPem = pem('client-certificate')
  const clientKeyPem = pem('client-key')
  const authorization = authorizationOf(user, read)
  return {
    ...(clientCertPem === undefined ? {} : { clientCertPem }),
    ...(clientKeyPem === undefined ? {} : { clientKeyPem }),
    ...(authorization === undefined ? {} : { headers: { authorization } }),
  }
}

function authorizationOf(user: JsonObject, read: ReadFile): string | undefined {
  const token = textIn(user, 'token')
  if (token !== undefined) return `Bearer ${token}`
  const file = textIn(user, 'tokenFile')
  if (file !== undefined) return `Bearer ${read(file).trim()}`
  const username = textIn(user, 'username')
  if (username === undefined) return undefined
  return `Basic ${Buffer.from(`${username}:${textIn(user, 'password') ?? ''}`).toString('base64')}`
}

function named(list: Json | undefined): [string, JsonObject][] {
  if (!Array.isArray(list)) return []
  return list.filter(isJsonObject).map((item) => [textIn(item, 'name') ?? '', item])
}

function objectIn(parent: JsonObject, key: string): JsonObject {
  const value = parent[key]
  return isJsonObject(value) ? value : {}
}

function textIn(parent: JsonObject, key: string): string | undefined {
  const value = parent[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}
