/** APIServices on the server: which server answers for which group version. */
import { apiservices } from '@elli/api/apiregistration/v1.resources'
import type { APIService } from '@elli/api/apiregistration/v1'
import { at, forbidden, invalid, required } from '@elli/machinery/field'
import { checkPathSegmentName } from '@elli/machinery/names'
import type { Strategy } from '../../registry/strategy.ts'
import { checkDns1035Label, checkDns1123Subdomain, collect, type Errors, list } from '../checks.ts'
import { keepMetadata } from '../metadata-for-status.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'

const spec = at('spec')
const validate = (service: APIService): Errors => collect((errors) => validateService(errors, service))

export const apiservicesStrategy: Strategy<APIService> = {
  resource: apiservices,
  allowUnconditionalUpdate: false,
  validateName: checkPathSegmentName,
  prepareForCreate(service) {
    // Served by this very process: available from the start.
    service.status =
      service.spec.service === undefined
        ? {
            conditions: [
              { type: 'Available', status: 'True', reason: 'Local', message: 'Local APIServices are always available' },
            ],
          }
        : {}
  },
  validate,
  validateUpdate: validate,
  status: { prepareForUpdate: keepMetadata },
  table: table<APIService>(
    [column('Service', 'Service that answers, or Local.'), column('Available', 'Whether it does.'), ageColumn],
    (service, now) => {
      const { service: backend } = service.spec
      return [
        backend === undefined ? 'Local' : `${backend.namespace ?? ''}/${backend.name ?? ''}`,
        availableText(service),
        ageOf(service, now),
      ]
    },
  ),
}

function availableText(service: APIService): string {
  const condition = list(service.status?.conditions).find((item) => item.type === 'Available')
  if (condition === undefined) return 'Unknown'
  return condition.status === 'True' ? 'True' : `${condition.status} (${condition.reason ?? ''})`
}

function validateService(errors: Errors, service: APIService): void {
  const { group = '', version = '', service: backend, insecureSkipTLSVerify, caBundle } = service.spec
  const name = service.metadata.name ?? ''
  const expected = `${version}.${group}`
  if (name !== expected) {
    // The core group's service is named after its version alone.
    const detail = `must be \`spec.version+"."+spec.group\`: "${expected}"`
    errors.push(invalid(at('metadata', 'name'), name, detail))
  }
  const groupProblems = group === '' ? [] : checkDns1123Subdomain(group)
  if (groupProblems.length > 0) errors.push(invalid(spec.child('group'), group, groupProblems.join(',')))
  const versionProblems = checkDns1035Label(version)
  if (versionProblems.length > 0) errors.push(invalid(spec.child('version'), version, versionProblems.join(',')))
  const inRange = (field: 'groupPriorityMinimum' | 'versionPriority', max: number): void => {
    const value = service.spec[field] ?? 0
    if (value <= 0 || value > max) {
      errors.push(invalid(spec.child(field), value, `must be positive and less than ${max}`))
    }
  }
  inRange('groupPriorityMinimum', 20000)
  inRange('versionPriority', 1000)
  if (backend === undefined) {
    if (caBundle) {
      errors.push(
        invalid(
          spec.child('caBundle'),
          `${Buffer.byteLength(caBundle, 'base64')} bytes`,
          'local APIServices may not have a caBundle',
        ),
      )
    }
    if (insecureSkipTLSVerify) {
      errors.push(
        invalid(spec.child('insecureSkipTLSVerify'), true, 'local APIServices may not have insecureSkipTLSVerify'),
      )
    }
    return
  }
  if (!backend.namespace) errors.push(required(spec.child('service', 'namespace'), ''))
  if (!backend.name) errors.push(required(spec.child('service', 'name'), ''))
  const port = backend.port
  if (port !== undefined && (port < 1 || port > 65535)) {
    const detail = 'port is not valid: must be between 1 and 65535, inclusive'
    errors.push(invalid(spec.child('service', 'port'), port, detail))
  }
  if (insecureSkipTLSVerify && caBundle) {
    errors.push(forbidden(spec.child('insecureSkipTLSVerify'), 'may not be true if caBundle is present'))
  }
}
