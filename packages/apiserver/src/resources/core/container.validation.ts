/**
 * Containers: names, images, ports, environment, mounts, probes, lifecycle hooks.
 * In: the containers of a pod spec and its sound volumes. Out: field errors.
 * Elsewhere: resources, security contexts, what a whole pod must satisfy (pod-spec.validation.ts).
 */
import type * as core from '@elli/api/core/v1'
import { duplicate, type FieldPath, forbidden, invalid, notFound, notSupported, required } from '@elli/machinery/field'
import {
  checkConfigMapKey,
  checkEnvVarName,
  checkHttpHeaderName,
  checkPortName,
  checkPortNumber,
  checkRelaxedEnvVarName,
} from '@elli/machinery/names'
import {
  dns1123Label,
  dns1123Subdomain,
  type Errors,
  list,
  nonNegative,
  oneOf,
  onlyFields,
  portNumber,
  portNumberOrName,
  say,
} from '../checks.ts'
import { objectFieldSelector, resourceFieldSelector } from './downward-api.validation.ts'
import type { PodValidationOptions } from './pod-options.ts'
import { validatePullPolicy } from './pull-policy.validation.ts'
import { validateResourceRequirements } from './resources.validation.ts'
import { validateContainerSecurityContext } from './security-context.validation.ts'
import { localDescendingPath } from './volume-sources.validation.ts'
import type { PodVolumes } from './volumes.validation.ts'

/** What the containers of one pod share. */
export interface ContainerSurroundings {
  spec: core.PodSpec
  volumes: PodVolumes
  podClaimNames: ReadonlySet<string>
  /** True unless the pod asks for a user namespace of its own. */
  hostUsers: boolean
  options: PodValidationOptions
}

export function validateContainers(errors: Errors, path: FieldPath, around: ContainerSurroundings): void {
  const containers = list(around.spec.containers)
  if (containers.length === 0) {
    errors.push(required(path, ''))
    return
  }
  const names = new Set<string>()
  for (const [i, container] of containers.entries()) {
    const at = path.index(i)
    validateCommon(errors, at, container, around)
    if (names.has(container.name)) errors.push(duplicate(at.child('name'), container.name))
    names.add(container.name)
    validateHooksAndProbes(errors, at, container, around.spec)
    if (container.restartPolicy !== undefined) {
      errors.push(forbidden(at.child('restartPolicy'), 'may not be set for non-init containers'))
    }
  }
  validateHostPorts(errors, path, containers)
}

export function validateInitContainers(errors: Errors, path: FieldPath, around: ContainerSurroundings): void {
  const names = new Set(list(around.spec.containers).map((container) => container.name))
  for (const [i, container] of list(around.spec.initContainers).entries()) {
    const at = path.index(i)
    validateCommon(errors, at, container, around)
    if (container.restartPolicy !== undefined) {
      oneOf(errors, at.child('restartPolicy'), container.restartPolicy, ['Always'])
    }
    if (names.has(container.name)) errors.push(duplicate(at.child('name'), container.name))
    else if (container.name) names.add(container.name)
    // Init containers run one after the other, so each is checked against itself alone.
    validateHostPorts(errors, path, [container])
    if (container.restartPolicy === 'Always') validateHooksAndProbes(errors, at, container, around.spec)
    else {
      for (const name of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
        if (container[name] !== undefined) {
          const detail = 'may not be set for init containers without restartPolicy=Always'
          errors.push(forbidden(at.child(name), detail))
        }
      }
    }
    if (list(container.resizePolicy).length > 0) {
      errors.push(invalid(at.child('resizePolicy'), container.resizePolicy, 'must not be set for init containers'))
    }
  }
}

const ephemeralFields: ReadonlySet<string> = new Set([
  'name',
  'image',
  'command',
  'args',
  'workingDir',
  'envFrom',
  'env',
  'volumeMounts',
  'volumeDevices',
  'terminationMessagePath',
  'terminationMessagePolicy',
  'imagePullPolicy',
  'securityContext',
  'stdin',
  'stdinOnce',
  'tty',
  'targetContainerName',
])

