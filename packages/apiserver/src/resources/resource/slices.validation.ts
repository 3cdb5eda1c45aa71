/**
 * What a ResourceSlice says about the devices of a pool.
 * In: the spec, and the stored one on updates. Out: field errors.
 */
import type { BasicDevice, Device, DeviceAttribute, ResourcePool, ResourceSliceSpec } from '@elli/api/resource/v1alpha3'
import { at, invalid, required, tooLongMaxLength } from '@elli/machinery/field'
import { verbatim } from '@elli/machinery/go-quote'
import { dns1123Label, type Errors, type FieldPath, immutable, list, text } from '../checks.ts'
import { parseSemanticVersion } from '../semantic-version.ts'
import { validateNodeSelector } from '../core/scheduling.validation.ts'
import { maxAttributeLength, maxDeviceFacts, maxDevices, validateUniqueItems } from './limits.validation.ts'
import { validateAttributeName, validateDriverName, validateNodeName, validatePoolName } from './names.validation.ts'

export function validateSliceSpec(errors: Errors, spec: ResourceSliceSpec, old?: ResourceSliceSpec): void {
  const path = at('spec')
  validateDriverName(errors, path.child('driver'), spec.driver)
  validatePool(errors, path.child('pool'), spec.pool)
  if (old !== undefined) {
    immutable(errors, path.child('pool', 'name'), text(spec.pool?.name), text(old.pool?.name))
    immutable(errors, path.child('driver'), text(spec.driver), text(old.driver))
    immutable(errors, path.child('nodeName'), text(spec.nodeName), text(old.nodeName))
  }
  validateWhere(errors, path, spec)
  validateUniqueItems(
    errors,
    path.child('devices'),
    spec.devices,
    maxDevices,
    validateDevice,
    (device) => text(device.name),
    'name',
  )
}

function validatePool(errors: Errors, path: FieldPath, pool: Partial<ResourcePool> = {}): void {
  const { name, resourceSliceCount = 0, generation = 0 } = pool
  validatePoolName(errors, path.child('name'), name)
  if (resourceSliceCount <= 0) {
    errors.push(invalid(path.child('resourceSliceCount'), resourceSliceCount, 'must be greater than zero'))
  }
  if (generation < 0) {
    errors.push(invalid(path.child('generation'), generation, 'must be greater than or equal to zero'))
  }
}

/** The devices are on one node, on some, or on all. */
function validateWhere(errors: Errors, path: FieldPath, spec: ResourceSliceSpec): void {
  const { nodeName, nodeSelector, allNodes } = spec
  if (nodeName) validateNodeName(errors, path.child('nodeName'), nodeName)
  if (nodeSelector !== undefined) {
    validateNodeSelector(errors, path.child('nodeSelector'), nodeSelector)
    const terms = list(nodeSelector.nodeSelectorTerms)
    if (terms.length !== 1) {
      const place = path.child('nodeSelector', 'nodeSelectorTerms')
      const none = verbatim(`[]core.NodeSelectorTerm${nodeSelector.nodeSelectorTerms === undefined ? '(nil)' : '{}'}`)
      errors.push(invalid(place, terms.length === 0 ? none : terms, 'must have exactly one selector term'))
    }
  }
  const ways = [Boolean(nodeName), nodeSelector !== undefined, allNodes === true].filter(Boolean).length
  const detail = 'exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required'
  if (ways === 0) errors.push(required(path, detail))
  if (ways > 1) errors.push(invalid(path, spec, detail))
}

function validateDevice(errors: Errors, path: FieldPath, device: Device): void {
  dns1123Label(errors, path.child('name'), text(device.name))
  if (device.basic === undefined) errors.push(required(path.child('basic')))
  else validateBasicDevice(errors, path.child('basic'), device.basic)
}

function validateBasicDevice(errors: Errors, path: FieldPath, device: BasicDevice): void {
  const attributes = Object.entries(device.attributes ?? {})
  const capacities = Object.keys(device.capacity ?? {})
  for (const [name, attribute] of attributes) {
    validateAttributeName(errors, path.child('attributes'), name)
    validateAttribute(errors, path.child('attributes').key(name), attribute)
  }
  for (const name of capacities) validateAttributeName(errors, path.child('capacity'), name)
  const facts = attributes.length + capacities.length
  if (facts > maxDeviceFacts) {
    const detail = `the total number of attributes and capacities must not exceed ${maxDeviceFacts}`
    errors.push(invalid(path, facts, detail))
  }
}

function validateAttribute(errors: Errors, path: FieldPath, attribute: DeviceAttribute): void {
  const long = (name: 'string' | 'version', value: string): void => {
    if (Buffer.byteLength(value) > maxAttributeLength) {
      errors.push(tooLongMaxLength(path.child(name), value, maxAttributeLength))
    }
  }
  if (attribute.string !== undefined) long('string', attribute.string)
  if (attribute.version !== undefined) {
    if (parseSemanticVersion(attribute.version) === undefined) {
      const detail = 'must be a string compatible with semver.org spec 2.0.0'
      errors.push(invalid(path.child('version'), attribute.version, detail))
    }
    long('version', attribute.version)
  }
  const values = [attribute.bool, attribute.int, attribute.string, attribute.version]
  const given = values.filter((value) => value !== undefined).length
  if (given === 0) errors.push(required(path, 'exactly one value must be specified'))
  if (given > 1) errors.push(invalid(path, attribute, 'exactly one field must be specified'))
}
