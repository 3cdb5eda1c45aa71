/**
 * `npm start`: from a bare checkout to a running cluster. Installs npm packages when they are missing, builds when stale,
 * installs the programs a real node needs when it may (root on Debian or Ubuntu; `--no-install` declines), then runs `elli up`
 * with the remaining arguments. Needs nothing but Node.js and npm, so it imports only Node's own modules.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const args = process.argv.slice(2)
const mayInstall = !args.includes('--no-install')
const elliArgs = args.filter((argument) => argument !== '--no-install')

const say = (text) => console.log(`» ${text}`)

function run(command, commandArgs, options = {}) {
  const result = spawnSync(command, commandArgs, { cwd: root, stdio: 'inherit', ...options })
  if (result.error) throw result.error
  return result.status ?? 1
}

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Elli needs Node.js 20.19 or newer; this is ${process.version}. Install a newer one and run npm start again.`)
  process.exit(1)
}

const lock = join(root, 'package-lock.json')
const installed = join(root, 'node_modules/.package-lock.json')
if (!existsSync(installed) || statSync(lock).mtimeMs > statSync(installed).mtimeMs) {
  say('installing npm packages …')
  const status = run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  if (status !== 0) {
    console.error('npm ci failed; its message stands above. Mend that and run npm start again.')
    process.exit(status)
  }
}

const buildStatus = run(process.execPath, [join(root, 'scripts/build.mjs'), '--if-stale'])
if (buildStatus !== 0) process.exit(buildStatus)

const programs = [
  ['containerd', 'containerd'],
  ['runc', 'runc'],
  ['/usr/lib/cni/bridge', 'containernetworking-plugins'],
  ['nft', 'nftables'],
  ['conntrack', 'conntrack'],
  ['ip', 'iproute2'],
]
const onPath = (program) =>
  program.startsWith('/')
    ? existsSync(program)
    : [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'].some((dir) => dir && existsSync(join(dir, program)))
const missing = programs.filter(([program]) => !onPath(program)).map(([, name]) => name)
const wantsRuntime = !elliArgs.some((argument, i) => argument === '--runtime=none' || (argument === '--runtime' && elliArgs[i + 1] === 'none'))
if (missing.length > 0 && wantsRuntime) {
  const debian = existsSync('/usr/bin/apt-get') && /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '')
  if (!mayInstall) say(`not installing ${missing.join(', ')} (--no-install): the node will be simulated`)
  else if (process.getuid?.() !== 0 || !debian) say(`real containers need ${missing.join(', ')}; on Debian or Ubuntu, as root, npm start installs them. The node will be simulated`)
  else {
    say(`installing with apt-get: ${missing.join(' ')} …`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
    const quiet = { env, stdio: ['ignore', 'ignore', 'inherit'] }
    let status = run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { ...quiet, stdio: 'ignore' })
    if (status !== 0) {
      run('apt-get', ['update', '-qq'], quiet)
      status = run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], quiet)
    }
    if (status !== 0) say(`apt-get could not install ${missing.join(', ')}; the node will be simulated`)
  }
}

// Ctrl-C reaches the whole process group: elli stops its cluster, and this process waits for it to finish.
process.on('SIGINT', () => {})
const elli = spawn(process.execPath, [join(root, 'packages/elli/dist/elli.mjs'), 'up', ...elliArgs], { cwd: root, stdio: 'inherit' })
process.on('SIGTERM', () => elli.kill('SIGTERM'))
elli.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
