/**
 * The downward API: which facts of a pod and its containers may be named in env and in volumes.
 * In: fieldRef and resourceFieldRef. Out: field errors.
 */
import type { ObjectFieldSelector, ResourceFieldSelector } from '@elli/api/core/v1'
import { type FieldPath, invalid, required } from '@elli/machinery/field'
import { canonicalQuantity, isZeroQuantity } from '@elli/machinery/quantity'
import { type Errors, oneOf, qualifiedName } from '../checks.ts'

const podFields: ReadonlySet<string> = new Set([
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.serviceAccountName',
  'spec.schedulerName',
  'status.phase',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
])

/** `metadata.labels['app']` is path `metadata.labels`, subscript `app`. */
function splitSubscript(fieldPath: string): { path: string; subscript: string } | undefined {
  const match = /^(.+?)\['(.*)'\]$/s.exec(fieldPath)
  return match === null ? undefined : { path: match[1] ?? '', subscript: match[2] ?? '' }
}

/** @param allowed field paths that may be named here, sorted */
export function objectFieldSelector(
  errors: Errors,
  path: FieldPath,
  selector: ObjectFieldSelector,
  allowed: readonly string[],
): void {
  if (!selector.apiVersion) {
    errors.push(required(path.child('apiVersion'), ''))
    return
  }
  if (!selector.fieldPath) {
    errors.push(required(path.child('fieldPath'), ''))
    return
  }
  const refuse = (why: string): void => {
    errors.push(invalid(path.child('fieldPath'), selector.fieldPath, `error converting fieldPath: ${why}`))
  }
  if (selector.apiVersion !== 'v1') return refuse(`unsupported pod version: ${selector.apiVersion}`)
  const split = splitSubscript(selector.fieldPath)
  if (split !== undefined) {
    if (split.path === 'metadata.annotations') qualifiedName(errors, path, split.subscript.toLowerCase())
    else if (split.path === 'metadata.labels') qualifiedName(errors, path, split.subscript)
    else refuse(`field label does not support subscript: ${selector.fieldPath}`)
    return
  }
  // Very old clients say spec.host for spec.nodeName.
  const field = selector.fieldPath === 'spec.host' ? 'spec.nodeName' : selector.fieldPath
  if (!podFields.has(field)) return refuse(`field label not supported: ${selector.fieldPath}`)
  oneOf(errors, path.child('fieldPath'), field, allowed)
}

const containerResources = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
]

const byteDivisors = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei']

function isHugePages(resource: string): boolean {
  return /^(limits|requests)\.hugepages-/.test(resource)
}

export function resourceFieldSelector(
  errors: Errors,
  path: FieldPath,
  selector: ResourceFieldSelector,
  inVolume: boolean,
): void {
  const resource = selector.resource ?? ''
  if (inVolume && !selector.containerName) errors.push(required(path.child('containerName'), ''))
  else if (resource === '') errors.push(required(path.child('resource'), ''))
  else if (!isHugePages(resource)) oneOf(errors, path.child('resource'), resource, containerResources)
  divisor(errors, path.child('divisor'), resource, selector.divisor)
}

function divisor(errors: Errors, path: FieldPath, resource: string, value: string | undefined): void {
  if (value === undefined || isZeroQuantity(value)) return
  const text = canonicalQuantity(value)
  const family = isHugePages(resource) ? 'hugepages' : resource.slice(resource.indexOf('.') + 1)
  if (family === 'cpu') {
    if (text !== '1m' && text !== '1') {
      errors.push(invalid(path, resource, "only divisor's values 1m and 1 are supported with the cpu resource"))
    }
    return
  }
  const names: Record<string, string> = {
    memory: 'memory',
    'ephemeral-storage': 'local ephemeral storage',
    hugepages: 'hugepages',
  }
  const name = names[family]
  if (name !== undefined && !byteDivisors.includes(text)) {
    errors.push(
      invalid(
        path,
        resource,
        `only divisor's values ${byteDivisors.join(', ')} are supported with the ${name} resource`,
      ),
    )
  }
}
