/**
 * DNS messages as bytes, as far as a server must see them: the question of a query, the records of an answer it hands on. Pure.
 * Always: what is malformed is said to be so, never thrown; names keep their bytes, so that an answer repeats the question exactly as asked.
 * Elsewhere: the data of records (dns-packet, in node/responder.ts). @see RFC 1035, RFC 6891
 */

export const codes = { noError: 0, formErr: 1, servFail: 2, nxDomain: 3, notImp: 4, refused: 5, badVers: 16 } as const

export const flags = {
  response: 0x8000,
  authoritative: 0x0400,
  truncated: 0x0200,
  recursionDesired: 0x0100,
  recursionAvailable: 0x0080,
  checkingDisabled: 0x0010,
} as const

const opcodeMask = 0x7800
const optType = 41
const soaType = 6

const typeNames = new Map([
  [1, 'A'],
  [2, 'NS'],
  [5, 'CNAME'],
  [6, 'SOA'],
  [12, 'PTR'],
  [15, 'MX'],
  [16, 'TXT'],
  [28, 'AAAA'],
  [33, 'SRV'],
  [251, 'IXFR'],
  [252, 'AXFR'],
  [255, 'ANY'],
])

export interface Query {
  id: number
  /** The flags that came with it. */
  flags: number
  /** As asked, case kept; undefined when a label is no plain text, so that it can be no name of a cluster. */
  name: string | undefined
  /** `A`, `SRV`, …; `TYPE65` for what nobody here serves. */
  type: string
  class: number
  /** The question as it came: name, type, class. */
  question: Uint8Array
  edns: { udpSize: number; version: number; dnssecOk: boolean } | undefined
}

export type Parsed =
  | { kind: 'query'; query: Query }
  | { kind: 'refused'; id: number; flags: number; code: number }
  | { kind: 'nothing' }

export function parseQuery(packet: Buffer): Parsed {
  if (packet.length < 12) return { kind: 'nothing' }
  const id = packet.readUInt16BE(0)
  const given = packet.readUInt16BE(2)
  // An answer is never answered: two servers would talk for ever.
  if ((given & flags.response) !== 0) return { kind: 'nothing' }
  const refused = (code: number): Parsed => ({ kind: 'refused', id, flags: given, code })
  if ((given & opcodeMask) !== 0) return refused(codes.notImp)
  if (packet.readUInt16BE(4) !== 1) return refused(codes.formErr)
  const name = readName(packet, 12)
  if (name === undefined || name.end + 4 > packet.length) return refused(codes.formErr)
  const records = readRecords(packet)
  if (records === undefined) return refused(codes.formErr)
  const opt = records.filter((record) => record.type === optType && record.section === 2)
  if (opt.length > 1) return refused(codes.formErr)
  const type = packet.readUInt16BE(name.end)
  return {
    kind: 'query',
    query: {
      id,
      flags: given,
      name: name.text,
      type: typeNames.get(type) ?? `TYPE${type}`,
      class: packet.readUInt16BE(name.end + 2),
      question: packet.subarray(12, name.end + 4),
      edns: opt[0] && {
        udpSize: opt[0].class,
        version: (opt[0].ttl >>> 16) & 0xff,
        dnssecOk: (opt[0].ttl & 0x8000) !== 0,
      },
    },
  }
}

/** A question of our own. */
export function questionFor(name: string, typeCode: number): Uint8Array {
  const labels = name.split('.').filter((label) => label !== '')
  const parts = labels.flatMap((label) => [Buffer.from([Buffer.byteLength(label)]), Buffer.from(label)])
  return Buffer.concat([...parts, Buffer.from([0, typeCode >> 8, typeCode & 0xff, 0, 1])])
}

/** Whether a name can be asked about at all. */
export function isAskable(name: string): boolean {
  return (
    name.length <= 253 &&
    name
      .replace(/\.$/, '')
      .split('.')
      .every((label) => label.length > 0 && label.length <= 63)
  )
}

export interface WireRecord {
  /** 0 answers, 1 authorities, 2 additionals. */
  section: 0 | 1 | 2
  type: number
  class: number
  ttl: number
  /** Where the record, its TTL and its data begin, and where it ends. */
  start: number
  ttlAt: number
  dataAt: number
  end: number
}

