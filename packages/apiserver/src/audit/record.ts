/**
 * The audit of one request: its event as it grows from stage to stage.
 * In: who asks for what, then what is learnt on the way (impersonation, decisions, objects, the answer). Out: events to the sink.
 * Always: requests at level None have no record at all, so nothing is spent on them; a stage that the policy omits writes nothing.
 */
import type { Clock, Instant } from '@elli/host/clock'
import { toMicroTime } from '@elli/host/time'
import type { WireRequest, WireResponse } from '@elli/host/wire'
import type { UserInfo } from '../authentication/authenticator.ts'
import { Bytes, Pieces } from '../http/body.ts'
import type { RequestInfo } from '../request-info.ts'
import { documentIn, type ProtobufReader } from './documents.ts'
import { levels, type AuditEvent, type AuditStatus, type AuditUser, type Level, type Stage } from './event.ts'
import type { AuditPolicy, RequestAuditConfig } from './policy.ts'
import type { AuditMetrics, AuditSink } from './sink.ts'

export interface AuditParts {
  readonly policy: AuditPolicy
  readonly sink: AuditSink
  readonly metrics: AuditMetrics
  readonly clock: Clock
  /** Reads protobuf bodies as what they would be in JSON. */
  readonly protobuf?: ProtobufReader
}

export interface Audited {
  readonly request: WireRequest
  readonly info: RequestInfo
  readonly user: UserInfo | undefined
  readonly auditId: string
  readonly receivedAt: Instant
  readonly remoteAddress: string | undefined
}

const longestUserAgent = 1024
const objectVerbs: ReadonlySet<string> = new Set(['create', 'update', 'patch', 'delete', 'deletecollection'])

/** Starts the audit of a request; undefined when the policy wants none. */
export function beginAudit(parts: AuditParts, audited: Audited): AuditRecord | undefined {
  const config = parts.policy.of(audited.user, audited.info)
  parts.metrics.level(config.level)
  return config.level === 'None' ? undefined : new AuditRecord(parts, config, audited)
}

export class AuditRecord {
  readonly #parts: AuditParts
  readonly #config: RequestAuditConfig
  readonly #audited: Audited
  readonly #event: Omit<AuditEvent, 'annotations'>
  readonly #annotations: Record<string, string> = {}
  #annotated = false

