/** ControllerRevisions on the server: snapshots that never change. */
import { controllerrevisions } from '@elli/api/apps/v1.resources'
import type { ControllerRevision } from '@elli/api/apps/v1'
import { parseApiVersion } from '@elli/api/object'
import { at, required } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, immutable, list, nonNegative } from '../checks.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'

export const controllerrevisionsStrategy: Strategy<ControllerRevision> = {
  resource: controllerrevisions,
  validate: (revision) =>
    collect((errors) => {
      nonNegative(errors, at('revision'), revision.revision)
      const data: unknown = revision.data
      if (data === undefined || data === null) errors.push(required(at('data'), 'data is mandatory'))
      else if (typeof data !== 'object' || Array.isArray(data)) {
        errors.push(required(at('data'), 'data must be a valid JSON object'))
      }
    }),
  validateUpdate: (revision, old) =>
    collect((errors) => {
      nonNegative(errors, at('revision'), revision.revision)
      immutable(errors, at('data'), revision.data, old.data)
    }),
  table: table<ControllerRevision>(
    [column('Controller', 'Whose state the revision is.'), column('Revision', 'Number of the revision.'), ageColumn],
    (revision, now) => [controllerOf(revision), revision.revision ?? 0, ageOf(revision, now)],
  ),
}

function controllerOf(revision: ControllerRevision): string {
  const owner = list(revision.metadata.ownerReferences).find((reference) => reference.controller === true)
  if (owner === undefined) return '<none>'
  const { group } = parseApiVersion(owner.apiVersion)
  const kind = group === '' ? owner.kind : `${owner.kind}.${group}`
  return `${kind.toLowerCase()}/${owner.name}`
}
