/**
 * GET /containerLogs/{namespace}/{pod}/{container}: a container's log, also while it grows.
 * Always: mistakes in options are 400 or 422 before the first byte; a reader that leaves stops the reading.
 * Elsewhere: files (../log-reader.ts), which container (../../server/log-target.ts).
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { hasCode } from '@elli/host/files'
import { isCriNotFound } from '../../cri/runtime.ts'
import { findContainer, nameOf, namespaceOf, uidOf } from '../../pods/identity.ts'
import { logTarget } from '../../server/log-target.ts'
import type { LogOptions } from '../../logs/cri-log.ts'
import { readLog } from '../log-reader.ts'
import { plain, type ServerDeps } from './parts.ts'

/** @returns whether the path was ours */
export async function answerContainerLogs(
  deps: ServerDeps,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<boolean> {
  const match = /^\/containerLogs\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(url.pathname)
  if (!match || request.method !== 'GET') return false
  const [, namespace = '', podName = '', containerName = ''] = match.map((part) => decodeURIComponent(part ?? ''))
  const pod = deps.workers.pods().find((one) => nameOf(one) === podName && namespaceOf(one) === namespace)
  if (!pod) {
    plain(response, 404, `pod ${JSON.stringify(podName)} does not exist\n`)
    return true
  }
  if (!findContainer(pod, containerName)) {
    plain(response, 404, `container ${JSON.stringify(containerName)} not found in pod ${JSON.stringify(podName)}\n`)
    return true
  }
  const options = logOptions(url.searchParams, deps.context.host.clock.now())
  if ('invalid' in options) {
    plain(response, 422, options.invalid)
    return true
  }
  const status = deps.statuses.get(uidOf(pod)) ?? pod.status ?? {}
  const target = logTarget(podName, containerName, status, url.searchParams.get('previous') === 'true')
  if ('refusal' in target) {
    plain(response, 400, target.refusal)
    return true
  }
  await sendLog(deps, response, target.id, options)
  return true
}

async function sendLog(deps: ServerDeps, response: ServerResponse, id: string, options: LogOptions): Promise<void> {
  const { runtime } = deps.context.cri
  const path = await runtime.containerStatus({ containerId: id }).then(
    ({ status }) => status?.logPath ?? '',
    (error: unknown) => {
      deps.context.host.log.debug('cannot look up a log', { id, error })
      return ''
    },
  )
  if (path === '') {
    plain(response, 200, `unable to retrieve container logs for containerd://${id}`)
    return
  }
  const stop = new AbortController()
  const onEnd = (): void => stop.abort(new Error('the reader is gone'))
  response.on('close', onEnd)
  deps.signal.addEventListener('abort', onEnd, { once: true })
  const isRunning = async (): Promise<boolean> => {
    try {
      const { status } = await runtime.containerStatus({ containerId: id })
      return status?.state === 'CONTAINER_RUNNING' || status?.state === 'CONTAINER_CREATED'
    } catch (error) {
      if (isCriNotFound(error)) return false
      throw error
    }
  }
  response.writeHead(200, { 'content-type': 'text/plain' })
  if (options.follow === true) response.flushHeaders()
  try {
    for await (const bytes of readLog(deps.context.host, { path, options, isRunning }, stop.signal)) {
      if (response.write(bytes) || stop.signal.aborted) continue
      await new Promise<void>((resolve) => {
        response.once('drain', resolve)
        response.once('close', resolve)
      })
    }
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
    response.write(
      `failed to try resolving symlinks in path ${JSON.stringify(path)}: lstat ${path}: no such file or directory`,
    )
  } finally {
    deps.signal.removeEventListener('abort', onEnd)
  }
  response.end()
}

function logOptions(query: URLSearchParams, now: number): LogOptions | { invalid: string } {
  const number = (name: string): number | undefined | 'bad' => {
    const text = query.get(name)
    if (text === null || text === '') return undefined
    const value = Number(text)
    return Number.isInteger(value) ? value : 'bad'
  }
  const [tailLines, sinceSeconds, limitBytes] = [number('tailLines'), number('sinceSeconds'), number('limitBytes')]
  if (tailLines === 'bad' || (tailLines !== undefined && tailLines < 0))
    return { invalid: 'Invalid request: tailLines must be greater than or equal to 0' }
  if (sinceSeconds === 'bad' || (sinceSeconds !== undefined && sinceSeconds < 1))
    return { invalid: 'Invalid request: sinceSeconds must be greater than 0' }
  if (limitBytes === 'bad' || (limitBytes !== undefined && limitBytes < 1))
    return { invalid: 'Invalid request: limitBytes must be greater than 0' }
  const sinceTime = query.get('sinceTime')
  const since = sinceTime ? Date.parse(sinceTime) : sinceSeconds === undefined ? undefined : now - sinceSeconds * 1000
  if (since !== undefined && Number.isNaN(since)) return { invalid: 'Invalid request: sinceTime is not a time' }
  return {
    tailLines,
    sinceMs: since,
    limitBytes,
    timestamps: query.get('timestamps') === 'true',
    follow: query.get('follow') === 'true',
  }
}
