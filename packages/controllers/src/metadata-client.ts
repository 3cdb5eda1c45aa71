/**
 * A client that sees of every object its metadata only, whatever its kind: what is asked for and sent is PartialObjectMetadata.
 * In: a client. Out: a Client with the same identity; writes that are no patches should go through the plain client.
 */
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { Client, ResourceClient } from '@elli/client/client'
import { restClient } from '@elli/client/rest'
import type { Host } from '@elli/host/host'
import type { Transport } from '@elli/host/wire'

export function metadataClient(client: Client, host: Pick<Host, 'clock' | 'log'>): Client {
  const items = restClient(accepting(client.transport, 'PartialObjectMetadata'), { host })
  const lists = restClient(accepting(client.transport, 'PartialObjectMetadataList'), { host })
  return {
    transport: client.transport,
    for<T extends ApiObject>(resource: ResourceInfo<T>): ResourceClient<T> {
      return { ...items.for(resource), list: lists.for(resource).list }
    },
    raw: (...request) => client.raw(...request),
  }
}

function accepting(transport: Transport, kind: string): Transport {
  const accept = `application/json;as=${kind};g=meta.k8s.io;v=v1,application/json`
  return {
    send: (request) => transport.send({ ...request, headers: { ...request.headers, accept } }),
    upgrade: (request) => transport.upgrade(request),
    close: () => Promise.resolve(), // the transport is its owner's to close
  }
}