/** All records behind the one question; undefined when the packet is malformed. */
export function readRecords(packet: Buffer): WireRecord[] | undefined {
  let at = 12
  for (let i = packet.readUInt16BE(4); i > 0; i--) {
    const name = readName(packet, at)
    if (name === undefined || name.end + 4 > packet.length) return undefined
    at = name.end + 4
  }
  const records: WireRecord[] = []
  for (const section of [0, 1, 2] as const) {
    for (let i = packet.readUInt16BE(6 + 2 * section); i > 0; i--) {
      const name = readName(packet, at)
      if (name === undefined || name.end + 10 > packet.length) return undefined
      const dataAt = name.end + 10
      const end = dataAt + packet.readUInt16BE(name.end + 8)
      if (end > packet.length) return undefined
      records.push({
        section,
        type: packet.readUInt16BE(name.end),
        class: packet.readUInt16BE(name.end + 2),
        ttl: packet.readUInt32BE(name.end + 4),
        start: at,
        ttlAt: name.end + 4,
        dataAt,
        end,
      })
      at = end
    }
  }
  return records
}

/** Where a name ends and what it says; pointers are followed only backwards, so that no packet can hold us. */
function readName(packet: Buffer, start: number): { end: number; text: string | undefined } | undefined {
  const labels: string[] = []
  let plain = true
  let end: number | undefined
  let length = 0
  for (let at = start; ; ) {
    const size = packet[at]
    if (size === undefined) return undefined
    if (size === 0) return { end: end ?? at + 1, text: plain ? labels.join('.') : undefined }
    if ((size & 0xc0) === 0xc0) {
      const low = packet[at + 1]
      if (low === undefined) return undefined
      const target = ((size & 0x3f) << 8) | low
      if (target >= at || target < 12) return undefined
      end ??= at + 2
      at = target
      continue
    }
    if ((size & 0xc0) !== 0 || at + 1 + size > packet.length) return undefined
    length += size + 1
    if (length > 254) return undefined
    const label = packet.toString('latin1', at + 1, at + 1 + size)
    if (!/^[!-\-/-~]+$/.test(label)) plain = false
    labels.push(label)
    at += 1 + size
  }
}

/** What a response says beside its records. */
export interface ResponseHeader {
  code: number
  authoritative: boolean
}

export interface Sections {
  answers: readonly Uint8Array[]
  authorities: readonly Uint8Array[]
  additionals: readonly Uint8Array[]
}

export const nothing: Sections = { answers: [], authorities: [], additionals: [] }

export const ourUdpSize = 4096

/** How long an answer may be. */
export function sizeLimit({ edns }: Query, transport: 'udp' | 'tcp'): number {
  if (transport === 'tcp') return 65_535
  return edns ? Math.min(ourUdpSize, Math.max(512, edns.udpSize)) : 512
}

/** The response, within the limit: additionals go first, then answers are cut off and TC is set. */
export function response(query: Query, header: ResponseHeader, sections: Sections, limit: number): Buffer {
  const whole = assemble(query, header, sections, false)
  if (whole.length <= limit) return whole
  const slim = assemble(query, header, { ...sections, additionals: [] }, false)
  if (slim.length <= limit) return slim
  const answers: Uint8Array[] = []
  let length = assemble(query, header, nothing, true).length
  for (const answer of sections.answers) {
    length += answer.length
    if (length > limit) break
    answers.push(answer)
  }
  return assemble(query, header, { ...nothing, answers }, true)
}

function assemble(
  query: Query,
  { code, authoritative }: ResponseHeader,
  sections: Sections,
  truncated: boolean,
): Buffer {
  const { answers, authorities, additionals } = sections
  const opt = query.edns ? [optRecord(code >> 4, false)] : []
  const head = Buffer.alloc(12)
  head.writeUInt16BE(query.id, 0)
  head.writeUInt16BE(
    flags.response |
      flags.recursionAvailable |
      (authoritative ? flags.authoritative : 0) |
      (truncated ? flags.truncated : 0) |
      (query.flags & (opcodeMask | flags.recursionDesired | flags.checkingDisabled)) |
      (code & 15),
    2,
  )
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(answers.length, 6)
  head.writeUInt16BE(authorities.length, 8)
  head.writeUInt16BE(additionals.length + opt.length, 10)
  return Buffer.concat([head, query.question, ...answers, ...authorities, ...additionals, ...opt])
}

/** A response without question, to what could not be read. */
export function bareResponse(id: number, given: number, code: number): Buffer {
  const head = Buffer.alloc(12)
  head.writeUInt16BE(id, 0)
  head.writeUInt16BE(flags.response | (given & (opcodeMask | flags.recursionDesired)) | code, 2)
  return head
}