export function validateEphemeralContainers(errors: Errors, path: FieldPath, around: ContainerSurroundings): void {
  const { containers, initContainers, ephemeralContainers } = around.spec
  const others = new Set([...list(containers), ...list(initContainers)].map((container) => container.name))
  const names = new Set(others)
  for (const [i, container] of list(ephemeralContainers).entries()) {
    const at = path.index(i)
    validateCommon(errors, at, container, around)
    imageSpacing(errors, at, container)
    if (names.has(container.name)) errors.push(duplicate(at.child('name'), container.name))
    names.add(container.name)
    const target = container.targetContainerName
    if (target && !others.has(target)) errors.push(notFound(at.child('targetContainerName'), target))
    const { resources, ...rest } = container
    // A decoded object may carry an empty resources struct; only a filled one was asked for.
    const filled = resources !== undefined && Object.keys(resources).length > 0 ? { ...rest, resources } : rest
    onlyFields(errors, at, filled, ephemeralFields, 'cannot be set for an Ephemeral Container')
    for (const [m, mount] of list(container.volumeMounts).entries()) {
      const mountPath = at.child('volumeMounts').index(m)
      const detail = 'cannot be set for an Ephemeral Container'
      if (mount.subPath) errors.push(forbidden(mountPath.child('subPath'), detail))
      if (mount.subPathExpr) errors.push(forbidden(mountPath.child('subPathExpr'), detail))
    }
  }
}

export function imageSpacing(errors: Errors, path: FieldPath, container: core.Container): void {
  const image = container.image ?? ''
  if (image.trim() !== image) {
    errors.push(invalid(path.child('image'), image, 'must not have leading or trailing whitespace'))
  }
}

function validateCommon(
  errors: Errors,
  path: FieldPath,
  container: core.Container,
  around: ContainerSurroundings,
): void {
  const { options } = around
  if (!container.name) errors.push(required(path.child('name'), ''))
  else dns1123Label(errors, path.child('name'), container.name)
  // Templates of workloads may leave the image to a later writer; upstream asks for it all the same.
  if (!container.image) errors.push(required(path.child('image'), ''))
  const policy = container.terminationMessagePolicy
  if (!policy) errors.push(required(path.child('terminationMessagePolicy'), ''))
  else oneOf(errors, path.child('terminationMessagePolicy'), policy, ['File', 'FallbackToLogsOnError'])
  validatePorts(errors, path.child('ports'), list(container.ports))
  validateEnv(errors, path.child('env'), list(container.env), options)
  validateEnvFrom(errors, path.child('envFrom'), list(container.envFrom), options)
  validateMounts(errors, path.child('volumeMounts'), container, around)
  validateDevices(errors, path.child('volumeDevices'), container, around.volumes)
  validatePullPolicy(errors, path.child('imagePullPolicy'), container.imagePullPolicy)
  validateResourceRequirements(errors, path.child('resources'), container.resources, {
    podClaimNames: around.podClaimNames,
    allowIndivisibleHugePages: options.allowIndivisibleHugePages,
  })
  validateResizePolicy(errors, path.child('resizePolicy'), container, around.spec.restartPolicy)
  validateContainerSecurityContext(errors, path.child('securityContext'), container.securityContext, around)
}

function validatePorts(errors: Errors, path: FieldPath, ports: readonly core.ContainerPort[]): void {
  const names = new Set<string>()
  for (const [i, port] of ports.entries()) {
    const at = path.index(i)
    if (port.name) {
      const messages = checkPortName(port.name)
      if (messages.length > 0) say(errors, at.child('name'), port.name, messages)
      else if (names.has(port.name)) errors.push(duplicate(at.child('name'), port.name))
      else names.add(port.name)
    }
    if (!port.containerPort) errors.push(required(at.child('containerPort'), ''))
    else portNumber(errors, at.child('containerPort'), port.containerPort)
    if (port.hostPort) say(errors, at.child('hostPort'), port.hostPort, checkPortNumber(port.hostPort))
    if (!port.protocol) errors.push(required(at.child('protocol'), ''))
    else oneOf(errors, at.child('protocol'), port.protocol, ['SCTP', 'TCP', 'UDP'])
  }
}

function validateHostPorts(errors: Errors, path: FieldPath, containers: readonly core.Container[]): void {
  const seen = new Set<string>()
  for (const [c, container] of containers.entries()) {
    for (const [p, port] of list(container.ports).entries()) {
      if (!port.hostPort) continue
      const text = `${port.protocol}/${port.hostIP ?? ''}/${port.hostPort}`
      if (seen.has(text)) errors.push(duplicate(path.index(c).child('ports').index(p).child('hostPort'), text))
      seen.add(text)
    }
  }
}

