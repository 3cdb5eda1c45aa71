/**
 * The kinds of volumes that need nothing but this node and the API: emptyDir, hostPath, configMap, secret, downwardAPI, projected.
 * Elsewhere: the contract (./plugin.ts), their files (./payload.ts), writing them (./atomic-writer.ts).
 */
import type { HostPathVolumeSource, Pod, ProjectedVolumeSource, VolumeProjection } from '@elli/api/core/v1'
import { quantityValue } from '@elli/machinery/quantity'
import type { FileStat } from '@elli/host/files'
import { podLimits } from '../pods/qos.ts'
import { writePayload } from './atomic-writer.ts'
import { setVolumeOwnership } from './ownership.ts'
import {
  commonUser,
  configMapPayload,
  downwardPayload,
  secretPayload,
  type Payload,
  type PayloadFile,
} from './payload.ts'
import type { VolumePlugin, VolumeRequest, VolumeServices } from './plugin.ts'

export const builtInPlugins: readonly VolumePlugin[] = [
  {
    folder: 'kubernetes.io~empty-dir',
    handles: ({ emptyDir }) => emptyDir !== undefined,
    readOnly: false,
    fsGroup: 'manager',
    setUp: setUpEmptyDir,
  },
  {
    folder: 'kubernetes.io~host-path',
    handles: ({ hostPath }) => hostPath !== undefined,
    readOnly: false,
    fsGroup: 'none',
    setUp: async ({ volume }, services) => {
      if (!volume.hostPath) throw new Error('no hostPath')
      await checkHostPath(volume.hostPath, services)
      return volume.hostPath.path
    },
  },
  {
    folder: 'kubernetes.io~configmap',
    handles: ({ configMap }) => configMap !== undefined,
    readOnly: true,
    fsGroup: 'self',
    setUp: async (request, services) => {
      const { name = '', items, defaultMode, optional = false } = request.volume.configMap ?? {}
      const found = await services.configMap(request.pod.metadata.namespace ?? '', name)
      if (!found && !optional) throw new Error(`configmap "${name}" not found`)
      const payload = configMapPayload(found, { items, defaultMode, optional: optional })
      return writeVolume(request, services, payload, false)
    },
  },
  {
    folder: 'kubernetes.io~secret',
    handles: ({ secret }) => secret !== undefined,
    readOnly: true,
    fsGroup: 'self',
    setUp: async (request, services) => {
      const { secretName = '', items, defaultMode, optional = false } = request.volume.secret ?? {}
      const found = await services.secret(request.pod.metadata.namespace ?? '', secretName)
      if (!found && !optional) throw new Error(`secret "${secretName}" not found`)
      return writeVolume(request, services, secretPayload(found, { items, defaultMode, optional }), true)
    },
  },
  {
    folder: 'kubernetes.io~downward-api',
    handles: ({ downwardAPI }) => downwardAPI !== undefined,
    readOnly: true,
    fsGroup: 'self',
    setUp: async (request, services) => {
      const { items = [], defaultMode } = request.volume.downwardAPI ?? {}
      return writeVolume(request, services, downwardPayload(items, defaultMode, downward(request, services)), true)
    },
  },
  {
    folder: 'kubernetes.io~projected',
    handles: ({ projected }) => projected !== undefined,
    readOnly: true,
    fsGroup: 'self',
    setUp: async (request, services) =>
      writeVolume(request, services, await projectedPayload(request, request.volume.projected ?? {}, services), true),
  },
]

const downward = ({ pod }: VolumeRequest, services: VolumeServices) => ({
  pod,
  addresses: services.addresses(pod),
  allocatable: services.allocatable(),
})

async function writeVolume(
  { pod, directory }: VolumeRequest,
  services: VolumeServices,
  payload: Payload,
  inMemory: boolean,
): Promise<string> {
  const { host } = services
  if (inMemory) await mountTmpfs(services, directory, undefined)
  else if ((await host.files.stat(directory)) === undefined) {
    await host.files.mkdir(directory, { mode: 0o777 })
    await host.files.chmod(directory, 0o777)
  }
  const { fsGroup, fsGroupChangePolicy } = pod.spec.securityContext ?? {}
  await writePayload(host, directory, payload, {
    prepare: async (folder) => {
      if (fsGroup === undefined) return
      await setVolumeOwnership(host.files, folder, {
        gid: fsGroup,
        readOnly: true,
        policy: fsGroupChangePolicy,
      })
    },
  })
  return directory
}

async function mountTmpfs(services: VolumeServices, directory: string, sizeBytes: number | undefined): Promise<void> {
  const { host, mounter } = services
  if (await mounter.isMountPoint(directory)) return
  await host.files.mkdir(directory, { mode: 0o777 })
  const options = sizeBytes === undefined ? [] : [`size=${sizeBytes}`]
  await mounter.mount('tmpfs', directory, { type: 'tmpfs', options })
  await host.files.chmod(directory, 0o777)
}

