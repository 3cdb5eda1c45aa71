/** The DNS server over real sockets on loopback: informers over a fake API server, fake name servers upstream. */
import { type Socket as UdpSocket, createSocket } from 'node:dgram'
import { type Server, connect, createServer } from 'node:net'
import type { Service, ServiceSpec } from '@elli/api/core/v1'
import { namespaces, services } from '@elli/api/core/v1.resources'
import type { EndpointSlice } from '@elli/api/discovery/v1'
import { endpointslices } from '@elli/api/discovery/v1.resources'
import { restClient } from '@elli/client/rest'
import { sharedInformers } from '@elli/client/shared-informers'
import { FakeApiServer } from '@elli/client/testing/fake-transport'
import type { Host } from '@elli/host/host'
import { silentLog } from '@elli/host/log'
import { realHost } from '@elli/host/node/host'
import { TaskGroup } from '@elli/host/tasks'
import * as dnsPacket from 'dns-packet'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runDns } from './server.ts'

const host: Host = { ...realHost(), log: silentLog }

/** The library tells the response code, its types do not. */
type Decoded = dnsPacket.DecodedPacket & { rcode: string }

function decode(packet: Buffer): Decoded {
  return dnsPacket.decode(packet) as Decoded
}

type Reply = dnsPacket.Packet | Buffer | undefined

/** A name server that answers as told, over UDP and TCP on one port, and counts what it was asked. */
class Upstream {
  readonly asked: string[] = []
  answer: (question: dnsPacket.Question, transport: 'udp' | 'tcp') => Reply = () => undefined
  port = 0
  #udp: UdpSocket | undefined
  #tcp: Server | undefined

  /** A drawn port whose TCP half somebody has is drawn again. */
  async listen(): Promise<void> {
    while (!(await this.#listenOnce())) this.close()
  }

  async #listenOnce(): Promise<boolean> {
    const udp = createSocket('udp4')
    this.#udp = udp
    await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve))
    this.port = udp.address().port
    udp.on('message', (message, peer) => {
      const answer = this.#reply(message, 'udp')
      if (answer) udp.send(answer, peer.port, peer.address)
    })
    const tcp = createServer((socket) => {
      socket.on('error', () => socket.destroy())
      socket.on('data', (chunk) => {
        const answer = this.#reply(chunk.subarray(2), 'tcp')
        if (answer) socket.write(framed(answer))
      })
    })
    this.#tcp = tcp
    return new Promise((resolve) => {
      tcp.once('error', () => resolve(false))
      tcp.listen(this.port, '127.0.0.1', () => resolve(true))
    })
  }

  #reply(message: Buffer, transport: 'udp' | 'tcp'): Buffer | undefined {
    const query = dnsPacket.decode(message)
    const [question] = query.questions ?? []
    if (!question) return undefined
    this.asked.push(`${transport} ${question.type} ${question.name}`)
    const reply = this.answer(question, transport)
    if (reply === undefined || Buffer.isBuffer(reply)) return reply
    return dnsPacket.encode({ type: 'response', ...reply, id: query.id ?? 0, questions: [question] })
  }

  close(): void {
    this.#udp?.close()
    this.#tcp?.close()
  }
}

