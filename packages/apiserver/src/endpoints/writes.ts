/**
 * What every write needs around the registry: options from the query, the context for strategies, and admission.
 * In: a call. Out: a WriteContext whose admission runs the server's plugins in their order.
 */
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { Clock } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import type { Random } from '@elli/host/random'
import { badRequest, invalid } from '@elli/machinery/errors'
import {
  at,
  forbidden,
  invalid as invalidField,
  notSupported,
  required,
  tooLong,
  type FieldError,
} from '@elli/machinery/field'
import type { AdmissionMetrics, AdmissionStep, ControllerTimer } from '../admission/admission-metrics.ts'
import { kindOnTheWire, operationOptions } from '../admission/operation-options.ts'
import type { AdmissionOperation, AdmissionPlugin, AdmissionRequest, RequestedVersion } from '../admission/plugin.ts'
import { Reinvocation } from '../admission/reinvocation.ts'
import type { UserInfo } from '../authentication/authenticator.ts'
import type { WriteContext } from '../registry/context.ts'
import type { Call } from './call.ts'

export interface WriteOptions {
  readonly kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions' | 'DeleteOptions'
  readonly dryRun: boolean
  readonly fieldManager: string
}

/** Options of a create, update or patch, checked. @param apply the body is an applied configuration */
export function writeOptions(call: Call, kind: WriteOptions['kind'], force = false, apply = false): WriteOptions {
  const { query } = call.info
  const dryRun = query.getAll('dryRun').filter((value) => value !== '')
  const fieldManager = query.get('fieldManager') ?? ''
  const errors: FieldError[] = []
  if (force && !apply) errors.push(forbidden(at('force'), 'may not be specified for non-apply patch'))
  if (apply && fieldManager === '') errors.push(required(at('fieldManager'), 'is required for apply patch'))
  if (fieldManager.length > 128) errors.push(tooLong(at('fieldManager'), fieldManager, 128))
  errors.push(...unprintable(fieldManager), ...checkDryRun(dryRun))
  const validation = query.get('fieldValidation') ?? ''
  if (!['', 'Ignore', 'Warn', 'Strict'].includes(validation))
    errors.push(notSupported(at('fieldValidation'), validation, ['', 'Ignore', 'Strict', 'Warn']))
  if (errors.length > 0) throw invalid({ group: 'meta.k8s.io', kind }, '', errors)
  return { kind, dryRun: dryRun.length > 0, fieldManager }
}

