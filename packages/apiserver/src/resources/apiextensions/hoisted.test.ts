import { expect, test } from 'vitest'
import { crd, version, withSchema } from './crd.fixtures.ts'
import { hoist } from './hoisted.ts'

test('of a single version everything stands at the top', () => {
  const item = version({ subresources: { status: {} }, selectableFields: [{ jsonPath: '.a' }] })
  const hoisted = hoist(crd({ versions: [item] }).spec)
  expect(hoisted).toMatchObject({ version: 'v1', validation: item.schema, subresources: item.subresources })
  expect(hoisted.selectableFields).toEqual([{ jsonPath: '.a' }])
  expect(hoisted.versions).toEqual([{ name: 'v1', served: true, storage: true }])
})

test('each part is hoisted for itself, where all versions agree', () => {
  const columns = [{ name: 'A', type: 'string', jsonPath: '.a' }]
  const versions = [
    withSchema({ type: 'object', description: 'one' }, { additionalPrinterColumns: columns }),
    withSchema({ type: 'object' }, { name: 'v2', storage: false, additionalPrinterColumns: columns }),
  ]
  const hoisted = hoist(crd({ versions }).spec)
  expect(hoisted.validation).toBeUndefined()
  expect(hoisted.additionalPrinterColumns).toEqual(columns)
  expect(hoisted.versions.map((item) => [item.schema !== undefined, item.additionalPrinterColumns])).toEqual([
    [true, undefined],
    [true, undefined],
  ])
})