function envName(errors: Errors, path: FieldPath, name: string, options: PodValidationOptions): void {
  const check = options.allowRelaxedEnvironmentVariableValidation ? checkRelaxedEnvVarName : checkEnvVarName
  say(errors, path, name, check(name))
}

function validateEnv(
  errors: Errors,
  path: FieldPath,
  env: readonly core.EnvVar[],
  options: PodValidationOptions,
): void {
  for (const [i, item] of env.entries()) {
    const at = path.index(i)
    if (!item.name) errors.push(required(at.child('name'), ''))
    else envName(errors, at.child('name'), item.name, options)
    validateEnvSource(errors, at.child('valueFrom'), item)
  }
}

const envFieldPaths = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]

function validateEnvSource(errors: Errors, path: FieldPath, item: core.EnvVar): void {
  const from = item.valueFrom
  if (from === undefined) return
  let count = 0
  if (from.fieldRef !== undefined) {
    count++
    objectFieldSelector(errors, path.child('fieldRef'), from.fieldRef, envFieldPaths)
  }
  if (from.resourceFieldRef !== undefined) {
    count++
    resourceFieldSelector(errors, path.child('resourceFieldRef'), from.resourceFieldRef, false)
  }
  for (const kind of ['configMapKeyRef', 'secretKeyRef'] as const) {
    const ref = from[kind]
    if (ref === undefined) continue
    count++
    dns1123Subdomain(errors, path.child(kind, 'name'), ref.name ?? '')
    if (!ref.key) errors.push(required(path.child(kind, 'key'), ''))
    else say(errors, path.child(kind, 'key'), ref.key, checkConfigMapKey(ref.key))
  }
  if (count === 0) {
    const detail = 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`'
    errors.push(invalid(path, '', detail))
  } else if (item.value) {
    errors.push(invalid(path, '', 'may not be specified when `value` is not empty'))
  } else if (count > 1) {
    errors.push(invalid(path, '', 'may not have more than one field specified at a time'))
  }
}

function validateEnvFrom(
  errors: Errors,
  path: FieldPath,
  sources: readonly core.EnvFromSource[],
  options: PodValidationOptions,
): void {
  for (const [i, source] of sources.entries()) {
    const at = path.index(i)
    if (source.prefix) envName(errors, at.child('prefix'), source.prefix, options)
    let count = 0
    for (const kind of ['configMapRef', 'secretRef'] as const) {
      const ref = source[kind]
      if (ref === undefined) continue
      count++
      if (!ref.name) errors.push(required(at.child(kind, 'name'), ''))
      else dns1123Subdomain(errors, at.child(kind, 'name'), ref.name)
    }
    if (count === 0) errors.push(invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`'))
    else if (count > 1) errors.push(invalid(path, '', 'may not have more than one field specified at a time'))
  }
}

function validateMounts(
  errors: Errors,
  path: FieldPath,
  container: core.Container,
  around: ContainerSurroundings,
): void {
  const devices = new Map(list(container.volumeDevices).map((device) => [device.name, device.devicePath]))
  const devicePaths = new Set(devices.values())
  const mountPaths = new Set<string>()
  for (const [i, mount] of list(container.volumeMounts).entries()) {
    const at = path.index(i)
    const volume = around.volumes.get(mount.name)
    if (!mount.name) errors.push(required(at.child('name'), ''))
    if (volume === undefined) errors.push(notFound(at.child('name'), mount.name ?? ''))
    if (!mount.mountPath) errors.push(required(at.child('mountPath'), ''))
    if (mountPaths.has(mount.mountPath)) errors.push(invalid(at.child('mountPath'), mount.mountPath, 'must be unique'))
    mountPaths.add(mount.mountPath)
    if (devices.has(mount.name)) {
      errors.push(invalid(at.child('name'), mount.name, 'must not already exist in volumeDevices'))
    }
    if (devicePaths.has(mount.mountPath)) {
      const detail = 'must not already exist as a path in volumeDevices'
      errors.push(invalid(at.child('mountPath'), mount.mountPath, detail))
    }
    if (around.options.allowImageVolumeSource && volume?.image !== undefined) {
      for (const name of ['subPath', 'subPathExpr'] as const) {
        const value = mount[name]
        if (value) errors.push(invalid(at.child(name), value, 'not allowed in image volume sources'))
      }
    }
    // From here upstream leaves the index out of its paths.
    if (mount.subPath) localDescendingPath(errors, path.child('subPath'), mount.subPath)
    if (mount.subPathExpr) {
      if (mount.subPath) {
        const detail = 'subPathExpr and subPath are mutually exclusive'
        errors.push(invalid(at.child('subPathExpr'), mount.subPathExpr, detail))
      }
      localDescendingPath(errors, path.child('subPathExpr'), mount.subPathExpr)
    }
    mountPropagation(errors, path.child('mountPropagation'), mount, container)
    recursiveReadOnly(errors, path.child('recursiveReadOnly'), mount)
  }
}