  constructor(parts: AuditParts, config: RequestAuditConfig, audited: Audited) {
    this.#parts = parts
    this.#config = config
    this.#audited = audited
    const { request, info, user, auditId, receivedAt } = audited
    const received = toMicroTime(receivedAt)
    const agent = request.headers['user-agent']
    const sources = sourceAddresses(request, audited.remoteAddress)
    this.#event = {
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: config.level,
      auditID: auditId,
      stage: 'RequestReceived',
      requestURI: request.path,
      verb: info.verb,
      user: userOf(user),
      ...(sources.length === 0 ? {} : { sourceIPs: sources }),
      ...(agent === undefined ? {} : { userAgent: shortened(agent) }),
      ...(info.isResource ? { objectRef: referenceOf(info) } : {}),
      requestReceivedTimestamp: received,
      stageTimestamp: received,
    }
  }

  /**
   * Never replaces what was said before.
   * @param level from which on it is of interest
   */
  annotate(key: string, value: string, level: Level = 'Metadata'): void {
    if (this.#annotations[key] !== undefined || levels.indexOf(this.#config.level) < levels.indexOf(level)) return
    this.#annotations[key] = value
    this.#annotated = true
  }

  impersonated(user: UserInfo): void {
    this.#event.impersonatedUser = userOf(user)
  }

  /** What was sent with the request, where the policy wants it; its name belongs to every event. */
  requestBody(): void {
    const { request, info } = this.#audited
    if (request.body === undefined || !info.isResource || !objectVerbs.has(info.verb)) return
    const wanted = this.#config.level === 'Request' || this.#config.level === 'RequestResponse'
    if (!wanted && info.verb !== 'create') return
    const document = documentIn(
      request.headers['content-type'] ?? 'application/json',
      request.body,
      this.#parts.protobuf,
    )
    if (document === undefined) return
    if (info.verb === 'create' || info.verb === 'update') this.#refer(document)
    if (wanted) this.#event.requestObject = this.#config.omitManagedFields ? withoutManagedFields(document) : document
  }

  /** The reason why nobody could be made out of the credentials. */
  unauthenticated(message: string): void {
    this.#event.responseStatus = { metadata: {}, message }
  }

  /**
   * The answer, which may have to be read for it.
   * @returns what is to be sent: the same answer, or one whose body was gathered on the way
   */
  async answer(response: WireResponse, streams: boolean): Promise<WireResponse> {
    const { status, headers, body } = response
    const type = headers['content-type'] ?? ''
    let bytes: Uint8Array | undefined
    let answer = response
    if (body instanceof Bytes) bytes = Buffer.concat(body.chunks)
    else if (body instanceof Pieces && this.#config.level === 'RequestResponse') {
      const chunks = [...body.pieces]
      answer = { ...response, body: new Bytes(chunks) }
      bytes = Buffer.concat(chunks)
    }
    const reads = status >= 300 || this.#config.level === 'RequestResponse'
    const document =
      reads && bytes !== undefined && !streams && this.#audited.info.isResource
        ? documentIn(type, bytes, this.#parts.protobuf)
        : undefined
    const told = statusOf(document)
    this.#event.responseStatus = { ...this.#event.responseStatus, ...told, metadata: {}, code: status }
    if (this.#config.level === 'RequestResponse' && document !== undefined)
      this.#event.responseObject = this.#config.omitManagedFields ? withoutManagedFields(document) : document
    return answer
  }

  panicked(error: unknown): void {
    this.#event.responseStatus = {
      metadata: {},
      status: 'Failure',
      message: `APIServer panic'd: ${String(error)}`,
      reason: 'InternalError',
      code: 500,
    }
  }

  upgraded(): void {
    this.#event.responseStatus = { metadata: {}, code: 101 }
  }

  /** Writes the event as it is now. @returns false when it was lost and the sink minds */
  stage(stage: Stage): Promise<boolean> | boolean {
    const { sink, metrics, clock } = this.#parts
    if (this.#config.omitStages.has(stage)) return true
    this.#event.stage = stage
    if (stage !== 'RequestReceived') this.#event.stageTimestamp = toMicroTime(clock.now())
    metrics.event()
    const { responseStatus, requestObject, responseObject, requestReceivedTimestamp, stageTimestamp, ...head } =
      this.#event
    return sink.process([
      {
        ...head,
        ...(responseStatus === undefined ? {} : { responseStatus }),
        ...(requestObject === undefined ? {} : { requestObject }),
        ...(responseObject === undefined ? {} : { responseObject }),
        requestReceivedTimestamp,
        stageTimestamp,
        ...(this.#annotated ? { annotations: { ...this.#annotations } } : {}),
      },
    ])
  }

  #refer(document: object): void {
    const { metadata } = document as { metadata?: unknown }
    if (typeof metadata !== 'object' || metadata === null) return
    const from = metadata as Record<string, unknown>
    const reference: Record<string, string> = { ...this.#event.objectRef }
    for (const field of ['namespace', 'name', 'uid', 'resourceVersion'] as const) {
      const value = from[field]
      if ((reference[field] ?? '') === '' && typeof value === 'string' && value !== '') reference[field] = value
    }
    this.#event.objectRef = inOrder(reference)
  }
}

function userOf(user: UserInfo | undefined): AuditUser {
  if (user === undefined) return {}
  const { name, uid, groups, extra } = user
  return {
    username: name,
    ...(uid === undefined || uid === '' ? {} : { uid }),
    ...(groups.length === 0 ? {} : { groups }),
    ...(extra === undefined || Object.keys(extra).length === 0 ? {} : { extra }),
  }
}

function referenceOf({ resource, namespace, name, apiGroup, apiVersion, subresource }: RequestInfo) {
  return inOrder({ resource, namespace, name, apiGroup, apiVersion, subresource })
}

const referenceFields = [
  'resource',
  'namespace',
  'name',
  'uid',
  'apiGroup',
  'apiVersion',
  'resourceVersion',
  'subresource',
]

/** Fields as upstream orders them, empty ones left out. */
function inOrder(reference: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    referenceFields.flatMap((field) => {
      const value = reference[field] ?? ''
      return value === '' ? [] : [[field, value]]
    }),
  )
}

/** The proxies' word first, the peer's own address last. */
function sourceAddresses({ headers }: WireRequest, remote: string | undefined): string[] {
  const addresses = (headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(isAddress)
  const real = (headers['x-real-ip'] ?? '').trim()
  if (isAddress(real) && !addresses.includes(real)) addresses.push(real)
  if (remote !== undefined && addresses.at(-1) !== remote) addresses.push(remote)
  return addresses
}

function isAddress(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) || (text.includes(':') && /^[0-9a-fA-F:.]+$/.test(text))
}

function shortened(agent: string): string {
  return agent.length > longestUserAgent ? `${agent.slice(0, longestUserAgent)}...TRUNCATED` : agent
}

/** The Status in an answer; other objects say nothing but the code. */
function statusOf(document: object | undefined): Partial<AuditStatus> {
  if (document === undefined) return {}
  const { kind, apiVersion, status, message, reason, details } = document as Readonly<Record<string, unknown>>
  if (kind !== 'Status' || apiVersion !== 'v1') return {}
  return {
    ...(typeof status === 'string' ? { status } : {}),
    ...(typeof message === 'string' ? { message } : {}),
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(details === undefined ? {} : { details }),
  }
}

/** A copy; of lists and tables each item loses its own. */
export function withoutManagedFields(document: object): object {
  const { metadata, items, rows, kind } = document as Readonly<Record<string, unknown>>
  const copy: Record<string, unknown> = { ...document }
  if (typeof metadata === 'object' && metadata !== null && 'managedFields' in metadata) {
    const { managedFields: _managedFields, ...rest } = metadata as Record<string, unknown>
    copy['metadata'] = rest
  }
  if (Array.isArray(items)) copy['items'] = items.map(strip)
  if (kind === 'Table' && Array.isArray(rows)) {
    copy['rows'] = rows.map((row: Record<string, unknown>) =>
      row['object'] === undefined ? row : { ...row, object: strip(row['object']) },
    )
  }
  return copy
}

function strip(item: unknown): unknown {
  return typeof item === 'object' && item !== null ? withoutManagedFields(item) : item
}