describe('DNS server', () => {
  let api: FakeApiServer
  let tasks: TaskGroup
  let upstream: Upstream
  let port: number

  beforeEach(async () => {
    api = new FakeApiServer(host.clock)
    upstream = new Upstream()
    await upstream.listen()
    tasks = new TaskGroup()
    const client = restClient(api)
    await client.for(namespaces).create({ metadata: { name: 'default' }, spec: {} })
    await client.for(services).create(service('web', { clusterIP: '10.96.0.5', clusterIPs: ['10.96.0.5'] }))
    await client.for(services).create(service('many', { clusterIP: 'None' }))
    await client.for(services).create(service('out', { type: 'ExternalName', externalName: 'example.org' }))
    await client
      .for(services)
      .create(service('inner', { type: 'ExternalName', externalName: 'web.default.svc.cluster.local' }))
    await client
      .for(services)
      .create(service('ring', { type: 'ExternalName', externalName: 'ring.default.svc.cluster.local' }))
    await client.for(endpointslices).create(slice('many', 200))
  })
  afterEach(async () => {
    await tasks.stop()
    upstream.close()
  })

  async function start(forwardTo: string[] = [`127.0.0.1:${upstream.port}`]): Promise<void> {
    const informers = sharedInformers(restClient(api), host)
    port = await new Promise<number>((resolve, reject) => {
      const config = {
        addresses: ['127.0.0.1'],
        port: 0,
        clusterDomain: 'cluster.local',
        dnsIp: '10.96.0.10',
        resolvConf: '/nowhere',
        forwardTo,
      }
      tasks.start(async (signal) => {
        await runDns({ host, informers, config, onListening: resolve }, signal).catch(reject)
      })
      tasks.start((signal) => informers.run(signal))
    })
  }

  /** Sends bytes over UDP; resolves with the answer. */
  function send(packet: Uint8Array): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const socket = createSocket('udp4')
      socket.on('error', reject)
      socket.on('message', (message) => {
        socket.close()
        resolve(message)
      })
      socket.send(packet, port, '127.0.0.1')
    })
  }

  async function ask(name: string, type: dnsPacket.RecordType, options: dnsPacket.Packet = {}): Promise<Decoded> {
    return decode(await send(question(name, type, options)))
  }

  /** Sends several messages over one connection; resolves with as many answers, in the order they came. */
  function overTcp(...packets: Buffer[]): Promise<Decoded[]> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.concat(packets.map(framed))))
      let received: Buffer = Buffer.alloc(0)
      const answers: Decoded[] = []
      socket.on('error', reject)
      socket.on('close', () => reject(new Error('closed')))
      socket.on('data', (chunk) => {
        received = Buffer.concat([received, chunk])
        while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
          const length = received.readUInt16BE(0)
          answers.push(decode(received.subarray(2, 2 + length)))
          received = received.subarray(2 + length)
        }
        if (answers.length < packets.length) return
        resolve(answers)
        socket.destroy()
      })
    })
  }

  test('a Service over UDP: address, TTL, flags, the question as it was spelt', async () => {
    await start()
    const answer = await ask('wEb.dEfault.SVC.cluster.local', 'A', { id: 77, flags: dnsPacket.RECURSION_DESIRED })
    expect(answer).toMatchObject({
      id: 77,
      rcode: 'NOERROR',
      flag_aa: true,
      flag_rd: true,
      flag_ra: true,
      flag_tc: false,
    })
    expect(answer.questions?.[0]?.name).toBe('wEb.dEfault.SVC.cluster.local')
    expect(answer.answers).toMatchObject([
      { type: 'A', name: 'wEb.dEfault.SVC.cluster.local', data: '10.96.0.5', ttl: 30 },
    ])
    expect(upstream.asked).toEqual([])
  })

  test('names of the zone that do not exist, or have no such record: SOA, and nobody else is asked', async () => {
    await start()
    const missing = await ask('no.default.svc.cluster.local', 'A')
    expect(missing).toMatchObject({
      rcode: 'NXDOMAIN',
      answers: [],
      authorities: [{ type: 'SOA', name: 'cluster.local' }],
    })
    expect(await ask('web.default.svc.cluster.local', 'AAAA')).toMatchObject({
      rcode: 'NOERROR',
      answers: [],
      authorities: [{ type: 'SOA' }],
    })
    // Type 65 (HTTPS), which browsers ask for, is in no list of ours.
    const https = question('web.default.svc.cluster.local', 'A')
    https[https.length - 3] = 65
    expect(decode(await send(https))).toMatchObject({ rcode: 'NOERROR', answers: [] })
    expect(upstream.asked).toEqual([])
  })

  test('follows what changes', async () => {
    await start()
    expect((await ask('late.default.svc.cluster.local', 'A')).answers).toEqual([])
    await restClient(api)
      .for(services)
      .create(service('late', { clusterIP: '10.96.0.6', clusterIPs: ['10.96.0.6'] }))
    while ((await ask('late.default.svc.cluster.local', 'A')).answers?.length === 0);
    await restClient(api)
      .for(services)
      .update(service('late', { type: 'ExternalName', externalName: 'changed.example.org' }))
    const target = async () => (await ask('late.default.svc.cluster.local', 'CNAME')).answers?.[0]
    while ((await target())?.type !== 'CNAME');
    expect(await target()).toMatchObject({ data: 'changed.example.org' })
  })

  test('PTR of Services and pods', async () => {
    await start()
    expect((await ask('5.0.96.10.in-addr.arpa', 'PTR')).answers).toMatchObject([
      { data: 'web.default.svc.cluster.local' },
    ])
    expect((await ask('7.0.244.10.in-addr.arpa', 'PTR')).answers).toMatchObject([
      { data: '10-244-0-7.many.default.svc.cluster.local' },
    ])
  })

  test('SRV brings addresses along', async () => {
    await start()
    const answer = await ask('_http._tcp.web.default.svc.cluster.local', 'SRV')
    expect(answer.answers).toMatchObject([{ type: 'SRV', data: { port: 80, target: 'web.default.svc.cluster.local' } }])
    expect(answer.additionals).toMatchObject([{ type: 'A', data: '10.96.0.5' }])
  })

  test('too long for UDP: cut with TC, longer with EDNS0, whole over TCP', async () => {
    await start()
    const plain = await send(question('many.default.svc.cluster.local', 'A'))
    const cut = decode(plain)
    expect(plain.length).toBeLessThanOrEqual(512)
    expect(cut.flag_tc).toBe(true)
    expect(cut.answers?.length).toBeGreaterThan(20)
    const wider = await send(question('many.default.svc.cluster.local', 'A', { additionals: [edns(4096)] }))
    expect(decode(wider)).toMatchObject({ flag_tc: false, additionals: [{ type: 'OPT' }] })
    expect(decode(wider).answers).toHaveLength(200)
    const [whole] = await overTcp(question('many.default.svc.cluster.local', 'A'))
    expect(whole?.answers).toHaveLength(200)
    expect(whole?.flag_tc).toBe(false)
  })

  test('several questions over one TCP connection, a slow one does not hold up the others', async () => {
    await start()
    const answers = await overTcp(
      question('slow.example.org', 'A', { id: 1 }),
      question('web.default.svc.cluster.local', 'A', { id: 2 }),
    )
    expect(answers.map(({ id, rcode }) => `${id} ${rcode}`)).toEqual(['2 NOERROR', '1 SERVFAIL'])
  })

  test('packets that are no good questions', async () => {
    await start()
    const good = question('web.default.svc.cluster.local', 'A', { id: 5 })
    const changed = (change: (packet: Buffer) => void): Buffer => {
      const packet = Buffer.from(good)
      change(packet)
      return packet
    }
    const code = async (packet: Uint8Array): Promise<string> => {
      const answer = await send(packet)
      return `${answer.readUInt16BE(0)} ${(answer[3] ?? 0) & 15}`
    }
    expect(await code(good.subarray(0, 20))).toBe('5 1')
    expect(await code(changed((packet) => packet.writeUInt16BE(0, 4)))).toBe('5 1')
    expect(await code(changed((packet) => packet.writeUInt16BE(2, 4)))).toBe('5 1')
    // A name that points to itself.
    expect(await code(changed((packet) => packet.writeUInt16BE(0xc00c, 12)))).toBe('5 1')
    expect(await code(changed((packet) => packet.writeUInt16BE(0x2800, 2)))).toBe('5 4')
    expect(await code(changed((packet) => packet.writeUInt16BE(3, packet.length - 2)))).toBe('5 5')
    expect(await code(question('cluster.local', 'AXFR', { id: 5 }))).toBe('5 5')
    const futureEdns = await ask('web.default.svc.cluster.local', 'A', {
      additionals: [{ ...edns(1232), ednsVersion: 1 }],
    })
    expect(futureEdns.additionals).toMatchObject([{ type: 'OPT', extendedRcode: 1 }])
    // Answers and rubbish are passed over in silence; the next question is answered all the same.
    const socket = createSocket('udp4')
    for (const packet of [changed((bytes) => bytes.writeUInt16BE(0x8000, 2)), Buffer.from('x'), Buffer.alloc(0)])
      await new Promise((resolve) => socket.send(packet, port, '127.0.0.1', resolve))
    socket.close()
    expect(await code(good)).toBe('5 0')
  })

  test('ExternalName: with the addresses of the target, inside or outside, or alone', async () => {
    await start()
    upstream.answer = ({ name }) => ({ answers: [{ type: 'A', name, ttl: 9, data: '203.0.113.1' }] })
    const answer = await ask('out.default.svc.cluster.local', 'A')
    expect(answer.answers).toMatchObject([
      { type: 'CNAME', name: 'out.default.svc.cluster.local', data: 'example.org' },
      { type: 'A', name: 'example.org', data: '203.0.113.1', ttl: 9 },
    ])
    expect((await ask('out.default.svc.cluster.local', 'CNAME')).answers).toMatchObject([
      { type: 'CNAME', data: 'example.org' },
    ])
    expect(upstream.asked).toHaveLength(1)
    expect((await ask('inner.default.svc.cluster.local', 'A')).answers).toMatchObject([
      { type: 'CNAME' },
      { type: 'A', data: '10.96.0.5' },
    ])
    expect((await ask('ring.default.svc.cluster.local', 'A')).rcode).toBe('NOERROR')
    upstream.answer = () => ({ flags: 3 })
    expect((await ask('out.default.svc.cluster.local', 'AAAA')).answers).toMatchObject([
      { type: 'CNAME', data: 'example.org' },
    ])
  })

  test('ExternalName whose target nobody resolves still has its CNAME', async () => {
    await start([])
    expect(await ask('out.default.svc.cluster.local', 'A')).toMatchObject({
      rcode: 'NOERROR',
      answers: [{ type: 'CNAME', data: 'example.org' }],
    })
  })

  test('other names go to the name servers, once while the answer lives', async () => {
    await start()
    upstream.answer = ({ name }) => ({
      flags: dnsPacket.RECURSION_AVAILABLE,
      answers: [{ type: 'A', name, ttl: 300, data: '203.0.113.1' }],
    })
    const answer = await ask('Example.ORG', 'A', { id: 9 })
    expect(answer).toMatchObject({ id: 9, rcode: 'NOERROR', flag_aa: false, answers: [{ data: '203.0.113.1' }] })
    expect(await ask('eXample.org', 'A')).toMatchObject({
      questions: [{ name: 'eXample.org' }],
      answers: [{ data: '203.0.113.1' }],
    })
    expect(upstream.asked).toEqual(['udp A Example.ORG'])
    // Names like ours and reverse names of others are not ours.
    await ask('notcluster.local', 'A')
    await ask('8.8.8.8.in-addr.arpa', 'PTR')
    expect(upstream.asked).toHaveLength(3)
  })

  test('equal questions at the same time are asked once', async () => {
    await start()
    upstream.answer = ({ name }) => ({ answers: [{ type: 'A', name, ttl: 0, data: '203.0.113.1' }] })
    const answers = await overTcp(...[1, 2, 3, 4].map((id) => question('example.org', 'A', { id })))
    expect(answers.map(({ id }) => id).sort()).toEqual([1, 2, 3, 4])
    expect(upstream.asked).toHaveLength(1)
  })

  test('an answer that upstream cuts short is fetched over TCP, and cut again for the client if need be', async () => {
    await start()
    upstream.answer = ({ name }, transport) =>
      transport === 'udp'
        ? { flags: dnsPacket.TRUNCATED_RESPONSE }
        : {
            answers: Array.from({ length: 100 }, (_, i) => ({
              type: 'A' as const,
              name,
              ttl: 60,
              data: `203.0.113.${i}`,
            })),
          }
    const cut = await send(question('big.example.org', 'A'))
    expect(cut.length).toBeLessThanOrEqual(512)
    expect(decode(cut).flag_tc).toBe(true)
    const [whole] = await overTcp(question('big.example.org', 'A'))
    expect(whole?.answers).toHaveLength(100)
    expect(upstream.asked).toEqual(['udp A big.example.org', 'tcp A big.example.org'])
  })

  test('answers to other questions are not believed; a silent or unwilling server is followed by the next', async () => {
    const second = new Upstream()
    await second.listen()
    try {
      await start([`127.0.0.1:${upstream.port}`, `127.0.0.1:${second.port}`])
      upstream.answer = () =>
        dnsPacket.encode({
          type: 'response',
          id: 1,
          questions: [{ type: 'A', name: 'evil.example.org' }],
          answers: [{ type: 'A', name: 'evil.example.org', data: '192.0.2.66' }],
        })
      second.answer = ({ name }) => ({ answers: [{ type: 'A', name, ttl: 1, data: '203.0.113.2' }] })
      expect((await ask('one.example.org', 'A')).answers).toMatchObject([{ data: '203.0.113.2' }])
      // The silent one is asked last for a while.
      const before = upstream.asked.length
      expect((await ask('two.example.org', 'A')).answers).toMatchObject([{ data: '203.0.113.2' }])
      expect(upstream.asked).toHaveLength(before)
      second.answer = () => ({ flags: 2 })
      upstream.answer = ({ name }) => ({ answers: [{ type: 'A', name, ttl: 1, data: '203.0.113.1' }] })
      expect((await ask('three.example.org', 'A')).answers).toMatchObject([{ data: '203.0.113.1' }])
    } finally {
      second.close()
    }
  })

  test('no name server, or one that is us: SERVFAIL in bounded time', async () => {
    await start([])
    expect((await ask('example.org', 'A')).rcode).toBe('SERVFAIL')
    await tasks.stop()
    tasks = new TaskGroup()
    await start()
    // Upstream sends the question back to us, as a name server does whose own upstream we are.
    const circle = createSocket('udp4')
    upstream.answer = () => {
      circle.send(question('circle.example.org', 'A', { id: 3 }), port, '127.0.0.1')
      return undefined
    }
    expect((await ask('circle.example.org', 'A')).rcode).toBe('SERVFAIL')
    expect(upstream.asked).toHaveLength(1)
    circle.close()
  })
})