function mountPropagation(errors: Errors, path: FieldPath, mount: core.VolumeMount, container: core.Container): void {
  if (mount.mountPropagation === undefined) return
  oneOf(errors, path, mount.mountPropagation, ['Bidirectional', 'HostToContainer', 'None'])
  if (mount.mountPropagation === 'Bidirectional' && container.securityContext?.privileged !== true) {
    const detail = 'Bidirectional mount propagation is available only to privileged containers'
    errors.push(forbidden(path, detail))
  }
}

function recursiveReadOnly(errors: Errors, path: FieldPath, mount: core.VolumeMount): void {
  const mode = mount.recursiveReadOnly
  if (mode === undefined || !oneOf(errors, path, mode, ['Disabled', 'Enabled', 'IfPossible'])) return
  if (mode === 'Disabled') return
  if (mount.readOnly !== true) errors.push(forbidden(path, 'may only be specified when readOnly is true'))
  if (mount.mountPropagation !== undefined && mount.mountPropagation !== 'None') {
    errors.push(forbidden(path, 'may only be specified when mountPropagation is None or not specified'))
  }
}

function validateDevices(errors: Errors, path: FieldPath, container: core.Container, volumes: PodVolumes): void {
  const mounts = new Map(list(container.volumeMounts).map((mount) => [mount.name, mount.mountPath]))
  const mountPaths = new Set(mounts.values())
  const names = new Set<string>()
  const paths = new Set<string>()
  for (const [i, { name = '', devicePath = '' }] of list(container.volumeDevices).entries()) {
    const at = path.index(i)
    const volume = volumes.get(name)
    if (name === '') errors.push(required(at.child('name'), ''))
    if (names.has(name)) errors.push(invalid(at.child('name'), name, 'must be unique'))
    if (volume !== undefined && volume.persistentVolumeClaim === undefined && volume.ephemeral === undefined) {
      const detail = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode'
      errors.push(invalid(at.child('name'), name, detail))
    }
    if (volume === undefined) errors.push(notFound(at.child('name'), name))
    if (devicePath === '') errors.push(required(at.child('devicePath'), ''))
    if (paths.has(devicePath)) errors.push(invalid(at.child('devicePath'), devicePath, 'must be unique'))
    if (devicePath.split('/').includes('..')) {
      errors.push(invalid(at.child('devicePath'), devicePath, "can not contain backsteps ('..')"))
    } else paths.add(devicePath)
    if (mounts.has(name)) errors.push(invalid(at.child('name'), name, 'must not already exist in volumeMounts'))
    if (mountPaths.has(devicePath)) {
      const detail = 'must not already exist as a path in volumeMounts'
      errors.push(invalid(at.child('devicePath'), devicePath, detail))
    }
    if (name !== '') names.add(name)
  }
}

