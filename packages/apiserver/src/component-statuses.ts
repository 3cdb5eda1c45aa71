/** componentstatuses: long deprecated, still asked for. Says how the store is; schedulers and controllers tell by their Leases. */
import type { WireResponse } from '@elli/host/wire'
import { notFound } from '@elli/machinery/errors'
import type { Store } from '@elli/store/contract'
import type { Call } from './endpoints/call.ts'
import { negotiate } from './http/negotiation.ts'
import { jsonResponse } from './http/responses.ts'
import type { Route } from './router.ts'

export function componentStatusRoute(store: Store): Route {
  const status = async (): Promise<Record<string, unknown>> => {
    const failure = await store.currentRevision().then(
      () => undefined,
      (error: unknown) => String(error),
    )
    const condition =
      failure === undefined
        ? { type: 'Healthy', status: 'True', message: 'ok' }
        : { type: 'Healthy', status: 'False', message: failure, error: failure }
    return { metadata: { name: 'etcd-0', creationTimestamp: null }, conditions: [condition] }
  }
  const head = { apiVersion: 'v1' }
  const handlers = new Map<string, (call: Call) => Promise<WireResponse>>([
    [
      'list',
      async (call) => {
        const { shape } = negotiate(call.request.headers['accept'], 'list')
        const item = await status()
        if (shape.kind === 'Table') return jsonResponse(200, table([item], shape.version))
        return jsonResponse(200, { kind: 'ComponentStatusList', ...head, metadata: {}, items: [item] })
      },
    ],
    [
      'get',
      async (call) => {
        const { shape } = negotiate(call.request.headers['accept'], 'single')
        if (call.info.name !== 'etcd-0') throw notFound({ group: '', resource: 'componentstatuses' }, call.info.name)
        const item = await status()
        if (shape.kind === 'Table') return jsonResponse(200, table([item], shape.version))
        return jsonResponse(200, { kind: 'ComponentStatus', ...head, ...item })
      },
    ],
  ])
  return { resource: '/v1/componentstatuses', handlers, subresources: new Set() }
}

function table(items: readonly Record<string, unknown>[], version: string): unknown {
  const columns = ['Name', 'Status', 'Message', 'Error'].map((name) => ({
    name,
    type: 'string',
    format: name === 'Name' ? 'name' : '',
    description: `${name} of the component.`,
    priority: 0,
  }))
  const rows = items.map((item) => {
    const [condition] = item['conditions'] as { status: string; message: string; error?: string }[]
    const healthy = condition?.status === 'True'
    const metadata = item['metadata'] as { name: string }
    return {
      cells: [metadata.name, healthy ? 'Healthy' : 'Unhealthy', condition?.message ?? '', condition?.error ?? ''],
      object: { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata },
    }
  })
  return { kind: 'Table', apiVersion: `meta.k8s.io/${version}`, metadata: {}, columnDefinitions: columns, rows }
}