async function setUpEmptyDir(request: VolumeRequest, services: VolumeServices): Promise<string> {
  const { directory, pod } = request
  const { medium = '', sizeLimit } = request.volume.emptyDir ?? {}
  const { files } = services.host
  if (medium === 'Memory') {
    await mountTmpfs(services, directory, memorySize(pod, sizeLimit, services))
    return directory
  }
  if (medium.startsWith('HugePages')) {
    if (!(await services.mounter.isMountPoint(directory))) {
      await files.mkdir(directory, { mode: 0o777 })
      const size = medium === 'HugePages' ? [] : [`pagesize=${medium.slice('HugePages-'.length).replace('i', '')}`]
      await services.mounter.mount('nodev', directory, { type: 'hugetlbfs', options: size })
      await files.chmod(directory, 0o777)
    }
    return directory
  }
  if ((await files.stat(directory)) === undefined) {
    await files.mkdir(directory, { mode: 0o777 })
    await files.chmod(directory, 0o777)
  }
  return directory
}

/** The smallest of sizeLimit, the pod's memory limit and what the node can give. */
function memorySize(pod: Pod, sizeLimit: string | undefined, services: VolumeServices): number | undefined {
  const { memory } = services.allocatable()
  const everyLimited = pod.spec.containers.every(({ resources }) => resources?.limits?.['memory'] !== undefined)
  const sizes = [
    ...(sizeLimit === undefined || quantityValue(sizeLimit) === 0 ? [] : [quantityValue(sizeLimit)]),
    ...(everyLimited ? [podLimits(pod)['memory'] ?? 0] : []),
    ...(memory === undefined ? [] : [quantityValue(memory)]),
  ].filter((size) => size > 0)
  return sizes.length === 0 ? undefined : Math.min(...sizes)
}

async function checkHostPath(
  { path, type = '' }: HostPathVolumeSource,
  { host: { files } }: VolumeServices,
): Promise<void> {
  const stat = await files.stat(path)
  const must = (kind: FileStat['kind'], what: string): void => {
    if (stat?.kind !== kind) throw new Error(`hostPath type check failed: ${path} is not a ${what}`)
  }
  switch (type) {
    case '':
      return
    case 'DirectoryOrCreate':
      if (!stat) await files.mkdir(path, { mode: 0o755 })
      else must('directory', 'directory')
      return
    case 'FileOrCreate':
      if (!stat) await files.write(path, '', { mode: 0o644 })
      else must('file', 'file')
      return
    case 'Directory':
      return must('directory', 'directory')
    case 'File':
      return must('file', 'file')
    case 'Socket':
      return must('socket', 'socket file')
    case 'CharDevice':
      return must('character', 'character device')
    case 'BlockDevice':
      return must('block', 'block device')
    default:
      throw new Error(`${type} is an invalid volume type`)
  }
}

async function projectedPayload(
  request: VolumeRequest,
  { sources = [], defaultMode }: ProjectedVolumeSource,
  services: VolumeServices,
): Promise<Payload> {
  const payload = new Map<string, PayloadFile>()
  const errors: string[] = []
  for (const source of sources) {
    try {
      for (const [path, file] of await projection(request, source, defaultMode, services)) payload.set(path, file)
    } catch (error) {
      errors.push(error instanceof Error ? error.message : String(error))
    }
  }
  if (errors.length === 1) throw new Error(errors[0])
  if (errors.length > 1) throw new Error(`[${errors.join(', ')}]`)
  return payload
}

async function projection(
  request: VolumeRequest,
  source: VolumeProjection,
  defaultMode: number | undefined,
  services: VolumeServices,
): Promise<Payload> {
  const { pod } = request
  const namespace = pod.metadata.namespace ?? ''
  if (source.configMap) {
    const { name = '', items, optional = false } = source.configMap
    const found = await services.configMap(namespace, name)
    if (!found && !optional) throw new Error(`configmap "${name}" not found`)
    return configMapPayload(found, { items, defaultMode, optional })
  }
  if (source.secret) {
    const { name = '', items, optional = false } = source.secret
    const found = await services.secret(namespace, name)
    if (!found && !optional) throw new Error(`secret "${name}" not found`)
    return secretPayload(found, { items, defaultMode, optional })
  }
  if (source.downwardAPI) {
    return downwardPayload(source.downwardAPI.items ?? [], defaultMode, downward(request, services))
  }
  if (source.serviceAccountToken) {
    const { path, audience, expirationSeconds = 3600 } = source.serviceAccountToken
    const token = await services.serviceAccountToken({
      namespace,
      serviceAccount: pod.spec.serviceAccountName ?? 'default',
      audience,
      expirationSeconds,
      pod,
    })
    const uid = commonUser(pod)
    const narrow = uid !== undefined || pod.spec.securityContext?.fsGroup !== undefined
    const mode = narrow ? 0o600 : (defaultMode ?? 0o644)
    return new Map([[path, { data: Buffer.from(token), mode, ...(uid !== undefined && { uid }) }]])
  }
  if (source.clusterTrustBundle) {
    throw new Error('ClusterTrustBundle projection is not supported in static kubelet mode')
  }
  return new Map()
}