function validateResizePolicy(
  errors: Errors,
  path: FieldPath,
  container: core.Container,
  podRestartPolicy: string | undefined,
): void {
  const seen = new Set<string>()
  for (const [i, { resourceName, restartPolicy }] of list(container.resizePolicy).entries()) {
    if (seen.has(resourceName)) errors.push(duplicate(path.index(i), resourceName))
    seen.add(resourceName)
    if (!resourceName) errors.push(required(path, ''))
    else oneOf(errors, path, resourceName, ['cpu', 'memory'])
    if (!restartPolicy) errors.push(required(path, ''))
    else oneOf(errors, path, restartPolicy, ['NotRequired', 'RestartContainer'])
    if (podRestartPolicy === 'Never' && restartPolicy !== 'NotRequired') {
      errors.push(invalid(path, restartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'"))
    }
  }
}

function validateHooksAndProbes(errors: Errors, path: FieldPath, container: core.Container, spec: core.PodSpec): void {
  const grace = spec.terminationGracePeriodSeconds ?? 0
  for (const name of ['postStart', 'preStop'] as const) {
    const handler = container.lifecycle?.[name]
    if (handler !== undefined) validateHandler(errors, path.child('lifecycle', name), handler, grace)
  }
  const { livenessProbe, readinessProbe, startupProbe } = container
  validateProbe(errors, path.child('livenessProbe'), livenessProbe, grace)
  onlyOneSuccess(errors, path.child('livenessProbe'), livenessProbe)
  validateProbe(errors, path.child('readinessProbe'), readinessProbe, grace)
  if (readinessProbe?.terminationGracePeriodSeconds !== undefined) {
    errors.push(
      invalid(
        path.child('readinessProbe', 'terminationGracePeriodSeconds'),
        readinessProbe.terminationGracePeriodSeconds,
        'must not be set for readinessProbes',
      ),
    )
  }
  validateProbe(errors, path.child('startupProbe'), startupProbe, grace)
  onlyOneSuccess(errors, path.child('startupProbe'), startupProbe)
}

function onlyOneSuccess(errors: Errors, path: FieldPath, probe: core.Probe | undefined): void {
  if (probe !== undefined && (probe.successThreshold ?? 0) !== 1) {
    errors.push(invalid(path.child('successThreshold'), probe.successThreshold ?? 0, 'must be 1'))
  }
}

function validateProbe(errors: Errors, path: FieldPath, probe: core.Probe | undefined, grace: number): void {
  if (probe === undefined) return
  validateHandler(errors, path, probe, grace)
  nonNegative(errors, path.child('initialDelaySeconds'), probe.initialDelaySeconds)
  nonNegative(errors, path.child('timeoutSeconds'), probe.timeoutSeconds)
  nonNegative(errors, path.child('periodSeconds'), probe.periodSeconds)
  nonNegative(errors, path.child('successThreshold'), probe.successThreshold)
  nonNegative(errors, path.child('failureThreshold'), probe.failureThreshold)
  const own = probe.terminationGracePeriodSeconds
  if (own !== undefined && own <= 0) {
    errors.push(invalid(path.child('terminationGracePeriodSeconds'), own, 'must be greater than 0'))
  }
}

type Handler = core.ProbeHandler & core.LifecycleHandler

function validateHandler(errors: Errors, path: FieldPath, handler: Handler, grace: number): void {
  let count = 0
  function one<T>(value: T | undefined, name: string, check: (at: FieldPath, value: T) => void): void {
    if (value === undefined) return
    if (count > 0) {
      errors.push(forbidden(path.child(name), 'may not specify more than 1 handler type'))
      return
    }
    count++
    check(path.child(name), value)
  }
  one(handler.exec, 'exec', (at, exec) => {
    if (list(exec.command).length === 0) errors.push(required(at.child('command'), ''))
  })
  one(handler.httpGet, 'httpGet', (at, http) => {
    if (!http.path) errors.push(required(at.child('path'), ''))
    portNumberOrName(errors, at.child('port'), http.port)
    if (http.scheme !== 'HTTP' && http.scheme !== 'HTTPS') {
      errors.push(notSupported(at.child('scheme'), http.scheme ?? '', ['HTTP', 'HTTPS']))
    }
    for (const header of list(http.httpHeaders)) {
      say(errors, at.child('httpHeaders'), header.name, checkHttpHeaderName(header.name))
    }
  })
  one(handler.tcpSocket, 'tcpSocket', (at, tcp) => portNumberOrName(errors, at.child('port'), tcp.port))
  one(handler.grpc, 'grpc', (at, grpc) => portNumber(errors, at.child('port'), grpc.port ?? 0))
  one(handler.sleep, 'sleep', (at, sleep) => {
    if (sleep.seconds <= 0 || sleep.seconds > grace) {
      const detail = `must be greater than 0 and less than terminationGracePeriodSeconds (${grace})`
      errors.push(invalid(at, sleep.seconds, detail))
    }
  })
  if (count === 0) errors.push(required(path, 'must specify a handler type'))
}