test('a port that is taken is an error', async () => {
  const taken = createSocket('udp4')
  await new Promise<void>((resolve) => taken.bind(0, '127.0.0.1', resolve))
  const informers = { ...sharedInformers(restClient(new FakeApiServer(host.clock)), host), synced: async () => {} }
  const config = {
    addresses: ['127.0.0.1'],
    port: taken.address().port,
    clusterDomain: 'cluster.local',
    dnsIp: '10.96.0.10',
    resolvConf: '/nowhere',
  }
  await expect(runDns({ host, informers, config }, new AbortController().signal)).rejects.toThrow(/EADDRINUSE/)
  taken.close()
})

function question(name: string, type: dnsPacket.RecordType, options: dnsPacket.Packet = {}): Buffer {
  return dnsPacket.encode({ type: 'query', id: 1, ...options, questions: [{ type, name }] })
}

function edns(udpPayloadSize: number): dnsPacket.OptAnswer {
  return {
    type: 'OPT',
    name: '.',
    udpPayloadSize,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  }
}

function framed(packet: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(packet.length)
  return Buffer.concat([length, packet])
}

function service(name: string, spec: Partial<ServiceSpec>): Service {
  return {
    metadata: { namespace: 'default', name },
    spec: { ports: [{ name: 'http', port: 80, protocol: 'TCP' }], ...spec },
  }
}

function slice(name: string, count: number): EndpointSlice {
  return {
    metadata: { namespace: 'default', name, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints: Array.from({ length: count }, (_, i) => ({
      addresses: [`10.244.0.${i + 1}`],
      conditions: { ready: true },
    })),
  }
}
