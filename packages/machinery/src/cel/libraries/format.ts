/** Named formats: `format.dns1123Label().validate('x')` gives what is wrong, or none. */
import {
  checkDns1035Label,
  checkDns1123Label,
  checkDns1123Subdomain,
  checkLabelValue,
  checkQualifiedName,
  type NameCheck,
  nameIsDns1035Label,
  nameIsDnsLabel,
  nameIsDnsSubdomain,
} from '../../names.ts'
import { globalOverload, type Library, memberOverload } from '../declarations.ts'
import { parseDate } from '../times.ts'
import { listOf, opaque, optionalOf, stringType } from '../types.ts'
import { EvalError, OpaqueValue, Optional } from '../values.ts'
import { text } from './arguments.ts'
import { parseRequestUri } from './go-url.ts'

const typeName = 'kubernetes.NamedFormat'
const formatType = opaque(typeName)

export class FormatValue extends OpaqueValue {
  readonly typeName = typeName
  readonly name: string
  /** Characters of the regular expression that it stands for, by upstream's reckoning. */
  readonly patternSize: number
  readonly problems: (value: string) => readonly string[]

  constructor(name: string, patternSize: number, problems: (value: string) => readonly string[]) {
    super()
    this.name = name
    this.patternSize = patternSize
    this.problems = problems
  }

  equals(other: OpaqueValue): boolean {
    return other instanceof FormatValue && other.name === this.name
  }

  toJson(): string {
    return this.name
  }
}

/** A prefix may end with a dash, behind which something is generated. */
const asPrefix = (check: NameCheck) => (value: string) => check(value, true)

const unless = (holds: (value: string) => boolean, problem: string) => (value: string) =>
  holds(value) ? [] : [problem]

const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/
const dayTime = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))$/

/** A date, `t`, and a time within the day, whatever the case of the letters. */
function isDateTime(value: string): boolean {
  const parts = value.toLowerCase().split('t')
  const [date = '', time = ''] = parts
  if (parts.length < 2 || parseDate(date) === undefined) return false
  const match = dayTime.exec(time)
  return match !== null && Number(match[1]) <= 23 && Number(match[2]) <= 59 && Number(match[3]) <= 59
}

const formats: Readonly<Record<string, FormatValue>> = {
  dns1123Label: new FormatValue('DNS1123Label', 30, checkDns1123Label),
  dns1123Subdomain: new FormatValue('DNS1123Subdomain', 60, checkDns1123Subdomain),
  dns1035Label: new FormatValue('DNS1035Label', 30, checkDns1035Label),
  qualifiedName: new FormatValue('QualifiedName', 60, checkQualifiedName),
  dns1123LabelPrefix: new FormatValue('DNS1123LabelPrefix', 30, asPrefix(nameIsDnsLabel)),
  dns1123SubdomainPrefix: new FormatValue('DNS1123SubdomainPrefix', 60, asPrefix(nameIsDnsSubdomain)),
  dns1035LabelPrefix: new FormatValue('DNS1035LabelPrefix', 30, asPrefix(nameIsDns1035Label)),
  labelValue: new FormatValue('LabelValue', 40, checkLabelValue),
  uri: new FormatValue('URI', 1103, (value) => {
    const parsed = parseRequestUri(value)
    return 'problem' in parsed ? [parsed.problem] : []
  }),
  uuid: new FormatValue(
    'uuid',
    70,
    unless((value) => uuid.test(value), 'does not match the UUID format'),
  ),
  byte: new FormatValue(
    'byte',
    84,
    unless((value) => base64.test(value), 'invalid base64'),
  ),
  date: new FormatValue(
    'date',
    71,
    unless((value) => parseDate(value) !== undefined, 'invalid date'),
  ),
  datetime: new FormatValue('datetime', 71, unless(isDateTime, 'invalid datetime')),
}

function formatNamed(name: string): FormatValue | undefined {
  return Object.hasOwn(formats, name) ? formats[name] : undefined
}

export const formatLibrary: Library = {
  functions: [
    {
      name: 'format.named',
      overloads: [
        globalOverload('format-named', [stringType], optionalOf(formatType), (name) => {
          const format = formatNamed(text(name))
          return format === undefined ? Optional.none : Optional.of(format)
        }),
      ],
    },
    {
      name: 'validate',
      overloads: [
        memberOverload('format-validate', [formatType, stringType], optionalOf(listOf(stringType)), (format, value) => {
          if (!(format instanceof FormatValue)) return new EvalError('no such overload')
          const problems = format.problems(text(value))
          return problems.length === 0 ? Optional.none : Optional.of(problems)
        }),
      ],
    },
    ...Object.entries(formats).map(([name, format]) => ({
      name: `format.${name}`,
      overloads: [globalOverload(`format.${name}`, [], formatType, () => format)],
    })),
  ],
}
