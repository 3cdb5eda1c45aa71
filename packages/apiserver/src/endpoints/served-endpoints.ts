/** Everything that the endpoints of one served resource share, put together once at start. */
import type { Environment } from '../registry/environment.ts'
import type { Served } from '../registry/served.ts'
import type { ListReader } from '../watch-cache/reader.ts'
import type { PatchSchema } from '@elli/machinery/patch/patch-schema'
import type { Writes } from './writes.ts'
import type { TableMaker } from './tables.ts'

export interface ServedEndpoints {
  readonly served: Served
  readonly env: Environment
  readonly reader: ListReader
  readonly tables: TableMaker
  readonly writes: Writes
  readonly patchSchema: PatchSchema
  readonly metrics: WatchMetrics
}

export interface WatchMetrics {
  watchEvent(bytes: number): void
}
