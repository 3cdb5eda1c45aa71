/** Pulls from a real registry: Debian's docker-registry on loopback, open and behind a password; images that cannot be had. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Event, Pod } from '@elli/api/core/v1'
import { eventually, freePort, Machine, run, whyNot } from './machine.ts'

const password = 'correct horse'

describe.skipIf(whyNot !== '')(`images from a registry${whyNot ? ` (skipped: ${whyNot})` : ''}`, () => {
  let machine: Machine
  let open: Registry
  let closed: Registry

  beforeAll(async () => {
    machine = await Machine.create()
    await machine.up()
    open = await Registry.start(machine.dataDir, 'open')
    closed = await Registry.start(machine.dataDir, 'closed', { user: 'elli', password })
    for (const registry of [open, closed]) await registry.push(machine, 'tools/box', '1')
  })

  afterAll(async () => {
    open?.stop()
    closed?.stop()
    await machine?.remove()
  })

  const pod = (name: string, image: string, more = ''): string => `
apiVersion: v1
kind: Pod
metadata: { name: ${name} }
spec:
  restartPolicy: Never
  terminationGracePeriodSeconds: 1
  ${more}
  containers: [{ name: main, image: "${image}", command: [echo, pulled] }]
`
  const waiting = (name: string): Promise<string> =>
    eventually(`${name} waits`, async () => {
      const { status } = await machine.json<Pod>(['get', 'pod', name])
      const reason = status?.containerStatuses?.[0]?.state?.waiting?.reason
      // Said of every container before its image is looked at.
      return reason !== 'ContainerCreating' && reason
    })
  const eventsOf = async (name: string): Promise<Event[]> =>
    (await machine.json<{ items: Event[] }>(['get', 'events', '--field-selector', `involvedObject.name=${name}`])).items

  test('without credentials', async () => {
    await machine.apply(pod('open', `${open.address}/tools/box:1`))
    await eventually(
      'it runs to its end',
      async () => (await machine.json<Pod>(['get', 'pod', 'open'])).status?.phase === 'Succeeded',
    )
    expect(await machine.kubectl(['logs', 'open'])).toBe('pulled\n')
    const pulled = (await eventsOf('open')).find((event) => event.reason === 'Pulled')
    expect(pulled?.message).toMatch(
      /^Successfully pulled image ".*\/tools\/box:1" in .*s \(.*s including waiting\)\. Image size: \d+ bytes\.$/,
    )
  })

  test('with an imagePullSecret, and not without', async () => {
    await machine.apply(pod('refused', `${closed.address}/tools/box:1`))
    await eventually('the pull is refused', async () =>
      ['ErrImagePull', 'ImagePullBackOff'].includes(await waiting('refused')),
    )
    await machine.kubectl([
      'create',
      'secret',
      'docker-registry',
      'key',
      `--docker-server=${closed.address}`,
      '--docker-username=elli',
      `--docker-password=${password}`,
    ])
    await machine.apply(pod('allowed', `${closed.address}/tools/box:1`, 'imagePullSecrets: [{ name: key }]'))
    await eventually(
      'it runs to its end',
      async () => (await machine.json<Pod>(['get', 'pod', 'allowed'])).status?.phase === 'Succeeded',
    )
  })

  test('images that cannot be had say why', async () => {
    await machine.apply(pod('missing', `${open.address}/tools/nothing:1`))
    await eventually('back-off', async () => (await waiting('missing')) === 'ImagePullBackOff', 60_000)
    const reasons = (await eventsOf('missing')).map((event) => event.message)
    expect(reasons).toContainEqual(expect.stringContaining(`Failed to pull image "${open.address}/tools/nothing:1"`))
    expect(reasons).toContain('Error: ErrImagePull')
    expect(reasons).toContain(`Back-off pulling image "${open.address}/tools/nothing:1"`)
    await machine.apply(pod('misspelt', 'elli.test/UPPER:1'))
    expect(await waiting('misspelt')).toBe('InvalidImageName')
    await machine.apply(pod('never', 'elli.test/absent:1').replace('command:', 'imagePullPolicy: Never, command:'))
    expect(await waiting('never')).toBe('ErrImageNeverPull')
  })
})

/** A docker-registry process on a free port of loopback. */
class Registry {
  readonly address: string
  readonly #process: ChildProcess
  readonly #authorization: string | undefined

  private constructor(address: string, process: ChildProcess, authorization: string | undefined) {
    this.address = address
    this.#process = process
    this.#authorization = authorization
  }

  static async start(directory: string, name: string, login?: { user: string; password: string }): Promise<Registry> {
    const home = `${directory}/registry-${name}`
    mkdirSync(home, { recursive: true })
    const port = await freePort()
    let auth = ''
    if (login) {
      const hashed = await run('python3', ['-c', bcryptProgram, login.user, login.password])
      writeFileSync(`${home}/htpasswd`, hashed.stdout)
      auth = `auth:\n  htpasswd:\n    realm: elli\n    path: ${home}/htpasswd\n`
    }
    writeFileSync(
      `${home}/config.yml`,
      `version: 0.1\nlog: { level: error }\nstorage:\n  filesystem: { rootdirectory: ${home}/data }\nhttp: { addr: "127.0.0.1:${port}" }\n${auth}`,
    )
    const child = spawn('docker-registry', ['serve', `${home}/config.yml`], { stdio: 'ignore' })
    const authorization = login
      ? `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`
      : undefined
    const registry = new Registry(`127.0.0.1:${port}`, child, authorization)
    await eventually('the registry answers', async () =>
      [200, 401].includes((await fetch(`http://${registry.address}/v2/`)).status),
    )
    return registry
  }

  stop(): void {
    this.#process.kill('SIGTERM')
  }

  /** Uploads busybox as one layer, by the registry's own HTTP protocol. */
  async push(machine: Machine, repository: string, tag: string): Promise<void> {
    const { layer, config } = await machine.busyboxBlobs()
    for (const blob of [layer, config]) {
      const begun = await this.#send(`/v2/${repository}/blobs/uploads/`, 'POST')
      const location = new URL(begun.headers.get('location') ?? '', `http://${this.address}`)
      location.searchParams.set('digest', digestOf(blob))
      await this.#send(location.pathname + location.search, 'PUT', blob, 'application/octet-stream')
    }
    const described = (blob: Buffer, mediaType: string) => ({ mediaType, size: blob.length, digest: digestOf(blob) })
    const manifest = {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: described(config, 'application/vnd.oci.image.config.v1+json'),
      layers: [described(layer, 'application/vnd.oci.image.layer.v1.tar')],
    }
    await this.#send(
      `/v2/${repository}/manifests/${tag}`,
      'PUT',
      Buffer.from(JSON.stringify(manifest)),
      manifest.mediaType,
    )
  }

  async #send(path: string, method: string, body?: Buffer, type?: string): Promise<Response> {
    const response = await fetch(`http://${this.address}${path}`, {
      method,
      headers: {
        ...(type ? { 'content-type': type } : {}),
        ...(this.#authorization ? { authorization: this.#authorization } : {}),
      },
      ...(body ? { body: new Uint8Array(body) } : {}),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response
  }
}

function digestOf(blob: Buffer): string {
  return `sha256:${createHash('sha256').update(blob).digest('hex')}`
}

/** The registry takes bcrypt only; the C library makes it. */
const bcryptProgram = `
import ctypes, sys
crypt = ctypes.CDLL('libcrypt.so.1')
crypt.crypt.restype = ctypes.c_char_p
print(sys.argv[1] + ':' + crypt.crypt(sys.argv[2].encode(), b'$2b$05$abcdefghijklmnopqrstuu').decode())
`
