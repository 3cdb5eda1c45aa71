/**
 * Questions a second on one core: `npm run bench dns`. Asks a server on loopback over one UDP socket, many questions under way at once.
 * Guess: the socket costs 8 µs each way, reading and answering 10 µs; client and server share the thread, so some 25,000 questions a second,
 * and without sockets 80,000.
 */
import { createSocket } from 'node:dgram'
import type { Service } from '@elli/api/core/v1'
import { services } from '@elli/api/core/v1.resources'
import { restClient } from '@elli/client/rest'
import { sharedInformers } from '@elli/client/shared-informers'
import { FakeApiServer } from '@elli/client/testing/fake-transport'
import { runDns } from '@elli/dns/node/server'
import { Responder } from '@elli/dns/node/responder'
import { informerView } from '@elli/dns/view'
import { realHost } from '@elli/host/node/host'
import { TaskGroup } from '@elli/host/tasks'

const host = realHost()
const serviceCount = 1_000
const questionCount = 200_000
const underWay = 64

/** A question for an address, as bytes. */
function question(id: number, name: string): Buffer {
  const labels = name.split('.').flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)])
  const packet = Buffer.concat([
    Buffer.from([0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
    ...labels,
    Buffer.from([0, 0, 1, 0, 1]),
  ])
  packet.writeUInt16BE(id, 0)
  return packet
}

function ask(port: number, questions: readonly Buffer[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4')
    const began = performance.now()
    let sent = 0
    let received = 0
    const next = (): void => {
      if (sent < questionCount) socket.send(questions[sent++ % questions.length] as Buffer)
    }
    socket.on('error', reject)
    socket.on('message', () => {
      received++
      if (received < questionCount) return next()
      socket.close()
      resolve(performance.now() - began)
    })
    socket.connect(port, '127.0.0.1', () => {
      for (let i = 0; i < underWay; i++) next()
    })
  })
}

const api = new FakeApiServer(host.clock)
const client = restClient(api)
for (let i = 0; i < serviceCount; i++) {
  const ip = `10.96.${i >> 8}.${i & 255}`
  const made: Service = {
    metadata: { namespace: 'default', name: `service-${i}` },
    spec: { clusterIP: ip, clusterIPs: [ip] },
  }
  await client.for(services).create(made)
}
const informers = sharedInformers(client, host)
const tasks = new TaskGroup()
const port = await new Promise<number>((resolve) => {
  const config = {
    addresses: ['127.0.0.1'],
    port: 0,
    clusterDomain: 'cluster.local',
    dnsIp: '10.96.0.10',
    resolvConf: '/nowhere',
  }
  tasks.start((signal) => runDns({ host, informers, config, onListening: resolve }, signal))
  tasks.start((signal) => informers.run(signal))
})
const perSecond = (ms: number): string => `${Math.round((questionCount / ms) * 1000)} questions/s`
const rows: { what: string; result: string }[] = []
const kinds = [
  ['address of a Service', (i: number) => `service-${i}.default.svc.cluster.local`],
  ['name that is not there', (i: number) => `missing-${i}.default.svc.cluster.local`],
] as const
const responder = new Responder({
  zone: { domain: 'cluster.local', dnsIp: '10.96.0.10' },
  view: informerView(informers),
  forwarder: { ask: async () => undefined },
  ttlSeconds: 30,
  random: () => 0,
})
for (const [what, name] of kinds) {
  const questions = Array.from({ length: serviceCount }, (_, i) => question(i, name(i)))
  const began = performance.now()
  for (let i = 0; i < questionCount; i++) void responder.respond(questions[i % questions.length] as Buffer, 'udp')
  rows.push({ what: `${what}, without sockets`, result: perSecond(performance.now() - began) })
  rows.push({ what: `${what}, over UDP, client included`, result: perSecond(await ask(port, questions)) })
}
await tasks.stop()
console.table(rows)
