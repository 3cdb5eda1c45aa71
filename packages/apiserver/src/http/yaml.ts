/**
 * YAML bodies read as Go's YAML 1.1 reader reads them: `yes` and `off` are booleans, 0777 is octal, dates are text.
 * In: text. Out: a JSON value; 400 for what is no YAML.
 */
import { badRequest } from '@elli/machinery/errors'
import { FAILSAFE_SCHEMA, load, Type } from 'js-yaml'

const truths = /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/
const falsehoods = /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/
const integers = /^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|(?:0|[1-9][0-9_]*))$/
const floats = /^[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?$/

const schema = FAILSAFE_SCHEMA.extend({
  implicit: [
    new Type('tag:yaml.org,2002:null', {
      kind: 'scalar',
      resolve: (text: string | null) => text === null || /^(?:|~|null|Null|NULL)$/.test(text),
      construct: () => null,
    }),
    new Type('tag:yaml.org,2002:bool', {
      kind: 'scalar',
      resolve: (text: string | null) => text !== null && (truths.test(text) || falsehoods.test(text)),
      construct: (text: string) => truths.test(text),
    }),
    new Type('tag:yaml.org,2002:int', {
      kind: 'scalar',
      resolve: (text: string | null) => text !== null && integers.test(text),
      construct: integer,
    }),
    new Type('tag:yaml.org,2002:float', {
      kind: 'scalar',
      resolve: (text: string | null) => text !== null && floats.test(text),
      construct: (text: string) => Number(text.replaceAll('_', '')),
    }),
    new Type('tag:yaml.org,2002:merge', {
      kind: 'scalar',
      resolve: (text: string | null) => text === '<<',
    }),
  ],
  explicit: [new Type('tag:yaml.org,2002:binary', { kind: 'scalar', construct: (text: string) => text })],
})

function integer(text: string): number | bigint {
  const plain = text.replaceAll('_', '')
  const negative = plain.startsWith('-')
  const digits = plain.replace(/^[-+]/, '')
  const prefixed = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits
  const value = BigInt(prefixed) * (negative ? -1n : 1n)
  const small = Number(value)
  return Number.isSafeInteger(small) ? small : value
}

export function parseYaml(text: string): unknown {
  try {
    return load(text, { json: true, schema })
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)
    throw badRequest(`error converting YAML to JSON: yaml: ${detail}`)
  }
}
