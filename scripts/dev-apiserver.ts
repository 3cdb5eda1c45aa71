/**
 * An API server by itself, for trying things with kubectl: memory store, everybody may everything, a self-made certificate.
 * `node --import tsx scripts/dev-apiserver.ts [port] [directory]` prints the kubeconfig it wrote.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createApiServer } from '@elli/apiserver/server'
import { strategies } from '@elli/apiserver/resources/strategies'
import { listen } from '@elli/apiserver/node/listen'
import { realHost } from '@elli/host/node/host'
import { memoryStore } from '@elli/store/memory'

const port = Number(process.argv[2] ?? 0)
const directory = process.argv[3] ?? '/tmp/elli-dev-apiserver'
mkdirSync(directory, { recursive: true })
const [key, cert] = [join(directory, 'server.key'), join(directory, 'server.crt')]
execFileSync('openssl', [
  ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30'],
  ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', cert],
])
const host = realHost()
const server = await createApiServer({
  host,
  store: memoryStore(host),
  strategies,
  serviceNetwork: { cidrs: ['10.96.0.0/16'], nodePorts: { from: 30000, to: 32767 } },
})
const listener = await listen(server, { port, key: readFileSync(key), cert: readFileSync(cert) })
await server.ready()
const kubeconfig = join(directory, 'kubeconfig')
writeFileSync(
  kubeconfig,
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'dev',
        cluster: {
          server: `https://127.0.0.1:${listener.port}`,
          'certificate-authority-data': readFileSync(cert).toString('base64'),
        },
      },
    ],
    users: [{ name: 'dev', user: { token: 'dev' } }],
    contexts: [{ name: 'dev', context: { cluster: 'dev', user: 'dev' } }],
    'current-context': 'dev',
  }),
)
process.stdout.write(`listening on ${listener.port}; export KUBECONFIG=${kubeconfig}\n`)
process.on('SIGINT', () => {
  listener.close().then(
    () => process.exit(0),
    () => process.exit(1),
  )
})
