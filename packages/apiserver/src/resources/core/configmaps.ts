/** ConfigMaps on the server. */
import { configmaps } from '@elli/api/core/v1.resources'
import type { ConfigMap } from '@elli/api/core/v1'
import { at, forbidden, invalid, root, tooLong } from '@elli/machinery/field'
import { checkConfigMapKey } from '@elli/machinery/names'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors, say } from '../checks.ts'
import { plainEqual } from '../equality.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'

/** Limit of all values together, for ConfigMaps and Secrets: etcd's usual limit for a whole object, less some. */
export const maxDataBytes = 1024 * 1024

export const configmapsStrategy: Strategy<ConfigMap> = {
  resource: configmaps,
  validate: (configMap) => collect((errors) => validateConfigMap(errors, configMap)),
  validateUpdate: (configMap, old) =>
    collect((errors) => {
      if (old.immutable === true) {
        const detail = 'field is immutable when `immutable` is set'
        if (configMap.immutable !== true) errors.push(forbidden(at('immutable'), detail))
        if (!plainEqual(configMap.data, old.data)) errors.push(forbidden(at('data'), detail))
        if (!plainEqual(configMap.binaryData, old.binaryData)) errors.push(forbidden(at('binaryData'), detail))
      }
      validateConfigMap(errors, configMap)
    }),
  table: table<ConfigMap>([column('Data', 'How many entries there are.'), ageColumn], (configMap, now) => [
    Object.keys(configMap.data ?? {}).length + Object.keys(configMap.binaryData ?? {}).length,
    ageOf(configMap, now),
  ]),
}

function validateConfigMap(errors: Errors, configMap: ConfigMap): void {
  const binary = configMap.binaryData ?? {}
  let size = 0
  for (const [key, value] of Object.entries(configMap.data ?? {})) {
    const path = at('data').key(key)
    say(errors, path, key, checkConfigMapKey(key))
    if (key in binary) errors.push(invalid(path, key, 'duplicate of key present in binaryData'))
    size += Buffer.byteLength(value)
  }
  for (const [key, value] of Object.entries(binary)) {
    say(errors, at('binaryData').key(key), key, checkConfigMapKey(key))
    size += Buffer.byteLength(value, 'base64')
  }
  if (size > maxDataBytes) errors.push(tooLong(root, '', maxDataBytes))
}
