/**
 * What is wrong with an EncryptionConfiguration, in upstream's words.
 * @see kubernetes v1.31 staging/src/k8s.io/apiserver/pkg/apis/apiserver/validation
 */
import type {
  EncryptionConfiguration,
  Key,
  KMSConfiguration,
  ProviderConfiguration,
} from '@elli/api/config/apiserver-config/v1'
import { at, invalid, required, type FieldError } from '@elli/machinery/field'
import { parseGoDuration } from '@elli/machinery/go-duration'

const aesKeySizes = [16, 24, 32]
const secretboxKeySizes = [32]
const withoutApi: ReadonlySet<string> = new Set([
  'apiserveripinfo',
  'serviceipallocations',
  'servicenodeportallocations',
])

export function validateEncryption(config: EncryptionConfiguration, reload: boolean): FieldError[] {
  // A file may leave out what the schema demands.
  const all = (config.resources as EncryptionConfiguration['resources'] | undefined) ?? []
  if (all.length === 0) return [required(at('resources'), 'at least one resources is required')]
  const errors: FieldError[] = []
  const kmsNames = new Set<string>()
  for (const [i, entry] of all.entries()) {
    const resources = (entry.resources as string[] | undefined) ?? []
    const providers = (entry.providers as ProviderConfiguration[] | undefined) ?? []
    const path = `resources[${i}]`
    if (resources.length === 0)
      errors.push(required(at(path, 'resources'), `at least one ${path}.resources is required`))
    errors.push(...overlaps(resources, path), ...resourceNames(resources, path))
    if (providers.length === 0)
      errors.push(required(at(path, 'providers'), `at least one ${path}.providers is required`))
    for (const [j, provider] of providers.entries()) {
      errors.push(...validateProvider(provider, path, `providers[${j}]`, kmsNames, reload))
    }
  }
  return errors
}

export interface GroupResourceName {
  readonly group: string
  readonly resource: string
}

/** `deployments.apps`, `*.`, `*.*`, `secrets`. */
export function parseGroupResource(text: string): GroupResourceName {
  const dot = text.indexOf('.')
  return dot < 0 ? { group: '', resource: text } : { group: text.slice(dot + 1), resource: text.slice(0, dot) }
}

function overlaps(resources: readonly string[], path: string): FieldError[] {
  const errors: FieldError[] = []
  const parsed = resources.map(parseGroupResource)
  let duplicate = false
  let overlap = false
  for (const [i, a] of parsed.entries()) {
    for (const [j, b] of parsed.entries()) {
      if (i === j) continue
      if (a.group === b.group && a.resource === b.resource && !duplicate) duplicate = true
      else if (a.group === '*' && a.resource === '*') overlap = true
      else if (a.group === b.group && (a.resource === '*' || b.resource === '*')) overlap = true
    }
  }
  const place = at(path, 'resources')
  if (duplicate) errors.push(invalid(place, resources, 'the same resource cannot be specified multiple times'))
  if (overlap)
    errors.push(
      invalid(
        place,
        resources,
        "using overlapping resources such as 'secrets' and '*.' in the same resource list is not allowed as they will be masked",
      ),
    )
  return errors
}

function resourceNames(resources: readonly string[], path: string): FieldError[] {
  return resources.flatMap((name, i) => {
    const problem = nameProblem(name)
    return problem === undefined ? [] : [invalid(at(path, `resources[${i}]`), name, problem)]
  })
}

function nameProblem(name: string): string | undefined {
  if (name !== name.toLowerCase()) return 'resource name should not contain capital letters'
  if (name === '*') return "use '*.' to encrypt all the resources from core API group or *.* to encrypt all resources"
  if (withoutApi.has(name)) return 'resources which do not have REST API/s cannot be encrypted'
  const { group, resource } = parseGroupResource(name)
  if (group === 'events.k8s.io')
    return "'*.events.k8s.io' objects are stored using the 'events' API group in etcd. Use 'events' instead in the config file"
  if (group === 'extensions') return "'extensions' group has been removed and cannot be used for encryption"
  if (group === '*' && resource !== '*') return 'encrypting the same resource across groups is not supported'
  return undefined
}

