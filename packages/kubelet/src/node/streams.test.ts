import { mkdtemp, rename, rm, writeFile, appendFile } from 'node:fs/promises'
import { Duplex } from 'node:stream'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { realHost } from '@elli/host/node/host'
import { cri } from '../cri/v1.ts'
import { LogWriter, logTime, parseLogLine, fixedNanos } from '../logs/cri-log.ts'
import { decodeMessage, encodeMessage, execProtocols, chooseProtocol, statusText } from '../streaming/channels.ts'
import { readLog, readLogTail } from './log-reader.ts'
import { pauseProgram } from './pause-program.ts'
import { SpdyConnection, type SpdyStream } from './spdy/connection.ts'
import { spdyDictionary } from './spdy/dictionary.ts'

/** Two ends of one pipe; whatever ends one is the end of input for the other. */
function pair(): [Duplex, Duplex] {
  const ends: Duplex[] = []
  const make = (other: () => Duplex | undefined): Duplex => {
    let told = false
    const tell = (): void => {
      if (!told) other()?.push(null)
      told = true
    }
    return new Duplex({
      read() {},
      write(chunk, _encoding, done) {
        if (!told) other()?.push(chunk)
        done()
      },
      final(done) {
        tell()
        done()
      },
      destroy(error, done) {
        tell()
        done(error)
      },
    })
  }
  ends.push(
    make(() => ends[1]),
    make(() => ends[0]),
  )
  return [ends[0] as Duplex, ends[1] as Duplex]
}

test('SPDY: streams with headers, data both ways, half-close', async () => {
  const [left, right] = pair()
  const heard: string[] = []
  const server = new SpdyConnection(right, {
    role: 'server',
    accept(stream: SpdyStream) {
      heard.push(`open ${stream.headers['streamtype']}`)
      stream.onData = async (data) => {
        heard.push(`data ${data.length}`)
        await stream.write(Buffer.from(data.toString().toUpperCase()))
      }
      stream.onEnd = () => {
        heard.push('end')
        // The connection itself may be what has ended.
        stream.end().catch(() => heard.push('closed'))
      }
    },
  })
  const client = new SpdyConnection(left, { role: 'client' })
  const first = await client.open({ streamType: 'stdin', port: '80' })
  const second = await client.open({ streamType: 'error' })
  expect([first.id, second.id]).toEqual([1, 3])
  let answer = ''
  first.onData = (data) => void (answer += data.toString())
  const ended = new Promise<void>((resolve) => (first.onEnd = resolve))
  await first.write(Buffer.from('hello'))
  await first.write(Buffer.alloc(100_000, 'x'))
  await first.end()
  await ended
  expect(answer).toBe(`HELLO${'X'.repeat(100_000)}`)
  expect(heard.slice(0, 3)).toEqual(['open stdin', 'open error', 'data 5'])
  client.close()
  await Promise.all([client.closed, server.closed])
})

test('SPDY: what arrives before anybody listens is kept', async () => {
  const [left, right] = pair()
  const server = new SpdyConnection(right, {
    role: 'server',
    accept(stream) {
      void stream
        .write(Buffer.from('early, '))
        .then(() => stream.write(Buffer.from('very')))
        .then(() => stream.end())
    },
  })
  const client = new SpdyConnection(left, { role: 'client' })
  const stream = await client.open({ streamtype: 'stdout' })
  await (stream.remoteEnded ? undefined : new Promise<void>((resolve) => (stream.onEnd = resolve)))
  let heard = ''
  stream.onData = (data) => void (heard += data.toString())
  expect(heard).toBe('early, very')
  client.close()
  await Promise.all([client.closed, server.closed])
})

test('SPDY: a connection that ends takes its streams along', async () => {
  const [left, right] = pair()
  const server = new SpdyConnection(right, { role: 'server' })
  const client = new SpdyConnection(left, { role: 'client' })
  const stream = await client.open({ streamtype: 'error' })
  const ended = new Promise<void>((resolve) => (stream.onEnd = resolve))
  server.close()
  await ended
  await client.closed
  await expect(client.send(Buffer.alloc(1))).rejects.toThrow('closed')
})

test('SPDY: the dictionary has the length that the draft gives', () => expect(spdyDictionary.length).toBe(1423))

test('channels: every dialect reads what it writes', () => {
  for (const protocol of execProtocols) {
    const message = Buffer.from(encodeMessage(1, Buffer.from('hé'), protocol))
    expect(decodeMessage(message, protocol)).toEqual({ kind: 'data', channel: 1, data: Buffer.from('hé') })
  }
  const [v5, v4] = execProtocols
  if (!v5 || !v4) throw new Error('dialects are gone')
  expect(decodeMessage(Buffer.from([255, 0]), v5)).toEqual({ kind: 'close', channel: 0 })
  expect(decodeMessage(Buffer.from([255, 0]), v4)?.kind).toBe('data')
  expect(chooseProtocol(['v4.channel.k8s.io', 'v5.channel.k8s.io'], execProtocols)?.name).toBe('v5.channel.k8s.io')
  expect(statusText(Buffer.from('{"status":"Success"}'))).toBe('')
  expect(statusText(Buffer.from('{"status":"Failure","message":"exit 1"}'))).toBe('exit 1')
})

