/** CertificateSigningRequests on the server: who asks is written down by the server, never by the asker. */
import { checkPathSegmentName } from '@elli/machinery/names'
import { certificatesigningrequests } from '@elli/api/certificates/v1.resources'
import type { CertificateSigningRequest } from '@elli/api/certificates/v1'
import type { Instant } from '@elli/host/clock'
import { toTime } from '@elli/host/time'
import type { StatusStrategy, Strategy } from '../../registry/strategy.ts'
import { collect, list } from '../checks.ts'
import { ageColumn, ageOf, column, humanDuration, orNone, table } from '../printing.ts'
import { validateRequest, validateRequestUpdate } from './certificatesigningrequests.validation.ts'

export const certificatesigningrequestsStrategy: Strategy<CertificateSigningRequest> = {
  resource: certificatesigningrequests,
  validateName: checkPathSegmentName,
  prepareForCreate(csr, { user }) {
    const { username: _n, uid: _u, groups: _g, extra: _e, ...spec } = csr.spec
    csr.spec = { ...spec, username: user.name, groups: [...user.groups] }
    if (user.uid !== undefined && user.uid !== '') csr.spec.uid = user.uid
    const extra = Object.entries(user.extra ?? {})
    if (extra.length > 0) csr.spec.extra = Object.fromEntries(extra.map(([key, values]) => [key, [...values]]))
    csr.status = {}
  },
  validate: (csr) => collect((errors) => validateRequest(errors, csr, undefined)),
  prepareForUpdate(csr, old) {
    csr.spec = old.spec
  },
  validateUpdate: (csr, old) => collect((errors) => validateRequestUpdate(errors, csr, old, 'spec')),
  status: {
    prepareForUpdate(csr, old, context) {
      keepDecisions(csr, old)
      stampConditions(csr, old, context.now)
    },
    validateUpdate: (csr, old) => collect((errors) => validateRequestUpdate(errors, csr, old, 'status')),
  },
  fieldSelectors: { 'spec.signerName': (csr) => csr.spec.signerName ?? '' },
  table: table<CertificateSigningRequest>(
    [
      ageColumn,
      column('SignerName', 'Who is asked to sign.'),
      column('Requestor', 'Who asks.'),
      column('RequestedDuration', 'How long the certificate should be valid.'),
      column('Condition', 'What became of the request.'),
    ],
    (csr, now) => [
      ageOf(csr, now),
      orNone(csr.spec.signerName),
      csr.spec.username ?? '',
      csr.spec.expirationSeconds === undefined ? '<none>' : humanDuration(csr.spec.expirationSeconds * 1000),
      conditionText(csr),
    ],
  ),
}

/** The approval subresource: conditions change, and nothing else. */
export const approvalStrategy: StatusStrategy<CertificateSigningRequest> = {
  prepareForUpdate(csr, old, context) {
    stampConditions(csr, old, context.now)
    const conditions = csr.status?.conditions
    csr.spec = old.spec
    const { conditions: _old, ...status } = old.status ?? {}
    csr.status = conditions === undefined ? status : { ...status, conditions }
  },
  validateUpdate: (csr, old) => collect((errors) => validateRequestUpdate(errors, csr, old, 'approval')),
}

/** Writers of status may have an older view of the decision; as long as none is added or lost, the stored one stays. */
function keepDecisions(csr: CertificateSigningRequest, old: CertificateSigningRequest): void {
  const conditions = csr.status?.conditions
  if (conditions === undefined) return
  for (const type of ['Approved', 'Denied']) {
    const stored = list(old.status?.conditions).filter((condition) => condition.type === type)
    const places = conditions.flatMap((condition, i) => (condition.type === type ? [i] : []))
    if (places.length !== stored.length) continue
    for (const [n, condition] of stored.entries()) conditions[places[n] ?? 0] = { ...condition }
  }
}

function stampConditions(csr: CertificateSigningRequest, old: CertificateSigningRequest, now: Instant): void {
  for (const condition of list(csr.status?.conditions)) {
    condition.lastUpdateTime ||= toTime(now)
    if (condition.lastTransitionTime) continue
    const before = list(old.status?.conditions).find(
      (stored) => stored.type === condition.type && stored.status === condition.status && stored.lastTransitionTime,
    )
    condition.lastTransitionTime = before?.lastTransitionTime ?? toTime(now)
  }
}

function conditionText({ status }: CertificateSigningRequest): string {
  const types = list(status?.conditions).map((condition) => condition.type)
  const words = [types.includes('Denied') ? 'Denied' : types.includes('Approved') ? 'Approved' : 'Pending']
  if (types.includes('Failed')) words.push('Failed')
  if (status?.certificate) words.push('Issued')
  return words.join(',')
}