/** Upstream's rule for names of field managers: only what can be printed, and of all spaces only the plain one. */
function unprintable(fieldManager: string): FieldError[] {
  const errors: FieldError[] = []
  let position = 0
  for (const character of fieldManager) {
    if (character !== ' ' && !/[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(character)) {
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
      errors.push(
        invalidField(at('fieldManager'), fieldManager, `invalid character U+${code} (at position ${position})`),
      )
    }
    position += Buffer.byteLength(character)
  }
  return errors
}

export function checkDryRun(values: readonly string[]): FieldError[] {
  return values.every((value) => value === 'All') ? [] : [notSupported(at('dryRun'), values, ['All'])]
}

/** A last word on a write, after admission: RBAC's rule that nobody grants more than they have. @throws ApiError 403 */
export type WriteGuard = (
  user: UserInfo,
  namespace: string,
  name: string,
  object: ApiObject,
  old: ApiObject | undefined,
) => Promise<void>

/** What all resources of a server share in their writes. */
export interface WriteParts {
  readonly host: Host
  readonly random: Random
  readonly plugins: readonly AdmissionPlugin[]
  readonly featureEnabled: (gate: string) => boolean
  /** Default true. */
  readonly allowPrivileged?: boolean
  readonly metrics?: Pick<AdmissionMetrics, 'step' | 'controller'>
}

export class Writes {
  readonly #parts: WriteParts
  readonly #served: ResourceInfo
  readonly #resource: ResourceInfo
  readonly #guard: WriteGuard | undefined
  /** Plugins that care, per operation and subresource. */
  readonly #chosen = new Map<string, readonly TimedPlugin[]>()
  readonly #requested = new Map<string, RequestedVersion>()
  readonly #isNamespaces: boolean

  /** @param served the version that clients speak @param resource the hub, which plugins and strategies see */
  constructor(parts: WriteParts, served: ResourceInfo, resource: ResourceInfo, guard: WriteGuard | undefined) {
    this.#parts = parts
    this.#served = served
    this.#resource = resource
    this.#guard = guard
    this.#isNamespaces = resource.group === '' && resource.resource === 'namespaces'
  }

  /** @param options of the request, which admission sees in their form on the wire */
  context(
    call: Call,
    dryRun: boolean,
    options: WriteOptions | object,
    subresource = call.info.subresource,
  ): WriteContext {
    const { user, info } = call
    const namespace = this.#resource.namespaced ? info.namespace : undefined
    const warn = (text: string): void => {
      call.warnings.push(text)
    }
    const request = (
      operation: AdmissionOperation,
      name: string,
      object: ApiObject | undefined,
      oldObject: ApiObject | undefined,
    ): AdmissionRequest => ({
      operation,
      resource: this.#resource,
      requested: this.#requestedVersion(subresource),
      subresource,
      // Namespaces are admitted as if they lay in themselves.
      namespace: info.namespace === '' && this.#isNamespaces && subresource === '' ? name : info.namespace,
      name,
      user,
      dryRun,
      object,
      oldObject,
      // Few plugins look at them.
      get options() {
        return operationOptions(operation, options, info.query)
      },
      ...(call.request.signal === undefined ? {} : { signal: call.request.signal }),
      warn,
      ...(call.elsewhere === undefined ? {} : { elsewhere: call.elsewhere }),
      ...(call.annotate === undefined ? {} : { annotate: call.annotate }),
    })
    return {
      user,
      namespace,
      now: this.#parts.host.clock.now(),
      random: this.#parts.random,
      dryRun,
      requestApiVersion: this.#served.apiVersion,
      featureEnabled: this.#parts.featureEnabled,
      allowPrivileged: this.#parts.allowPrivileged ?? true,
      warn,
      admit: async (operation, name, object, old) => {
        const plugins = this.#caring(operation, subresource)
        if (plugins.length === 0) return
        await this.#step('admit', operation, () =>
          admitAll(plugins, request(operation, name, object, old), this.#parts.host.clock),
        )
      },
      validate: async (operation, name, object, old) => {
        const plugins = this.#caring(operation, subresource)
        if (plugins.length > 0) {
          const asked = request(operation, name, object, old)
          if (operation === 'DELETE')
            await this.#step('admit', operation, () => admitAll(plugins, asked, this.#parts.host.clock))
          await this.#step('validate', operation, () => validateAll(plugins, asked, this.#parts.host.clock))
        }
        if (object !== undefined && subresource === '')
          await this.#guard?.(user, info.namespace, info.name, object, old)
      },
    }
  }

  async #step(type: AdmissionStep, operation: AdmissionOperation, work: () => Promise<void>): Promise<void> {
    const { host, metrics } = this.#parts
    const started = host.clock.monotonicMs()
    let rejected = true
    try {
      await work()
      rejected = false
    } finally {
      metrics?.step(type, operation, rejected, (host.clock.monotonicMs() - started) / 1000)
    }
  }

  #requestedVersion(subresource: string): RequestedVersion {
    let requested = this.#requested.get(subresource)
    if (requested === undefined) {
      requested = { resource: this.#served, kind: kindOnTheWire(this.#served, subresource) }
      this.#requested.set(subresource, requested)
    }
    return requested
  }

  #caring(operation: AdmissionOperation, subresource: string): readonly TimedPlugin[] {
    const key = `${operation} ${subresource}`
    let chosen = this.#chosen.get(key)
    if (chosen === undefined) {
      const { metrics } = this.#parts
      chosen = this.#parts.plugins
        .filter((plugin) => plugin.handles(operation, this.#resource, subresource))
        .map((plugin) => ({
          plugin,
          admitted: metrics?.controller(plugin.name, 'admit', operation),
          validated: metrics?.controller(plugin.name, 'validate', operation),
        }))
      this.#chosen.set(key, chosen)
    }
    return chosen
  }
}

/** A plugin, and whom to tell how long it took. */
interface TimedPlugin {
  readonly plugin: AdmissionPlugin
  readonly admitted: ControllerTimer | undefined
  readonly validated: ControllerTimer | undefined
}

/** All mutating plugins, and once more when one of them asks for it. What answers at once is not waited for. */
async function admitAll(plugins: readonly TimedPlugin[], request: AdmissionRequest, clock: Clock): Promise<void> {
  const reinvocation = new Reinvocation()
  request.reinvocation = reinvocation
  let started = clock.monotonicMs()
  for (;;) {
    for (const { plugin, admitted } of plugins) {
      if (plugin.admit === undefined) continue
      try {
        const answer = plugin.admit(request)
        if (answer !== undefined) await answer
      } catch (error) {
        admitted?.(true, (clock.monotonicMs() - started) / 1000)
        throw error
      }
      // One look at the clock serves as end and as beginning.
      const now = clock.monotonicMs()
      admitted?.(false, (now - started) / 1000)
      started = now
    }
    if (!reinvocation.wanted || reinvocation.isSecond) return
    reinvocation.begin()
  }
}

async function validateAll(plugins: readonly TimedPlugin[], request: AdmissionRequest, clock: Clock): Promise<void> {
  let started = clock.monotonicMs()
  for (const { plugin, validated } of plugins) {
    if (plugin.validate === undefined) continue
    try {
      const answer = plugin.validate(request)
      if (answer !== undefined) await answer
    } catch (error) {
      validated?.(true, (clock.monotonicMs() - started) / 1000)
      throw error
    }
    const now = clock.monotonicMs()
    validated?.(false, (now - started) / 1000)
    started = now
  }
}

/** The name in the body is that on the URL. */
export function checkName(objectName: string, name: string): void {
  if (objectName === '')
    throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`)
  if (objectName !== name)
    throw badRequest(`the name of the object (${objectName}) does not match the name on the URL (${name})`)
}
