/** URLs: `url('https://host:8080/path').getPort()`. Elsewhere: reading them (./go-url.ts). */
import type { CelType } from '../contract.ts'
import { type FunctionDeclaration, globalOverload, type Library, memberOverload } from '../declarations.ts'
import { boolType, listOf, mapOf, opaque, stringType } from '../types.ts'
import { EvalError, OpaqueValue, type Value } from '../values.ts'
import { text } from './arguments.ts'
import { escapedPath, type GoUrl, hostName, parseRequestUri, parseUrl, portOf, queryOf, urlText } from './go-url.ts'

const urlType = opaque('kubernetes.URL')

class UrlValue extends OpaqueValue {
  readonly typeName = 'kubernetes.URL'
  readonly url: GoUrl

  constructor(url: GoUrl) {
    super()
    this.url = url
  }

  equals(other: OpaqueValue): boolean {
    return other instanceof UrlValue && urlText(this.url) === urlText(other.url)
  }

  toJson(): string {
    return urlText(this.url)
  }
}

function readUrl(raw: string): Value {
  // Fragments are only read right by the second way, which takes more than is allowed.
  for (const parsed of [parseRequestUri(raw), parseUrl(raw)]) {
    if ('problem' in parsed) return new EvalError(`URL parse error during conversion from string: ${parsed.problem}`)
  }
  const url = parseUrl(raw)
  return 'problem' in url ? new EvalError(url.problem) : new UrlValue(url)
}

function accessor(
  name: string,
  id: string,
  read: (url: GoUrl) => Value,
  type: CelType = stringType,
): FunctionDeclaration {
  return {
    name,
    overloads: [
      memberOverload(id, [urlType], type, (value) =>
        value instanceof UrlValue ? read(value.url) : new EvalError('no such overload'),
      ),
    ],
  }
}

export const urlLibrary: Library = {
  typeNames: [['kubernetes.URL', urlType]],
  functions: [
    {
      name: 'url',
      overloads: [globalOverload('string_to_url', [stringType], urlType, (value) => readUrl(text(value)))],
    },
    {
      name: 'isURL',
      overloads: [
        globalOverload(
          'is_url_string',
          [stringType],
          boolType,
          (value) => !('problem' in parseRequestUri(text(value))),
        ),
      ],
    },
    accessor('getScheme', 'url_get_scheme', (url) => url.scheme),
    accessor('getHost', 'url_get_host', (url) => url.host),
    accessor('getHostname', 'url_get_hostname', hostName),
    accessor('getPort', 'url_get_port', portOf),
    accessor('getEscapedPath', 'url_get_escaped_path', escapedPath),
    accessor('getQuery', 'url_get_query', queryOf, mapOf(stringType, listOf(stringType))),
  ],
}