/** The query as we ask it elsewhere: same question, an id of ours, EDNS when the client has it. */
export function onwardQuery(query: Query, id: number): Buffer {
  const head = Buffer.alloc(12)
  head.writeUInt16BE(id, 0)
  head.writeUInt16BE(flags.recursionDesired | (query.flags & flags.checkingDisabled), 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(query.edns ? 1 : 0, 10)
  return Buffer.concat([head, query.question, ...(query.edns ? [optRecord(0, query.edns.dnssecOk)] : [])])
}

function optRecord(extendedCode: number, dnssecOk: boolean): Buffer {
  const opt = Buffer.alloc(11)
  opt.writeUInt16BE(optType, 1)
  opt.writeUInt16BE(ourUdpSize, 3)
  opt[5] = extendedCode
  if (dnssecOk) opt[7] = 0x80
  return opt
}

/** What makes two questions the same for a cache: letters' case does not. */
export function questionKey({ question, flags: given, edns }: Query): string {
  const text = Buffer.from(question).toString('latin1').toLowerCase()
  return `${given & flags.checkingDisabled}${edns ? (edns.dnssecOk ? 'd' : 'e') : '-'}${text}`
}

/** Whether a packet is the answer to what was asked with this id. */
export function answers(packet: Buffer, question: Uint8Array, id: number): boolean {
  if (packet.length < 12 || packet.readUInt16BE(0) !== id || (packet.readUInt16BE(2) & flags.response) === 0)
    return false
  // Servers that cannot read a question may leave it out.
  if (packet.readUInt16BE(4) === 0) return codeOf(packet) !== codes.noError
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1').toLowerCase()
  return text(packet.subarray(12, 12 + question.length)) === text(question)
}

export function codeOf(packet: Buffer): number {
  return packet.readUInt16BE(2) & 15
}

export function isTruncated(packet: Buffer): boolean {
  return (packet.readUInt16BE(2) & flags.truncated) !== 0
}

/** Seconds for which an answer may be kept; 0 for one that may not. @see RFC 2308 for negative answers */
export function lifetimeSeconds(packet: Buffer, most: number): number {
  const records = readRecords(packet)
  const code = codeOf(packet)
  if (records === undefined || isTruncated(packet) || packet.readUInt16BE(4) !== 1) return 0
  if (code !== codes.noError && code !== codes.nxDomain) return 0
  const found = records.filter((record) => record.section === 0)
  if (found.length > 0 && code === codes.noError) return Math.min(most, ...found.map((record) => record.ttl))
  const soa = records.find((record) => record.section === 1 && record.type === soaType)
  if (soa === undefined || soa.end - soa.dataAt < 20) return 0
  return Math.min(most, soa.ttl, packet.readUInt32BE(soa.end - 4))
}

/**
 * An answer from elsewhere for this client: its id, its spelling of the question, TTLs less what has passed, within the limit.
 * @returns undefined when the answer is malformed
 */
export function handedOn(answer: Buffer, query: Query, passedSeconds: number, limit: number): Buffer | undefined {
  const out = Buffer.from(answer)
  const records = readRecords(out)
  if (records === undefined) return undefined
  out.writeUInt16BE(query.id, 0)
  const given = out.readUInt16BE(2) & ~(flags.recursionDesired | flags.authoritative)
  out.writeUInt16BE(given | (query.flags & flags.recursionDesired) | flags.recursionAvailable, 2)
  if (out.readUInt16BE(4) === 1) out.set(query.question, 12)
  for (const record of records)
    if (record.type !== optType) out.writeUInt32BE(Math.max(0, record.ttl - passedSeconds), record.ttlAt)
  if (out.length <= limit) return out
  // Compressed names point backwards only, so a beginning of a message stands on its own.
  const opt = query.edns ? optRecord(0, false) : Buffer.alloc(0)
  const fitting = records.filter((record) => record.section === 0 && record.end + opt.length <= limit)
  const end = fitting.at(-1)?.end ?? records[0]?.start ?? out.length
  out.writeUInt16BE(out.readUInt16BE(2) | flags.truncated, 2)
  out.writeUInt16BE(fitting.length, 6)
  out.writeUInt16BE(0, 8)
  out.writeUInt16BE(query.edns ? 1 : 0, 10)
  return Buffer.concat([out.subarray(0, end), opt])
}
