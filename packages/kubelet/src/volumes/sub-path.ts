/**
 * A part of a volume as a mount of its own (`subPath`), made so that no link inside the volume leads out of it.
 * In: the volume's path, a relative path, where to bind it. Out: the bound path for the container.
 * Always: missing folders are made (0750); what is resolved is checked again after the bind.
 */
import type { VolumeServices } from './plugin.ts'

export interface SubPathRequest {
  readonly volumePath: string
  readonly subPath: string
  /** `<pod>/volume-subpaths/<volume>/<container>/<index>` */
  readonly target: string
}

/** @throws Error (a CreateContainerConfigError to be) when the path is not allowed or cannot be made */
export async function bindSubPath(request: SubPathRequest, services: VolumeServices): Promise<string> {
  const { host, mounter } = services
  const { volumePath, subPath, target } = request
  const parts = subPath.split('/').filter((part) => part !== '' && part !== '.')
  if (subPath.startsWith('/') || parts.includes('..'))
    throw new Error(`subPath ${JSON.stringify(subPath)} is not allowed`)
  const root = await host.files.realpath(volumePath)
  const resolved = await makeInside(services, root, parts)
  const stat = await host.files.stat(resolved)
  if (await mounter.isMountPoint(target)) {
    const bound = await host.files.stat(target)
    if (bound?.inode === stat?.inode && bound?.device === stat?.device) return target
    await mounter.unmount(target)
  }
  await host.files.mkdir(target.slice(0, target.lastIndexOf('/')), { mode: 0o750 })
  if (stat?.kind === 'directory') await host.files.mkdir(target, { mode: 0o750 })
  else await host.files.write(target, '', { mode: 0o640 })
  await mounter.mount(resolved, target, { options: ['bind'] })
  const [bound, again] = [await host.files.stat(target), await host.files.realpath(resolved)]
  if (again !== resolved || bound?.inode !== stat?.inode || bound?.device !== stat?.device) {
    await mounter.unmount(target)
    throw new Error(`subPath ${JSON.stringify(subPath)} changed while it was mounted`)
  }
  return target
}

async function makeInside({ host }: VolumeServices, root: string, parts: readonly string[]): Promise<string> {
  let path = root
  for (const [index, part] of parts.entries()) {
    const next = `${path}/${part}`
    if ((await host.files.lstat(next)) === undefined) await host.files.mkdir(next, { mode: 0o750 })
    path = await host.files.realpath(next)
    if (path !== root && !path.startsWith(root === '/' ? '/' : `${root}/`)) {
      throw new Error(`subPath ${JSON.stringify(parts.slice(0, index + 1).join('/'))} leads out of its volume`)
    }
  }
  return path
}
