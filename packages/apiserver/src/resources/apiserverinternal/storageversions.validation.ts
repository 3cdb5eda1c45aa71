/**
 * What servers say about the versions they write and read.
 * In: a StorageVersion. Out: field errors.
 */
import type { ServerStorageVersion, StorageVersionStatus } from '@elli/api/apiserverinternal/v1alpha1'
import { at, duplicate, invalid, required } from '@elli/machinery/field'
import { emptyMessage, regexMessage } from '@elli/machinery/names'
import {
  checkDns1035Label,
  checkDns1123Subdomain,
  type Errors,
  type FieldPath,
  list,
  qualifiedName,
  say,
  text,
} from '../checks.ts'
import { goStrings } from '../go-structs.ts'

const status = at('status')

/** `<group>.<resource>`, as core.pods. */
export function checkStorageVersionName(name: string): string[] {
  const dot = name.lastIndexOf('.')
  if (dot < 0) return ['name must be in the form of <group>.<resource>']
  return [
    ...checkDns1123Subdomain(name.slice(0, dot)).map((message) => `the group segment ${message}`),
    ...checkDns1035Label(name.slice(dot + 1)).map((message) => `the resource segment ${message}`),
  ]
}

export function validateStorageVersionStatus(errors: Errors, found: StorageVersionStatus = {}): void {
  const servers = list(found.storageVersions)
  const seen = new Set<string>()
  for (const [i, server] of servers.entries()) {
    const path = status.child('storageVersions').index(i)
    const id = text(server.apiServerID)
    if (seen.has(id)) errors.push(duplicate(path.child('apiServerID'), id))
    seen.add(id)
    validateServer(errors, path, server)
  }
  validateCommonVersion(errors, found)
  const types = new Map<string, number>()
  // Upstream counts conditions from the status itself.
  for (const [i, condition] of list(found.conditions).entries()) {
    const path = status.index(i)
    const type = text(condition.type)
    const before = types.get(type)
    if (before !== undefined) {
      const detail = `the type of the condition is not unique, it also appears in conditions[${before}]`
      errors.push(invalid(path.child('type'), type, detail))
    }
    types.set(type, i)
    qualifiedName(errors, path.child('type'), type)
    qualifiedName(errors, path.child('status'), text(condition.status))
    if (!condition.reason) errors.push(required(path.child('reason'), 'reason cannot be empty'))
    if (!condition.message) errors.push(required(path.child('message'), 'message cannot be empty'))
  }
}

function validateServer(errors: Errors, path: FieldPath, server: ServerStorageVersion): void {
  const id = text(server.apiServerID)
  const encoding = text(server.encodingVersion)
  const decodable = list(server.decodableVersions)
  say(errors, path.child('apiServerID'), id, checkDns1123Subdomain(id))
  apiVersion(errors, path.child('encodingVersion'), encoding)
  const decodablePath = path.child('decodableVersions')
  for (const [i, version] of decodable.entries()) apiVersion(errors, decodablePath.index(i), version)
  if (!decodable.includes(encoding)) {
    const detail = `decodableVersions must include encodingVersion ${encoding}`
    errors.push(invalid(decodablePath, goStrings('string', server.decodableVersions), detail))
  }
  for (const [i, version] of list(server.servedVersions).entries()) {
    const at = path.child('servedVersions').index(i)
    apiVersion(errors, at, version)
    if (decodable.includes(version)) continue
    const known = `[${decodable.join(' ')}]`
    const detail = `individual served version : ${version} must be included in decodableVersions : ${known}`
    errors.push(invalid(at, version, detail))
  }
}

/** There is a common version exactly when all servers write the same. */
function validateCommonVersion(
  errors: Errors,
  { storageVersions, commonEncodingVersion: given }: StorageVersionStatus,
): void {
  const versions = new Set(list(storageVersions).map((server) => text(server.encodingVersion)))
  const [first] = versions
  const actual = versions.size === 1 ? first : undefined
  const path = status.child('commonEncodingVersion')
  if (actual === undefined) {
    if (given === undefined) return
    const detail =
      'should be nil if servers do not agree on the same encoding version, or if there is no server reporting the supported versions yet'
    errors.push(invalid(path, given, detail))
  } else if (given === undefined) errors.push(invalid(path, undefined, `the common encoding version is ${actual}`))
  else if (given !== actual) errors.push(invalid(path, given, `the actual common encoding version is ${actual}`))
}

function apiVersion(errors: Errors, path: FieldPath, version: string): void {
  const messages = apiVersionMessages(version)
  if (messages.length > 0) errors.push(invalid(path, version, messages.join(',')))
}

const versionRule =
  "a DNS-1035 label, which must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character"

function apiVersionMessages(text: string): string[] {
  const parts = text.split('/')
  if (parts.length > 2) {
    const rule = regexMessage(versionRule, '[a-z]([-a-z0-9]*[a-z0-9])?', 'my-name', 'abc-123')
    return [`an apiVersion is ${rule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyVersion')`]
  }
  const version = parts.at(-1) ?? ''
  const ofPart = (name: string, value: string, check: (value: string) => string[]): string[] =>
    (value === '' ? [emptyMessage] : check(value)).map((message) => `${name} part: ${message}`)
  return [
    ...(parts.length === 2 ? ofPart('group', parts[0] ?? '', checkDns1123Subdomain) : []),
    ...ofPart('version', version, checkDns1035Label),
  ]
}
