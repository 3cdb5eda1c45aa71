/**
 * `--runtime-config`: which versions and resources of the API are served.
 * In: `api/all`, `api/ga`, `api/beta`, `api/alpha`, `group/version` and `group/version/resource`, each with a truth value. Out: a test.
 * Always: the more a key says, the more it counts; the core group's version is written `/v1`.
 * @see apiserver pkg/server/resourceconfig, pkg/server/options/api_enablement.go
 */
import { goQuote } from '@elli/machinery/go-quote'

interface Served {
  readonly group: string
  readonly version: string
  readonly resource: string
  readonly enabledByDefault: boolean
}

const stages: readonly (readonly [key: string, matches: RegExp])[] = [
  ['api/alpha', /^v\d+alpha\d+$/],
  ['api/beta', /^v\d+beta\d+$/],
  ['api/ga', /^v\d+$/],
  ['api/all', /^/],
]
const stageKeys: ReadonlySet<string> = new Set(stages.map(([key]) => key))

/** Whether a resource is served. */
export function isEnabled(info: Served, config: Readonly<Record<string, boolean>>): boolean {
  const { group, version, resource } = info
  const groupVersion = `${group}/${version}`
  const own = config[`${groupVersion}/${resource}`] ?? config[groupVersion]
  if (own !== undefined) return own
  for (const [key, matches] of stages) {
    const value = config[key]
    if (value !== undefined && matches.test(version)) return value
  }
  return info.enabledByDefault
}

/**
 * The flag's values, as text, with upstream's complaints.
 * @param infos every resource there is
 * @throws Error
 */
export function parseRuntimeConfig(
  given: Readonly<Record<string, string>>,
  infos: readonly Pick<Served, 'group' | 'version'>[],
): Record<string, boolean> {
  const out: Record<string, boolean> = {}
  const keys = Object.keys(given)
  if (given['api/all'] === 'false' && keys.length === 1) throw new Error('invalid key with only api/all=false')
  const groups = new Set(infos.map((info) => info.group))
  const versions = new Set(infos.map((info) => `${info.group}/${info.version}`))
  const unknown: string[] = []
  for (const key of keys) {
    const value = given[key] ?? ''
    if (stageKeys.has(key)) {
      if (value !== 'true' && value !== 'false') throw new Error(`invalid value ${key}=${value}`)
      out[key] = value === 'true'
      continue
    }
    const [group = '', version = '', resource, ...rest] = key.split('/')
    if (version === '' || rest.length > 0) throw new Error(`runtime-config invalid key ${key}`)
    if (!groups.has(group)) {
      unknown.push(group)
      continue
    }
    const groupVersion = `${group}/${version}`
    if (!versions.has(groupVersion))
      throw new Error(`group version ${group === '' ? version : groupVersion} that has not been registered`)
    if (resource !== undefined && resource.toLowerCase() !== resource)
      throw new Error(
        `invalid key ${key}: group/version/resource and resource is always lowercase plural, not ${goQuote(resource)}`,
      )
    out[key] = truth(key, value)
  }
  if (unknown.length > 0) throw new Error(`unknown api groups ${unknown.join(',')}`)
  return out
}

/** Go's strconv.ParseBool; nothing is true. */
function truth(key: string, value: string): boolean {
  if (['', '1', 't', 'T', 'TRUE', 'true', 'True'].includes(value)) return true
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(value)) return false
  throw new Error(
    `invalid value of ${key}: ${value}, err: strconv.ParseBool: parsing ${goQuote(value)}: invalid syntax`,
  )
}
