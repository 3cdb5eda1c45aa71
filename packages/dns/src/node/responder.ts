/**
 * From a packet to its answer: the kubernetes zone from a view of the cluster, everything else from a forwarder.
 * Always: a question is answered or refused, never dropped, but for packets that are no questions; the answer repeats the question byte
 * for byte, so that clients that mix letters' case to be safe recognise it.
 * Elsewhere: what names mean (../zone.ts), bytes (../wire.ts), asking others (./forward.ts), sockets (./server.ts).
 */
import * as dnsPacket from 'dns-packet'
import { type Answer, type ClusterView, type Record, type Zone, resolve } from '../zone.ts'
import {
  type Query,
  bareResponse,
  codes,
  handedOn,
  isAskable,
  nothing,
  parseQuery,
  questionFor,
  readRecords,
  response,
  sizeLimit,
} from '../wire.ts'
import type { Forwarder } from './forward.ts'

export type Transport = 'udp' | 'tcp'

const internetClass = 1
const typeCodes = { A: 1, AAAA: 28 } as const
/** ExternalNames that lead to ExternalNames are followed this far. */
const mostAliases = 8

export interface ResponderOptions {
  zone: Zone
  view: ClusterView
  forwarder: Pick<Forwarder, 'ask'>
  ttlSeconds: number
  /** A number from 0 to below its argument. */
  random: (below: number) => number
}

export class Responder {
  readonly #options: ResponderOptions

  constructor(options: ResponderOptions) {
    this.#options = options
  }

  /** @returns the answer's bytes, at once when nobody else must be asked; undefined for what is no question */
  respond(packet: Buffer, transport: Transport): Buffer | Promise<Buffer> | undefined {
    const parsed = parseQuery(packet)
    if (parsed.kind === 'nothing') return undefined
    if (parsed.kind === 'refused') return bareResponse(parsed.id, parsed.flags, parsed.code)
    const { query } = parsed
    const limit = sizeLimit(query, transport)
    const plain = (code: number): Buffer => response(query, { code, authoritative: false }, nothing, limit)
    if (query.edns && query.edns.version !== 0) return plain(codes.badVers)
    if (query.class !== internetClass) return plain(codes.refused)
    const { zone, view } = this.#options
    const own = query.name === undefined ? undefined : resolve(zone, view, query.name, query.type)
    if (own === undefined) return this.#outside(query, limit)
    if (query.type === 'AXFR' || query.type === 'IXFR') return plain(codes.refused)
    const alias = own.answers[0]
    return alias?.type === 'CNAME' && (query.type === 'A' || query.type === 'AAAA')
      ? this.#followed(query, query.type, own, limit)
      : this.#encode(query, own, [], limit)
  }

  async #outside(query: Query, limit: number): Promise<Buffer> {
    const found = await this.#options.forwarder.ask(query)
    const answer = found && handedOn(found.answer, query, found.passedSeconds, limit)
    return answer ?? response(query, { code: codes.servFail, authoritative: false }, nothing, limit)
  }

  /** An ExternalName leads elsewhere: the target's own records are added when somebody knows them, and the CNAME stands alone otherwise. */
  async #followed(query: Query, type: 'A' | 'AAAA', own: Answer, limit: number): Promise<Buffer> {
    const { zone, view, forwarder } = this.#options
    let whole = own
    const seen = new Set<string>()
    for (let alias = own.answers[0]; alias?.type === 'CNAME' && seen.size < mostAliases && !seen.has(alias.data); ) {
      seen.add(alias.data)
      const inside = resolve(zone, view, alias.data, type)
      if (inside === undefined) {
        if (!isAskable(alias.data)) break
        const question = questionFor(alias.data, typeCodes[type])
        const found = await forwarder.ask({ ...query, question, name: alias.data, edns: undefined })
        return this.#encode(query, whole, found ? targetRecords(found.answer) : [], limit)
      }
      whole = { ...whole, answers: [...whole.answers, ...inside.answers] }
      alias = inside.answers[0]
    }
    return this.#encode(query, whole, [], limit)
  }

  #encode(query: Query, answer: Answer, more: readonly dnsPacket.Answer[], limit: number): Buffer {
    const { ttlSeconds } = this.#options
    const bytes = (record: Record): Uint8Array =>
      recordBytes({ ...record, ttl: ttlSeconds, class: 'IN' } as dnsPacket.Answer, query.name)
    const code = answer.code === 'NXDOMAIN' ? codes.nxDomain : codes.noError
    const sections = {
      answers: [...this.#turned(answer.answers).map(bytes), ...more.map((record) => recordBytes(record, query.name))],
      authorities: answer.authorities.map(bytes),
      additionals: answer.additionals.map(bytes),
    }
    return response(query, { code, authoritative: true }, sections, limit)
  }

  /** Addresses start anywhere, so that clients who take the first one spread; anything else keeps its order. */
  #turned(records: readonly Record[]): readonly Record[] {
    if (records.length < 2 || !records.every(({ type }) => type === 'A' || type === 'AAAA')) return records
    const first = this.#options.random(records.length)
    return [...records.slice(first), ...records.slice(0, first)]
  }
}

const headerBytes = 12
const pointerToQuestion = Buffer.from([0xc0, headerBytes])

/** One record; its owner is a pointer when it is what was asked about. */
function recordBytes(record: dnsPacket.Answer, asked: string | undefined): Uint8Array {
  const isAsked = record.name === asked
  const packet = dnsPacket.encode({ type: 'response', answers: [isAsked ? { ...record, name: '.' } : record] })
  return isAsked ? Buffer.concat([pointerToQuestion, packet.subarray(headerBytes + 1)]) : packet.subarray(headerBytes)
}

/** Addresses and aliases in somebody else's answer. */
function targetRecords(answer: Buffer): dnsPacket.Answer[] {
  if (readRecords(answer) === undefined) return []
  return (dnsPacket.decode(answer).answers ?? []).filter(
    ({ type }) => type === 'A' || type === 'AAAA' || type === 'CNAME',
  )
}
