/**
 * What both `npm start` and `npm test` need before they begin, on a machine that has only Node.js and npm: npm packages, a fresh
 * bundle, and Debian's programs. Imports nothing but Node's own modules, since nothing else may be there yet.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
export const say = (text) => console.log(`» ${text}`)

/** Programs of a real node → Debian package. */
export const nodePrograms = {
  containerd: 'containerd',
  runc: 'runc',
  '/usr/lib/cni/bridge': 'containernetworking-plugins',
  nft: 'nftables',
  conntrack: 'conntrack',
  ip: 'iproute2',
}
/** What the tests try the cluster with. */
export const testPrograms = {
  ...nodePrograms,
  '/bin/busybox': 'busybox-static',
  'docker-registry': 'docker-registry',
  kubectl: 'kubernetes-client',
  openssl: 'openssl',
}

export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options })
  if (result.error) throw result.error
  return result.status ?? 1
}

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  console.error(`Elli needs Node.js 20.19 or newer; this is ${process.version}. Install a newer one and try again.`)
  process.exit(1)
}

export function installNpmPackages() {
  const lock = join(root, 'package-lock.json')
  const installed = join(root, 'node_modules/.package-lock.json')
  if (existsSync(installed) && statSync(lock).mtimeMs <= statSync(installed).mtimeMs) return
  say('installing npm packages …')
  const status = run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  if (status === 0) return
  console.error('npm ci failed; its message stands above. Mend that and try again.')
  process.exit(status)
}

export function buildIfStale() {
  const status = run(process.execPath, [join(root, 'scripts/build.mjs'), '--if-stale'])
  if (status !== 0) process.exit(status)
}

function isThere(program) {
  if (program.startsWith('/')) return existsSync(program)
  return [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'].some(
    (dir) => dir && existsSync(join(dir, program)),
  )
}

export function missingPackages(programs) {
  return Object.entries(programs)
    .filter(([program]) => !isThere(program))
    .map(([, name]) => name)
}

/** Why Debian packages cannot be installed here; undefined when they can. */
export function whyNoInstall() {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  if (!existsSync('/usr/bin/apt-get') || !/^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release))
    return 'this is not Debian or Ubuntu'
  if (process.getuid?.() !== 0) return 'only root may install packages'
  return undefined
}

/** @returns what is still missing afterwards */
export function installDebianPackages(programs) {
  const missing = missingPackages(programs)
  if (missing.length === 0) return []
  say(`installing with apt-get: ${missing.join(' ')} …`)
  // Services of the packages stay off: Elli starts a containerd of its own and never touches the system's.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  const install = (stderr) =>
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], {
      env,
      stdio: ['ignore', 'ignore', stderr],
    })
  if (install('ignore') !== 0) {
    run('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
    install('inherit')
  }
  return missingPackages(programs)
}
