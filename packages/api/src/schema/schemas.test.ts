/** All schemas, as data: nothing is missing, nothing contradicts, and the types beside them are of the same text. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { configPackages } from '../config/packages.ts'
import { apiPackages } from '../packages.ts'
import { allResources } from '../resources.ts'
import { declarations } from './declarations.ts'
import { type FieldType, jsonFields, type MessageSchema, openApiName } from './schema.ts'

const messages = [...apiPackages, ...configPackages].flatMap((pkg) => pkg.messages)

/** Line breaks, trailing commas and leading bars are the formatter's. */
function bare(text: string): string {
  return text
    .replaceAll(/\s+|;/g, '')
    .replaceAll(/([=:<])\|/g, '$1')
    .replaceAll(',}', '}')
    .replaceAll(',>', '>')
}

describe.each([...apiPackages, ...configPackages])('$path', (pkg) => {
  test('its types are up to date', () => {
    const written = readFileSync(new URL(`../${pkg.path}.types.ts`, import.meta.url), 'utf8')
    expect(bare(written)).toBe(bare(declarations(pkg)))
  })

  test('field numbers and names are used once', () => {
    const repeated = pkg.messages.filter((message) => {
      const numbers = message.fields.map((field) => field.number).filter((number) => number > 0)
      const names = jsonFields(message).map(({ field }) => field.name)
      return new Set(numbers).size !== numbers.length || new Set(names).size !== names.length
    })
    expect(repeated.map((message) => message.name)).toEqual([])
  })
})

test('every field leads to a message', () => {
  const leads = (type: FieldType): boolean => {
    if (type.kind === 'ref' || type.kind === 'schemaOr') return Array.isArray(type.message().fields)
    return type.kind !== 'list' || leads(type.item)
  }
  const lost = messages.flatMap((message) => message.fields.filter((field) => !leads(field.type)))
  expect(lost).toEqual([])
})

test('lists that are maps name keys which their items have', () => {
  const wrong = messages.flatMap((message) =>
    message.fields
      .filter(({ listType, listMapKeys, type }) => {
        if (listType !== 'map' || type.kind !== 'list' || type.item.kind !== 'ref') return false
        const names = jsonFields(type.item.message()).map(({ field }) => field.name)
        return listMapKeys.length === 0 || !listMapKeys.every((key) => names.includes(key))
      })
      .map((field) => `${message.name}.${field.name}`),
  )
  // Upstream marks these two by keys which their items do not have; nobody applies lists or configuration files.
  expect(wrong).toEqual(['StorageVersionMigrationList.items', 'ScoringStrategy.resources'])
})

test.each(['core/v1', 'apps/v1', 'batch/v1', 'rbac/v1', 'networking/v1', 'policy/v1', 'meta/v1'])(
  '%s: every type and field is described',
  (path) => {
    const pkg = apiPackages.find((item) => item.path === path)
    const bareOnes = pkg?.messages.flatMap((message) => [
      ...(message.description === '' ? [message.name] : []),
      ...message.fields
        .filter((field) => !field.inline && field.description === '')
        .map((field) => `${message.name}.${field.name}`),
    ])
    expect(bareOnes).toEqual([])
  },
)

describe('resources', () => {
  test('belong to their schema', () => {
    for (const info of allResources) {
      expect(info.schema.name).toBe(info.kind)
      expect([info.schema.package.group, info.schema.package.version]).toEqual([info.group, info.version])
      expect(info.schema.isKind).toBe(true)
    }
  })

  test('are listed once', () => {
    const names = allResources.map((info) => `${info.apiVersion}/${info.resource}`)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toHaveLength(82)
  })

  test('have a list kind where they can be listed', () => {
    const without = allResources
      .filter((info) => info.verbs.includes('list'))
      .filter((info) => {
        const list = info.schema.package.messages.find((message) => message.name === info.listKind)
        return list?.fields.map((field) => field.name).join() !== 'kind,apiVersion,metadata,items'
      })
    expect(without.map((info) => info.resource)).toEqual([])
  })

  test('have subresources of kinds that exist', () => {
    const exists = (group: string, version: string, kind: string): MessageSchema | undefined =>
      apiPackages
        .filter((pkg) => pkg.group === group && pkg.version === version)
        .flatMap((pkg) => pkg.messages)
        .find((message) => message.name === kind)
    const unknown = allResources.flatMap((info) =>
      info.subresources.filter(({ kind }) => exists(kind.group, kind.version, kind.kind) === undefined),
    )
    expect(unknown).toEqual([])
  })

  test('what upstream leaves off is off', () => {
    const on = allResources.filter((info) => info.enabledByDefault && /alpha|beta/.test(info.version))
    expect(on.map((info) => `${info.apiVersion}/${info.resource}`)).toEqual([
      'flowcontrol.apiserver.k8s.io/v1beta3/flowschemas',
      'flowcontrol.apiserver.k8s.io/v1beta3/prioritylevelconfigurations',
    ])
  })
})

test('OpenAPI names are upstream names', () => {
  const name = (path: string, kind: string): string => {
    const found = apiPackages.find((pkg) => pkg.path === path)?.messages.find((message) => message.name === kind)
    return found === undefined ? '' : openApiName(found)
  }
  expect(name('core/v1', 'Pod')).toBe('io.k8s.api.core.v1.Pod')
  expect(name('meta/v1', 'ObjectMeta')).toBe('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta')
  expect(name('apiextensions/v1', 'JSONSchemaProps')).toBe(
    'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps',
  )
  expect(name('apiregistration/v1', 'APIService')).toBe('io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService')
})
