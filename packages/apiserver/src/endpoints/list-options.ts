/**
 * The query of a list or watch, read and checked with upstream's words.
 * In: RequestInfo. Out: ListOptions; 400 for what cannot be read, 422 for what does not go together.
 * @see apimachinery pkg/apis/meta/internalversion/validation
 */
import { badRequest, invalid } from '@elli/machinery/errors'
import { at, forbidden, notSupported, type FieldError } from '@elli/machinery/field'
import { goQuote } from '@elli/machinery/go-quote'
import { isTrue, type RequestInfo } from '../request-info.ts'

export interface ListOptions {
  readonly watch: boolean
  readonly limit: number
  readonly continueToken: string
  readonly resourceVersion: string
  readonly resourceVersionMatch: string
  readonly timeoutSeconds: number | undefined
  readonly allowWatchBookmarks: boolean
  readonly sendInitialEvents: boolean | undefined
  readonly labelSelector: string
  readonly fieldSelector: string
}

/** @param watchList the gate WatchList */
export function listOptions(info: RequestInfo, watchList: boolean): ListOptions {
  const { query } = info
  const options: ListOptions = {
    watch: info.verb === 'watch',
    limit: integer(query, 'limit') ?? 0,
    continueToken: query.get('continue') ?? '',
    resourceVersion: query.get('resourceVersion') ?? '',
    resourceVersionMatch: query.get('resourceVersionMatch') ?? '',
    timeoutSeconds: integer(query, 'timeoutSeconds'),
    allowWatchBookmarks: isTrue(query.get('allowWatchBookmarks')),
    sendInitialEvents: query.has('sendInitialEvents') ? isTrue(query.get('sendInitialEvents')) : undefined,
    labelSelector: info.labelSelector,
    fieldSelector: info.fieldSelector,
  }
  const errors = options.watch ? checkWatch(options, watchList) : checkList(options)
  if (errors.length > 0) throw invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors)
  return options
}

function integer(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null || text === '') return undefined
  return parseInt64(text)
}

/** A number in a query; 400 with Go's words for what is none. */
export function parseInt64(text: string): number {
  const wrong = (why: string): Error => badRequest(`strconv.ParseInt: parsing ${goQuote(text)}: ${why}`)
  if (!/^[+-]?\d+$/.test(text)) throw wrong('invalid syntax')
  const exact = BigInt(text.replace('+', ''))
  if (exact !== BigInt.asIntN(64, exact)) throw wrong('value out of range')
  return Number(exact)
}

const match = at('resourceVersionMatch')

function checkList(options: ListOptions): FieldError[] {
  const errors: FieldError[] = []
  const { resourceVersionMatch } = options
  if (resourceVersionMatch !== '') {
    if (options.resourceVersion === '')
      errors.push(forbidden(match, 'resourceVersionMatch is forbidden unless resourceVersion is provided'))
    if (options.continueToken !== '')
      errors.push(forbidden(match, 'resourceVersionMatch is forbidden when continue is provided'))
    if (resourceVersionMatch !== 'Exact' && resourceVersionMatch !== 'NotOlderThan')
      errors.push(notSupported(match, resourceVersionMatch, ['Exact', 'NotOlderThan', '']))
    if (resourceVersionMatch === 'Exact' && options.resourceVersion === '0')
      errors.push(forbidden(match, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'))
  }
  if (options.sendInitialEvents !== undefined)
    errors.push(forbidden(at('sendInitialEvents'), 'sendInitialEvents is forbidden for list'))
  return errors
}

function checkWatch(options: ListOptions, watchList: boolean): FieldError[] {
  const errors: FieldError[] = []
  const { resourceVersionMatch } = options
  if (options.sendInitialEvents !== undefined && resourceVersionMatch !== 'NotOlderThan')
    errors.push(forbidden(match, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'))
  if (options.sendInitialEvents !== undefined && !watchList)
    errors.push(
      forbidden(
        at('sendInitialEvents'),
        'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
      ),
    )
  if (resourceVersionMatch !== '') {
    if (options.sendInitialEvents === undefined)
      errors.push(forbidden(match, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'))
    if (resourceVersionMatch !== 'NotOlderThan')
      errors.push(notSupported(match, resourceVersionMatch, ['NotOlderThan']))
    if (options.continueToken !== '')
      errors.push(forbidden(match, 'resourceVersionMatch is forbidden when continue is provided'))
  }
  return errors
}

/** A resourceVersion as a number; 400 for what is none. */
export function revisionOf(text: string): number {
  if (text === '') return 0
  const wrong = (why: string): Error =>
    badRequest(`resourceVersion: Invalid value: ${goQuote(text)}: strconv.ParseUint: parsing ${goQuote(text)}: ${why}`)
  if (!/^\d+$/.test(text)) throw wrong('invalid syntax')
  const exact = BigInt(text)
  if (exact !== BigInt.asUintN(64, exact)) throw wrong('value out of range')
  return Number(exact)
}
