import * as dnsPacket from 'dns-packet'
import { simulatedHost } from '@elli/host/simulated'
import { describe, expect, test } from 'vitest'
import { ForwardCache } from './forward-cache.ts'
import { NameServers, parseNameServer, resolvConfServers } from './name-servers.ts'
import { undashed } from './records.ts'
import { type Query, handedOn, lifetimeSeconds, parseQuery, questionKey } from './wire.ts'

function query(name: string, options: dnsPacket.Packet = {}): Query {
  const parsed = parseQuery(dnsPacket.encode({ type: 'query', id: 7, ...options, questions: [{ type: 'A', name }] }))
  if (parsed.kind !== 'query') throw new Error(`no query but ${parsed.kind}`)
  return parsed.query
}

function answer(ttl: number, options: dnsPacket.Packet = {}): Buffer {
  return dnsPacket.encode({
    type: 'response',
    id: 1,
    questions: [{ type: 'A', name: 'a.example' }],
    answers: [{ type: 'A', name: 'a.example', ttl, data: '192.0.2.1' }],
    ...options,
  })
}

describe('questions', () => {
  test('letters and EDNS are kept; the key knows no case', () => {
    const edns: dnsPacket.OptAnswer = {
      type: 'OPT',
      name: '.',
      udpPayloadSize: 1232,
      extendedRcode: 0,
      ednsVersion: 0,
      flags: 0x8000,
      flag_do: true,
      options: [],
    }
    expect(query('A.example', { additionals: [edns] })).toMatchObject({
      name: 'A.example',
      type: 'A',
      class: 1,
      edns: { udpSize: 1232, version: 0, dnssecOk: true },
    })
    expect(questionKey(query('A.example'))).toBe(questionKey(query('a.EXAMPLE')))
    expect(questionKey(query('a.example'))).not.toBe(questionKey(query('b.example')))
    expect(questionKey(query('a.example'))).not.toBe(questionKey(query('a.example', { additionals: [edns] })))
  })

  test('any bytes whatever end in a verdict', () => {
    const random = simulatedHost({ seed: 1 }).random.stream('fuzz')
    const good = dnsPacket.encode({ type: 'query', id: 7, questions: [{ type: 'A', name: 'a.example' }] })
    for (let i = 0; i < 2000; i++) {
      const packet = i % 2 === 0 ? Buffer.from(good) : Buffer.from(random.bytes(random.below(80)))
      for (let j = 0; j < 3 && packet.length > 0; j++) packet[random.below(packet.length)] = random.below(256)
      expect(['query', 'refused', 'nothing']).toContain(parseQuery(packet).kind)
    }
  })
})

describe('answers from elsewhere', () => {
  for (const [what, packet, seconds] of [
    ['the TTL', answer(20), 20],
    ['half a minute at most', answer(300), 30],
    ['never what was cut', answer(20, { flags: dnsPacket.TRUNCATED_RESPONSE }), 0],
    ['never a failure', answer(20, { flags: 2 }), 0],
    ['not a no without SOA', answer(0, { answers: [], flags: 3 }), 0],
    [
      'a no by its SOA',
      answer(0, {
        answers: [],
        flags: 3,
        authorities: [
          {
            type: 'SOA',
            name: 'example',
            ttl: 25,
            data: { mname: 'm', rname: 'r', serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 12 },
          },
        ],
      }),
      12,
    ],
  ] as const)
    test(`live ${what}`, () => expect(lifetimeSeconds(packet, 30)).toBe(seconds))

  test('bear the id and spelling of who asked, and what is left of the TTL', () => {
    const out = handedOn(answer(20), query('A.exAmple'), 5, 512)
    expect(dnsPacket.decode(out as Buffer)).toMatchObject({
      id: 7,
      questions: [{ name: 'A.exAmple' }],
      answers: [{ ttl: 15 }],
    })
    expect(handedOn(answer(20).subarray(0, 40), query('a.example'), 0, 512)).toBeUndefined()
  })

  test('leave the cache when their time is over', async () => {
    const host = simulatedHost({ seed: 1 })
    const cache = new ForwardCache(host.clock)
    cache.put('a', answer(20))
    await host.advance(19_000)
    expect(cache.get('a')?.passedSeconds).toBe(19)
    await host.advance(1000)
    expect(cache.get('a')).toBeUndefined()
    expect(cache.size).toBe(0)
  })

  test('the cache is bounded', () => {
    const cache = new ForwardCache(simulatedHost({ seed: 1 }).clock)
    for (let i = 0; i < 10_001; i++) cache.put(String(i), answer(20))
    expect(cache.size).toBe(10_000)
    expect(cache.get('0')).toBeUndefined()
    expect(cache.get('10000')).toBeDefined()
  })
})

describe('name servers', () => {
  test('of a resolv.conf', () => {
    expect(
      resolvConfServers('# x\nsearch a b\nnameserver 192.0.2.1\n nameserver 2001:db8::1 # y\noptions ndots:5\n'),
    ).toEqual([
      { address: '192.0.2.1', port: 53 },
      { address: '2001:db8::1', port: 53 },
    ])
    expect(['192.0.2.1', '192.0.2.1:5353', '2001:db8::1', '[2001:db8::1]:5353'].map(parseNameServer)).toEqual([
      { address: '192.0.2.1', port: 53 },
      { address: '192.0.2.1', port: 5353 },
      { address: '2001:db8::1', port: 53 },
      { address: '2001:db8::1', port: 5353 },
    ])
  })

  test('are read again when the file changed, not for every question, and never name ourselves', async () => {
    const host = simulatedHost({ seed: 1 })
    let reads = 0
    const files = {
      ...host.files,
      stat: (path: string) => host.files.stat(path),
      readText: (path: string) => (reads++, host.files.readText(path)),
    }
    let changes = 0
    const servers = new NameServers(
      { ...host, files },
      '/etc/resolv.conf',
      [{ address: '192.0.2.9', port: 53 }],
      () => changes++,
    )
    expect(await servers.get()).toEqual([])
    await host.files.mkdir('/etc')
    await host.files.write('/etc/resolv.conf', 'nameserver 192.0.2.9\nnameserver 192.0.2.1\n')
    await host.advance(5000)
    expect(await servers.get()).toEqual([{ address: '192.0.2.1', port: 53 }])
    const before = reads
    await host.advance(5000)
    await servers.get()
    expect(reads).toBe(before)
    await host.files.writeAtomic('/etc/resolv.conf', 'nameserver 192.0.2.22\n')
    expect(await servers.get()).toEqual([{ address: '192.0.2.1', port: 53 }])
    await host.advance(5000)
    expect(await servers.get()).toEqual([{ address: '192.0.2.22', port: 53 }])
    expect(changes).toBe(2)
  })
})

test('dashed addresses', () => {
  expect(['10-244-0-7', '10-244-0-700', 'fd00--7', 'web', '1-2-3'].map(undashed)).toEqual([
    '10.244.0.7',
    undefined,
    'fd00::7',
    undefined,
    undefined,
  ])
})
