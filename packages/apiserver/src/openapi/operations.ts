/**
 * Operations of OpenAPI documents: said once, written for version 2 or 3.
 * In: an Operation in words of our own. Out: the operation object of a document.
 * Elsewhere: which operations there are (./paths.ts, ./plain-paths.ts), schemas (./schemas.ts).
 */
import type { GroupVersionKind } from '@elli/api/object'
import type { OpenApiVersion, Schema } from './schemas.ts'

export type ParameterType = 'string' | 'boolean' | 'integer'

export interface Operation {
  readonly id: string
  readonly description: string
  readonly tag: string
  readonly action?: string
  readonly kind?: GroupVersionKind
  readonly query?: Readonly<Record<string, ParameterType>>
  /** A schema or a reference to one. */
  readonly body?: { readonly schema: Schema; readonly required: boolean }
  readonly consumes: readonly string[]
  readonly produces: readonly string[]
  /** Code → schema; null for answers without one. */
  readonly responses: Readonly<Record<string, Schema | null>>
}

/** Path parameters and query parameters that all operations of a path have. */
export interface PathParameters {
  readonly path: readonly string[]
  readonly query: Readonly<Record<string, ParameterType>>
}

const reasons: Readonly<Record<string, string>> = {
  '200': 'OK',
  '201': 'Created',
  '202': 'Accepted',
  '401': 'Unauthorized',
}

export function writeOperation(operation: Operation, version: OpenApiVersion): Schema {
  return version === 2 ? writeV2(operation) : writeV3(operation)
}

function head({ id, description, tag, action, kind }: Operation): Schema {
  return {
    tags: [tag],
    description,
    operationId: id,
    ...(action === undefined ? {} : { 'x-kubernetes-action': action }),
    ...(kind === undefined ? {} : { 'x-kubernetes-group-version-kind': kind }),
  }
}

function writeV2(operation: Operation): Schema {
  const { query = {}, body, consumes, produces, responses } = operation
  const parameters: Schema[] = queryParameters(query, 2)
  if (body !== undefined)
    parameters.unshift({
      name: 'body',
      in: 'body',
      ...(body.required ? { required: true } : {}),
      schema: body.schema,
    })
  return {
    ...head(operation),
    ...(consumes.length > 0 ? { consumes } : {}),
    ...(produces.length > 0 ? { produces } : {}),
    schemes: ['https'],
    ...(parameters.length > 0 ? { parameters } : {}),
    responses: Object.fromEntries(
      Object.entries(responses).map(([code, schema]) => [
        code,
        { description: reasons[code] ?? '', ...(schema === null ? {} : { schema }) },
      ]),
    ),
  }
}

function writeV3(operation: Operation): Schema {
  const { query = {}, body, consumes, produces, responses } = operation
  const parameters = queryParameters(query, 3)
  const content = (types: readonly string[], schema: Schema): Schema =>
    Object.fromEntries(types.map((type) => [type, { schema }]))
  return {
    ...head(operation),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === undefined
      ? {}
      : { requestBody: { content: content(consumes, body.schema), ...(body.required ? { required: true } : {}) } }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([code, schema]) => [
        code,
        { description: reasons[code] ?? '', ...(schema === null ? {} : { content: content(produces, schema) }) },
      ]),
    ),
  }
}

export function pathParameters({ path, query }: PathParameters, version: OpenApiVersion): Schema[] {
  const named = path.map((name): Schema => {
    const own = { name, in: 'path', required: true, description: pathDescriptions[name] ?? '' }
    const type = { type: 'string', uniqueItems: true }
    return version === 2 ? { ...own, ...type } : { ...own, schema: type }
  })
  return [...named, ...queryParameters(query, version)]
}

function queryParameters(query: Readonly<Record<string, ParameterType>>, version: OpenApiVersion): Schema[] {
  return Object.entries(query)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, type]) => {
      const own = { name, in: 'query', description: queryDescriptions[name] ?? '' }
      const shape = { type, uniqueItems: true }
      return version === 2 ? { ...own, ...shape } : { ...own, schema: shape }
    })
}

const pathDescriptions: Readonly<Record<string, string>> = {
  name: 'Name of the object.',
  namespace: 'Namespace in which the object is, or objects are.',
  path: 'What is asked of the other side, without the leading slash.',
}

const queryDescriptions: Readonly<Record<string, string>> = {
  allowWatchBookmarks: 'A watch may also tell how far it has come, in events of type BOOKMARK.',
  command: 'Command to run and its arguments.',
  container: 'Container that is meant; where there is only one it need not be named.',
  continue: 'Goes on where the page of a list ended that gave this text.',
  dryRun: 'With the value All everything happens but the writing.',
  fieldManager: 'Who makes the change, for the record of managed fields.',
  fieldSelector: 'Only objects whose fields have these values.',
  fieldValidation: 'What to do about unknown and repeated fields: Ignore, Warn or Strict.',
  follow: 'The log goes on as it is written.',
  force: 'An apply takes fields from their managers.',
  gracePeriodSeconds: 'How long the object gets to end; zero removes it at once.',
  insecureSkipTLSVerifyBackend: 'The certificate of the kubelet is not checked.',
  labelSelector: 'Only objects with such labels.',
  limit: 'At most so many objects; the answer then says how to get more.',
  limitBytes: 'At most so many bytes.',
  orphanDependents: 'Old form of propagationPolicy.',
  path: 'What is asked of the other side.',
  ports: 'Ports to forward to.',
  pretty: 'The answer is laid out for people.',
  previous: 'The log of the container that ran before.',
  propagationPolicy: 'What becomes of dependents: Orphan, Background or Foreground.',
  resourceVersion: 'How fresh the answer must be, or where a watch begins.',
  resourceVersionMatch: 'How resourceVersion is meant: NotOlderThan or Exact.',
  sendInitialEvents: 'A watch begins with all there is, and says when it is through.',
  sinceSeconds: 'Only what was written in this time.',
  stderr: 'The error output is wanted.',
  stdin: 'There will be input.',
  stdout: 'The output is wanted.',
  tailLines: 'Only so many lines from the end.',
  timeoutSeconds: 'How long a list or watch may last.',
  timestamps: 'Each line begins with its time.',
  tty: 'The command gets a terminal.',
  watch: 'Tells of changes instead of listing.',
}
