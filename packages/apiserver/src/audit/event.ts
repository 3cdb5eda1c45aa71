/**
 * Audit events as they are written: audit.k8s.io/v1, fields in the order in which upstream writes them.
 * Elsewhere: how one comes to be in the course of a request (./record.ts), where it goes (./sink.ts).
 */
import type { ObjectReference } from '@elli/api/config/audit/v1'
import { goQuote } from '@elli/machinery/go-quote'

export type Level = 'None' | 'Metadata' | 'Request' | 'RequestResponse'
export type Stage = 'RequestReceived' | 'ResponseStarted' | 'ResponseComplete' | 'Panic'

export const levels: readonly Level[] = ['None', 'Metadata', 'Request', 'RequestResponse']
export const stages: readonly Stage[] = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic']

export interface AuditUser {
  username?: string
  uid?: string
  groups?: readonly string[]
  extra?: Readonly<Record<string, readonly string[]>>
}

export interface AuditStatus {
  metadata: Record<string, never>
  status?: string
  message?: string
  reason?: string
  details?: unknown
  code?: number
}

export interface AuditEvent {
  kind: 'Event'
  apiVersion: 'audit.k8s.io/v1'
  level: Level
  auditID: string
  stage: Stage
  requestURI: string
  verb: string
  user: AuditUser
  impersonatedUser?: AuditUser
  sourceIPs?: readonly string[]
  userAgent?: string
  objectRef?: ObjectReference
  responseStatus?: AuditStatus
  requestObject?: unknown
  responseObject?: unknown
  requestReceivedTimestamp: string
  stageTimestamp: string
  annotations?: Readonly<Record<string, string>>
}

/** The one-line form of the `legacy` format, also used where events could not be written. */
export function eventLine(event: AuditEvent): string {
  const { user, impersonatedUser: impersonated, responseStatus } = event
  const list = (groups: readonly string[] | undefined, none: string): string =>
    groups === undefined || groups.length === 0 ? none : groups.map(goQuote).join(',')
  const groups = user.username === undefined ? '<none>' : list(user.groups, '<none>')
  const asGroups = impersonated?.groups === undefined ? '<lookup>' : list(impersonated.groups, '')
  const fields: [string, string][] = [
    ['id', event.auditID],
    ['stage', event.stage],
    ['ip', event.sourceIPs?.[0] ?? '<unknown>'],
    ['method', event.verb],
    ['user', user.username ?? '<none>'],
    ['groups', groups],
    ['as', impersonated === undefined ? '<self>' : (impersonated.username ?? '')],
    ['asgroups', asGroups],
    ['user-agent', event.userAgent ?? ''],
    ['namespace', event.objectRef?.namespace ?? '<none>'],
    ['uri', event.requestURI],
  ]
  const texts = fields.map(([name, value]) => `${name}=${goQuote(value)}`)
  texts.push(`response="${responseStatus === undefined ? '<deferred>' : String(responseStatus.code ?? 0)}"`)
  // Go leaves out trailing zeros of fractions.
  const received = event.requestReceivedTimestamp.replace(/\.?0*Z$/, 'Z')
  return `${received} AUDIT: ${texts.join(' ')}`
}