function validateProvider(
  provider: ProviderConfiguration,
  entry: string,
  place: string,
  kmsNames: Set<string>,
  reload: boolean,
): FieldError[] {
  const errors: FieldError[] = []
  const { kms, aesgcm, aescbc, secretbox, identity } = provider
  const found = [kms, aesgcm, aescbc, secretbox, identity].filter((each) => each !== undefined).length
  const path = at(entry, place)
  if (found === 0)
    errors.push(
      invalid(
        path,
        provider,
        'provider does not contain any of the expected providers: KMS, AESGCM, AESCBC, Secretbox, Identity',
      ),
    )
  if (found > 1)
    errors.push(
      invalid(
        path,
        provider,
        'more than one provider specified in a single element, should split into different list elements',
      ),
    )
  if (kms !== undefined) {
    errors.push(...validateKms(kms, [entry, place, 'kms'], kmsNames, reload))
    kmsNames.add(kms.name)
  } else if (aesgcm !== undefined) errors.push(...validateKeys(aesgcm.keys, [entry, place, 'aesgcm'], aesKeySizes))
  else if (aescbc !== undefined) errors.push(...validateKeys(aescbc.keys, [entry, place, 'aescbc'], aesKeySizes))
  else if (secretbox !== undefined)
    errors.push(...validateKeys(secretbox.keys, [entry, place, 'secretbox'], secretboxKeySizes))
  return errors
}

type Place = readonly [string, ...string[]]

function validateKeys(keys: readonly Key[] | undefined, path: Place, sizes: readonly number[]): FieldError[] {
  if (keys === undefined || keys.length === 0) return [required(at(...path, 'keys'), 'at least one keys is required')]
  return keys.flatMap(({ name, secret }, i) => {
    const place = [...path, `keys[${i}]`] as unknown as Place
    const errors: FieldError[] = []
    if (name === undefined || name === '')
      errors.push(required(at(...place, 'name'), 'name is a mandatory field for a key'))
    if (secret === undefined || secret === '') {
      errors.push(required(at(...place, 'secret'), 'secret is a mandatory field for a key'))
      return errors
    }
    if (!isBase64(secret)) {
      errors.push(invalid(at(...place, 'secret'), 'REDACTED', 'secrets must be base64 encoded'))
      return errors
    }
    const length = Buffer.from(secret, 'base64').length
    if (!sizes.includes(length)) {
      const detail = `secret is not of the expected length, got ${length}, expected one of [${sizes.join(' ')}]`
      errors.push(invalid(at(...place, 'secret'), 'REDACTED', detail))
    }
    return errors
  })
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)
}

function validateKms(config: KMSConfiguration, path: Place, known: ReadonlySet<string>, reload: boolean): FieldError[] {
  const errors: FieldError[] = []
  const { name = '', endpoint = '', timeout = '3s', cachesize } = config as Partial<KMSConfiguration>
  const apiVersion = config.apiVersion ?? 'v1'
  const field = (last: string): ReturnType<typeof at> => at(...path, last)
  if (name === '') errors.push(required(field('name'), 'name is a mandatory field for a provider'))
  if (apiVersion !== 'v1' && name.includes(':'))
    errors.push(invalid(field('name'), name, `invalid KMS provider name ${name}, must not contain ':'`))
  if ((reload || apiVersion !== 'v1') && known.has(name))
    errors.push(invalid(field('name'), name, `duplicate KMS provider name ${name}, names must be unique`))
  if (parseGoDuration(timeout) <= 0)
    errors.push(invalid(field('timeout'), timeout, 'timeout should be a positive value'))
  if (endpoint === '') errors.push(invalid(field('endpoint'), '', 'endpoint is a mandatory field for a kms'))
  else {
    const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(endpoint)?.[1] ?? ''
    if (scheme !== 'unix') {
      const detail = `unsupported scheme ${JSON.stringify(scheme)} for KMS provider, only unix is supported`
      errors.push(invalid(field('endpoint'), endpoint, detail))
    }
  }
  if (apiVersion !== 'v1' && cachesize !== undefined)
    errors.push(invalid(field('cachesize'), cachesize, 'cachesize is not supported in v2'))
  if (apiVersion === 'v1' && cachesize === 0)
    errors.push(invalid(field('cachesize'), cachesize, 'cachesize should be a positive value, or negative to disable'))
  if (apiVersion !== 'v1' && apiVersion !== 'v2')
    errors.push(
      invalid(
        field('apiVersion'),
        apiVersion,
        'unsupported apiVersion apiVersion for KMS provider, only v1 and v2 are supported',
      ),
    )
  return errors
}
