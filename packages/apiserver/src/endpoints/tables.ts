/**
 * Tables and metadata-only views: what kubectl prints and what controllers of everything watch.
 * In: entries, the strategy's printer. Out: meta.k8s.io Table and PartialObjectMetadata shapes.
 * @see apiserver pkg/registry/rest/table.go, pkg/endpoints/handlers/response.go
 */
import type { ApiObject } from '@elli/api/object'
import type { Instant } from '@elli/host/clock'
import { badRequest } from '@elli/machinery/errors'
import { goQuote } from '@elli/machinery/go-quote'
import type { Typed } from '../http/answers.ts'
import type { Column, Cell, TablePrinter } from '../registry/strategy.ts'
import type { Served } from '../registry/served.ts'
import type { HotObjects, Entry } from '../watch-cache/entry.ts'

export type IncludeObject = 'None' | 'Metadata' | 'Object'

export function includeObject(query: URLSearchParams): IncludeObject {
  const value = query.get('includeObject') ?? ''
  if (value === '' || value === 'Metadata') return 'Metadata'
  if (value === 'None' || value === 'Object') return value
  throw badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: ${goQuote(value)}: must be 'Metadata', 'Object', 'None', or empty`,
  )
}

const nameAndAge: TablePrinter<ApiObject> = {
  columns: [
    {
      name: 'Name',
      type: 'string',
      format: 'name',
      description: 'Name of the object, unique within its namespace.',
      priority: 0,
    },
    { name: 'Created At', type: 'date', description: 'When the object was created, in UTC.', priority: 0 },
  ],
  row: (object) => [object.metadata.name ?? '', object.metadata.creationTimestamp ?? ''],
}

export class TableMaker {
  readonly #served: Served
  readonly #printer: TablePrinter<ApiObject>
  readonly #hot: HotObjects

  constructor(served: Served, hot: HotObjects) {
    this.#served = served
    this.#printer = served.kind.strategy.table ?? nameAndAge
    this.#hot = hot
  }

  columns(): Required<Column>[] {
    return this.#printer.columns.map(({ name, type, format = '', description, priority }) => ({
      name,
      type,
      format,
      description,
      priority,
    }))
  }

  row(entry: Entry, include: IncludeObject, version: string, now: Instant): unknown {
    const object = this.#hot.object(entry)
    const cells: Cell[] = this.#printer.row(object, now)
    if (include === 'None') return { cells, object: null }
    if (include === 'Metadata') return { cells, object: partialMetadata(object, version) }
    return { cells, object: this.#served.fromHub(object) }
  }

  table(version: string, metadata: object, rows: readonly unknown[], withColumns = true): Typed {
    return {
      kind: 'Table',
      apiVersion: `meta.k8s.io/${version}`,
      metadata,
      columnDefinitions: withColumns ? this.columns() : null,
      rows,
    } as Typed
  }
}

export function partialMetadata(object: ApiObject, version: string): Typed & Pick<ApiObject, 'metadata'> {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata: object.metadata }
}
