/**
 * What a container left as its last words: its termination message file, or the end of its log when that is asked for.
 * In: the dead container as CRI shows it. Out: text of at most 4096 bytes (2048 bytes and 80 lines from the log).
 */
import { hasCode, type Files } from '@elli/host/files'
import { annotationKeys } from '../cri/labels.ts'
import type { ContainerStatus } from '../cri/v1.types.ts'

export interface MessageSources {
  readonly files: Pick<Files, 'read'>
  logTail(path: string, maxBytes: number, maxLines: number): Promise<string>
}

export async function terminationMessage(status: ContainerStatus, sources: MessageSources): Promise<string> {
  const path = status.annotations[annotationKeys.terminationMessagePath]
  const mount = status.mounts.find(({ containerPath }) => path !== undefined && containerPath === path)
  let message = ''
  if (mount) {
    try {
      message = (await sources.files.read(mount.hostPath)).subarray(0, 4096).toString('utf8')
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) return `Error on reading termination log ${mount.hostPath}: ${String(error)}`
    }
  }
  const fallback = status.annotations[annotationKeys.terminationMessagePolicy] === 'FallbackToLogsOnError'
  if (message !== '' || !fallback || status.exitCode === 0 || status.logPath === '') return message
  return sources.logTail(status.logPath, 2048, 80)
}