test('log lines: parts, times, limits', () => {
  const line = parseLogLine(Buffer.from('2024-08-13T09:00:00.123456789Z stderr P some text'))
  expect(line).toMatchObject({ stream: 'stderr', partial: true })
  expect(line?.text.toString()).toBe('some text')
  expect(parseLogLine(Buffer.from('rubbish'))).toBeUndefined()
  expect(parseLogLine(Buffer.from('2024-08-13T09:00:00Z stdout F'))?.text.length).toBe(0)
  expect(logTime('2024-08-13T09:00:00.5Z').ms % 1000).toBe(500)
  expect(fixedNanos('2024-08-13T09:00:00.5Z')).toBe('2024-08-13T09:00:00.500000000Z')
  const writer = new LogWriter({ timestamps: true, limitBytes: 40 })
  const part = { time: '2024-08-13T09:00:00Z', stream: 'stdout', partial: true, text: Buffer.from('ab') } as const
  expect(writer.take(part).toString()).toBe('2024-08-13T09:00:00.000000000Z ab')
  expect(writer.take({ ...part, partial: false }).toString()).toBe('ab\n')
  expect(writer.take(part).length).toBe(4)
  expect(writer.full).toBe(true)
})

async function withLog(lines: readonly string[], use: (path: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'elli-log-'))
  try {
    await writeFile(`${directory}/0.log`, lines.map(logLine).join(''))
    await use(`${directory}/0.log`)
  } finally {
    await rm(directory, { recursive: true })
  }
}

const logLine = (text: string, index = 0): string =>
  `2024-08-13T09:00:${String(index).padStart(2, '0')}.000000000Z stdout F ${text}\n`

async function collect(path: string, options: Parameters<typeof readLog>[1]['options']): Promise<string> {
  const host = realHost({ logLevel: 'error' })
  let out = ''
  const request = { path, options, isRunning: async () => false }
  for await (const bytes of readLog(host, request, new AbortController().signal)) out += bytes.toString()
  return out
}

test('logs: all, the tail, since a time', () =>
  withLog(['one', 'two', 'three'], async (path) => {
    expect(await collect(path, {})).toBe('one\ntwo\nthree\n')
    expect(await collect(path, { tailLines: 2 })).toBe('two\nthree\n')
    expect(await collect(path, { tailLines: 0 })).toBe('')
    expect(await collect(path, { tailLines: 9 })).toBe('one\ntwo\nthree\n')
    expect(await collect(path, { sinceMs: Date.parse('2024-08-13T09:00:02Z') })).toBe('three\n')
    expect(await collect(path, { limitBytes: 5 })).toBe('one\nt')
    expect(await readLogTail(path, 2048, 1)).toBe('three\n')
  }))

test('logs: the tail is no longer than asked for, although more is written while it is read', () =>
  withLog(['one', 'two'], async (path) => {
    const host = realHost({ logLevel: 'error' })
    const request = { path, options: { tailLines: 1 }, isRunning: async () => true }
    let out = ''
    for await (const bytes of readLog(host, request, new AbortController().signal)) {
      if (out === '') await appendFile(path, logLine('three'))
      out += bytes.toString()
    }
    expect(out).toBe('two\n')
  }))

test('logs: following goes on over a rotation and ends with the container', () =>
  withLog(['one'], async (path) => {
    const host = realHost({ logLevel: 'error' })
    let running = true
    let out = ''
    const request = { path, options: { follow: true }, isRunning: async () => running }
    for await (const bytes of readLog(host, request, new AbortController().signal)) {
      out += bytes.toString()
      if (out === 'one\n') await appendFile(path, logLine('two'))
      else if (out.endsWith('two\n')) {
        await rename(path, `${path}.old`)
        await writeFile(path, logLine('three'))
      } else running = false
    }
    expect(out).toBe('one\ntwo\nthree\n')
  }))

test('CRI messages: defaults, nesting, maps, negative numbers', () => {
  const config = {
    metadata: { name: 'a', attempt: 3 },
    args: ['x', ''],
    labels: { k: 'v' },
    linux: {
      resources: { cpuQuota: -1, oomScoreAdj: -997, memoryLimitInBytes: 2 ** 40 },
      securityContext: { supplementalGroups: [1, 0, 70000] },
    },
  }
  const back = cri.ContainerConfig.decode(cri.ContainerConfig.encode(config))
  expect(back).toMatchObject(config)
  expect(back.tty).toBe(false)
  expect(back.mounts).toEqual([])
  const sandbox = cri.NamespaceOption.decode(cri.NamespaceOption.encode({ network: 'NODE', pid: 'CONTAINER' }))
  expect(sandbox).toMatchObject({ network: 'NODE', pid: 'CONTAINER', ipc: 'POD' })
  expect(() => cri.NamespaceOption.encode({ network: 'X' as 'NODE' })).toThrow('network: X is none of')
  expect(() => cri.Int64Value.decode(Buffer.from([8]))).toThrow(RangeError)
})

test('the pause program is a small executable for each architecture', () => {
  for (const architecture of ['x64', 'arm64']) {
    const program = pauseProgram(architecture)
    expect(program.subarray(0, 4).toString('latin1')).toBe('\x7fELF')
    expect(program.length).toBeLessThan(300)
  }
  expect(() => pauseProgram('mips')).toThrow(RangeError)
})
