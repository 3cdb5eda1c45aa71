/** CSINodes on the server. */
import { csinodes } from '@elli/api/storage/v1.resources'
import type { CSINode, CSINodeDriver } from '@elli/api/storage/v1'
import { at, duplicate, invalid, required } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors, type FieldPath, list, nonNegative, qualifiedName } from '../checks.ts'
import { csiDriverName } from '../core/volume-sources.validation.ts'
import { plainEqual } from '../equality.ts'
import { ageColumn, ageOf, column, integer, table } from '../printing.ts'

const maxNodeIdLength = 256

export const csinodesStrategy: Strategy<CSINode> = {
  resource: csinodes,
  allowUnconditionalUpdate: false,
  validate: (node) => collect((errors) => validate(errors, node)),
  validateUpdate: (node, old) =>
    collect((errors) => {
      // Alone, and again beside the stored one: upstream tells what is wrong twice.
      validate(errors, node)
      validate(errors, node)
      const before = new Map(list(old.spec.drivers).map((driver) => [driver.name, driver]))
      for (const driver of list(node.spec.drivers)) {
        const stored = before.get(driver.name)
        if (stored !== undefined && !plainEqual(stored, driver)) {
          errors.push(invalid(at('CSINodeDriver'), driver, 'field is immutable'))
        }
      }
    }),
  table: table<CSINode>([column('Drivers', 'How many drivers the node has.', integer), ageColumn], (node, now) => [
    list(node.spec.drivers).length,
    ageOf(node, now),
  ]),
}

function validate(errors: Errors, node: CSINode): void {
  const names = new Set<string>()
  for (const [i, driver] of list(node.spec?.drivers).entries()) {
    const path = at('spec', 'drivers').index(i)
    validateDriver(errors, path, driver)
    if (names.has(driver.name)) errors.push(duplicate(path.child('name'), driver.name))
    names.add(driver.name)
    const keys = list(driver.topologyKeys)
    for (const [k, key] of keys.entries()) {
      if (key === '') errors.push(required(path, ''))
      if (keys.indexOf(key) < k) errors.push(duplicate(path, key))
      qualifiedName(errors, path, key)
    }
  }
}

function validateDriver(errors: Errors, path: FieldPath, driver: CSINodeDriver): void {
  csiDriverName(errors, path.child('name'), driver.name)
  const id = driver.nodeID ?? ''
  if (id === '') errors.push(required(path.child('nodeID'), ''))
  if (id.length > maxNodeIdLength) {
    errors.push(invalid(path.child('nodeID'), id, `must be ${maxNodeIdLength} characters or less`))
  }
  nonNegative(errors, path.child('allocatable', 'count'), driver.allocatable?.count)
}
