import { describe, expect, test } from 'vitest'
import * as errors from './errors.ts'
import { at, invalid, required } from './field.ts'

const pods = { group: '', resource: 'pods' }
const deployments = { group: 'apps', resource: 'deployments' }

describe('constructors speak as upstream does', () => {
  for (const [error, code, reason, message] of [
    [errors.notFound(pods, 'a'), 404, 'NotFound', 'pods "a" not found'],
    [errors.alreadyExists(deployments, 'a'), 409, 'AlreadyExists', 'deployments.apps "a" already exists'],
    [errors.conflict(pods, 'a', 'no'), 409, 'Conflict', 'Operation cannot be fulfilled on pods "a": no'],
    [errors.forbidden(pods, '', 'no'), 403, 'Forbidden', 'pods is forbidden: no'],
    [errors.forbidden({ group: '', resource: '' }, '', 'no'), 403, 'Forbidden', 'forbidden: no'],
    [errors.forbidden(pods, 'a', 'no'), 403, 'Forbidden', 'pods "a" is forbidden: no'],
    [errors.unauthenticated(), 401, 'Unauthorized', 'Unauthorized'],
    [errors.timeout('slow', 3), 504, 'Timeout', 'Timeout: slow'],
    [
      errors.methodNotSupported(pods, 'create'),
      405,
      'MethodNotAllowed',
      'create is not supported on resources of kind "pods"',
    ],
    [
      errors.serverTimeout(pods, 'list', 1),
      500,
      'ServerTimeout',
      'The list operation against pods could not be completed at this time, please try again.',
    ],
    [errors.internalError(new Error('x')), 500, 'InternalError', 'Internal error occurred: x'],
    [errors.requestEntityTooLarge('limit is 3'), 413, 'RequestEntityTooLarge', 'Request entity too large: limit is 3'],
  ] as const) {
    test(message, () => expect([error.code, error.reason, error.message]).toEqual([code, reason, message]))
  }
})

test('invalid carries every field error as a cause and all of them in its message', () => {
  const error = errors.invalid({ group: 'apps', kind: 'Deployment' }, 'web', [
    required(at('spec', 'selector')),
    invalid(at('spec', 'replicas'), -1, 'must be greater than or equal to 0'),
  ])
  expect(error.status).toEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message:
      'Deployment.apps "web" is invalid: [spec.selector: Required value, spec.replicas: Invalid value: -1: must be greater than or equal to 0]',
    reason: 'Invalid',
    details: {
      name: 'web',
      group: 'apps',
      kind: 'Deployment',
      causes: [
        { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.selector' },
        {
          reason: 'FieldValueInvalid',
          message: 'Invalid value: -1: must be greater than or equal to 0',
          field: 'spec.replicas',
        },
      ],
    },
    code: 422,
  })
})

test('predicates see through wrapping, and go by code only when the reason is unknown', () => {
  const wrapped = new Error('while syncing', { cause: errors.notFound(pods, 'a') })
  expect(errors.isNotFound(wrapped)).toBe(true)
  expect(errors.isConflict(wrapped)).toBe(false)
  expect(errors.isNotFound(errors.fromStatus({ metadata: {}, code: 404, reason: 'Strange' }))).toBe(true)
  expect(errors.isConflict(errors.alreadyExists(pods, 'a'))).toBe(false)
  expect(errors.isExpired(errors.resourceExpired('too old'))).toBe(true)
  expect(errors.isGone(errors.resourceExpired('too old'))).toBe(false)
  expect(errors.isNotFound(undefined)).toBe(false)
})

test('an answer without a Status is worded by the client', () => {
  const error = errors.genericResponse({
    code: 502,
    verb: 'GET',
    resource: pods,
    name: 'a',
    serverMessage: 'bad gateway',
    unexpected: true,
  })
  expect(error.message).toBe(
    'an error on the server ("bad gateway") has prevented the request from succeeding (get pods a)',
  )
  expect(error.details?.causes).toEqual([{ reason: 'UnexpectedServerResponse', message: 'bad gateway' }])
  expect(errors.suggestsDelaySeconds(errors.tooManyRequests('later', 7))).toBe(7)
})

test('what is no API error becomes a 500 without a reason', () => {
  const status = errors.toStatus(new Error('boom'))
  expect([status.code, status.reason, status.message]).toEqual([500, undefined, 'boom'])
})
