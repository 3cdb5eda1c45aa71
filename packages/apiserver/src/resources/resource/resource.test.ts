/** resource.k8s.io: what a claim may ask for and get, what slices say of devices, fields of gates that are off. */
import type {
  DeviceClass,
  DeviceRequest,
  PodSchedulingContext,
  ResourceClaim,
  ResourceSlice,
} from '@elli/api/resource/v1alpha3'
import { expect, test } from 'vitest'
import { context, createErrors, texts, updateErrors } from '../examples.ts'
import { deviceclassesStrategy } from './deviceclasses.ts'
import { podschedulingcontextsStrategy } from './podschedulingcontexts.ts'
import { resourceclaimsStrategy } from './resourceclaims.ts'
import { resourceslicesStrategy } from './resourceslices.ts'

const metadata = { name: 'one', namespace: 'default' }

function claim(spec: ResourceClaim['spec'], status?: ResourceClaim['status']): ResourceClaim {
  return { metadata, spec, ...(status === undefined ? {} : { status }) }
}

const gpu: DeviceRequest = { name: 'gpu', deviceClassName: 'gpus', allocationMode: 'ExactCount', count: 1 }

test('a claim asks for devices by class, in numbers, once per name', () => {
  expect(createErrors(resourceclaimsStrategy, claim({ devices: { requests: [gpu] } }))).toEqual([])
  const requests: DeviceRequest[] = [
    { ...gpu, deviceClassName: '', count: 0 },
    { ...gpu, allocationMode: 'All', count: 2 },
  ]
  expect(createErrors(resourceclaimsStrategy, claim({ devices: { requests } }))).toEqual([
    'spec.devices.requests[0].deviceClassName: Required value',
    'spec.devices.requests[0].count: Invalid value: 0: must be greater than zero',
    "spec.devices.requests[1].count: Invalid value: 2: must not be specified when allocationMode is 'All'",
    'spec.devices.requests[1].name: Duplicate value: "gpu"',
  ])
})

test('constraints and configurations name requests of the claim', () => {
  const devices = {
    requests: [gpu],
    constraints: [{ requests: ['other'], matchAttribute: 'model' }],
    config: [{ requests: ['gpu'], opaque: { driver: '', parameters: {} } }],
  }
  const errors = createErrors(resourceclaimsStrategy, claim({ devices }))
  expect(errors.slice(0, 3)).toEqual([
    'spec.devices.constraints[0].requests[0]: Invalid value: "other": must be the name of a request in the claim',
    'spec.devices.constraints[0].matchAttribute.domain: Required value: must include a prefix',
    'spec.devices.config[0].opaque.driver: Required value',
  ])
})

test('selectors are compiled', () => {
  const selecting = (expression: string): string[] =>
    createErrors(
      resourceclaimsStrategy,
      claim({ devices: { requests: [{ ...gpu, selectors: [{ cel: { expression } }] }] } }),
    )
  const versions = 'cel.bind(a, device.attributes["a.b"], a.version.isGreaterThan(semver("1.0.0")))'
  expect(selecting(versions)).toEqual([])
  expect(selecting('device.driver')).toEqual([
    'spec.devices.requests[0].selectors[0].cel.expression: Invalid value: "device.driver": must evaluate to bool or the unknown type, not string',
  ])
  expect(selecting('nothing').join()).toContain('undeclared reference to')
})

test('what was allocated stays, and is given back before it goes', () => {
  const devices = { results: [{ request: 'gpu', driver: 'a.b', pool: 'p', device: 'd' }] }
  const old = claim({ devices: { requests: [gpu] } }, { allocation: { devices } })
  const errors = (status: ResourceClaim['status'], from = old): string[] =>
    texts(resourceclaimsStrategy.status?.validateUpdate?.(claim(old.spec, status), from, context()))
  expect(errors({ allocation: { devices } })).toEqual([])
  expect(errors({ reservedFor: [{ resource: 'pods', name: 'p', uid: 'u' }] })).toEqual([
    'status.reservedFor: Forbidden: may not be specified when `allocated` is not set',
  ])
  expect(errors({ deallocationRequested: true })).toEqual([
    'status: Forbidden: `allocation` must be set when `deallocationRequested` is set',
  ])
})

test('controllers of drivers are for who has the gate', () => {
  const given = claim({ controller: 'a.b', devices: { requests: [gpu] } })
  const off = structuredClone(given)
  resourceclaimsStrategy.prepareForCreate?.(off, context())
  expect(off.spec.controller).toBeUndefined()
  const on = structuredClone(given)
  resourceclaimsStrategy.prepareForCreate?.(on, context({}, ['DRAControlPlaneController']))
  expect(on.spec.controller).toBe('a.b')
  const deviceClass: DeviceClass = { metadata, spec: { suitableNodes: { nodeSelectorTerms: [] } } }
  deviceclassesStrategy.prepareForCreate?.(deviceClass, context())
  expect(deviceClass.spec).toEqual({})
})

test('a class that is wrong is told so twice on updates', () => {
  const deviceClass: DeviceClass = { metadata, spec: { config: [{}] } }
  const wrong = 'spec.config[0].opaque: Required value'
  expect(createErrors(deviceclassesStrategy, deviceClass)).toEqual([wrong])
  expect(updateErrors(deviceclassesStrategy, deviceClass, deviceClass)).toEqual([wrong, wrong])
})

test('a slice is of one driver and pool, somewhere, with devices that differ', () => {
  const slice: ResourceSlice = {
    metadata: { name: 'one' },
    spec: { driver: 'a.b', pool: { name: 'p', generation: 1, resourceSliceCount: 1 }, nodeName: 'n' },
  }
  expect(createErrors(resourceslicesStrategy, slice)).toEqual([])
  const attributes = { version: { version: '1.2' }, both: { int: 1, bool: true }, '2x': { string: 's' } }
  const devices = [{ name: 'd', basic: { attributes } }, { name: 'd' }]
  const { nodeName: _nodeName, ...nowhere } = slice.spec
  const errors = createErrors(resourceslicesStrategy, { ...slice, spec: { ...nowhere, devices } })
  expect(errors).toContain('spec: Required value: exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required')
  expect(errors).toContain(
    'spec.devices[0].basic.attributes[version].version: Invalid value: "1.2": must be a string compatible with semver.org spec 2.0.0',
  )
  expect(errors.some((text) => text.endsWith('exactly one field must be specified'))).toBe(true)
  expect(errors).toContain('spec.devices[1].basic: Required value')
  expect(errors).toContain('spec.devices[1].name: Duplicate value: "d"')
  const moved = { ...slice, spec: { ...slice.spec, nodeName: 'm' } }
  expect(updateErrors(resourceslicesStrategy, moved, slice)).toEqual([
    'spec.nodeName: Invalid value: "m": field is immutable',
  ])
})

test('a pod waits for nodes that have names', () => {
  const waiting: PodSchedulingContext = { metadata, spec: { potentialNodes: ['n', 'n'] } }
  expect(createErrors(podschedulingcontextsStrategy, waiting)).toEqual(['spec.potentialNodes[1]: Duplicate value: "n"'])
})
