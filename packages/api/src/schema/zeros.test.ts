/** Zero values: required fields are there, optional ones and pointers are not. */
import { expect, test } from 'vitest'
import { EndpointSlice } from '../discovery/v1.ts'
import { PodSpec } from '../core/v1.ts'
import { zeroFiller } from './zeros.ts'

test('what a writer left out of a required field is its zero', () => {
  const spec = { readinessGates: [{}], containers: [{ ports: [{}] }] }
  zeroFiller()(PodSpec, spec)
  expect(spec).toEqual({
    readinessGates: [{ conditionType: '' }],
    containers: [{ name: '', ports: [{ containerPort: 0 }] }],
  })
})

test('an empty list that is written as null is none', () => {
  const slice = { metadata: {}, addressType: 'IPv4', endpoints: [], ports: [] }
  zeroFiller()(EndpointSlice, slice)
  expect(slice).toEqual({ metadata: {}, addressType: 'IPv4' })
})
