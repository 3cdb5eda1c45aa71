/**
 * The arrows of the house: reads every import of every room and fails when one climbs a floor, reaches a room that the
 * package does not depend on, closes a cycle between files, or takes time, chance, files or sockets into a pure room directly.
 * `--draw` prints the arrows between rooms as they are.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const packagesDir = join(root, 'packages')
const floors = {
  host: 0,
  api: 0,
  machinery: 1,
  store: 2,
  client: 3,
  apiserver: 4,
  scheduler: 5,
  controllers: 5,
  kubelet: 5,
  proxy: 5,
  dns: 5,
  simulator: 5,
  elli: 7,
}
const allowed = {
  host: [],
  api: [],
  machinery: ['api', 'host'],
  store: ['host'],
  client: ['machinery', 'api', 'host'],
  apiserver: ['store', 'machinery', 'api', 'host'],
  elli: Object.keys(floors),
}
for (const component of ['scheduler', 'controllers', 'kubelet', 'proxy', 'dns', 'simulator'])
  allowed[component] = ['client', 'machinery', 'api', 'host']

/** What may only come in through `host`, outside `node/` folders. */
const directUse = [
  [/\bDate\.now\s*\(/, 'Date.now(): take host.clock'],
  [/\bnew Date\(\s*\)/, 'new Date(): take host.clock'],
  [/\bMath\.random\s*\(/, 'Math.random(): take host.random'],
  [/\b(?:setTimeout|setInterval)\s*\(/, 'setTimeout/setInterval: take host.clock'],
  [/\bperformance\.now\s*\(/, 'performance.now(): take host.clock.monotonicMs()'],
]
const pureNodeModules = new Set([
  'node:stream',
  'node:buffer',
  'node:util',
  'node:assert',
  'node:assert/strict',
  'node:crypto',
  'node:path',
  'node:zlib',
  'node:events',
  'node:async_hooks',
  'node:string_decoder',
  'node:querystring',
  'node:url',
  'node:os/constants',
])

const problems = []
const roomArrows = new Map()
const fileArrows = new Map()

function* sources(dir) {
  for (const name of readdirSync(dir)) {
    const path = join(dir, name)
    if (statSync(path).isDirectory()) {
      if (name !== 'node_modules' && name !== 'fixtures') yield* sources(path)
    } else if (/\.tsx?$/.test(name) && !name.endsWith('.d.ts')) yield path
  }
}

for (const room of readdirSync(packagesDir)) {
  if (!(room in floors)) {
    problems.push(`packages/${room}: not a room of the house; add it to scripts/layers.mjs`)
    continue
  }
  const declared = JSON.parse(readFileSync(join(packagesDir, room, 'package.json'), 'utf8'))
  const dependencies = { ...declared.dependencies, ...declared.devDependencies }
  for (const path of sources(join(packagesDir, room, 'src'))) {
    const file = relative(root, path)
    const text = readFileSync(path, 'utf8')
    const isTest = /\.(test|suite|bench)\.ts$/.test(path) || path.includes('/testing/')
    const isNode = path.includes('/node/') || room === 'elli'
    const targets = []
    for (const match of text.matchAll(/^\s*(?:import|export)\s+(type\s+)?(?:[^'"();]*?\sfrom\s+)?['"]([^'"]+)['"]/gm))
      targets.push([match[2], Boolean(match[1])])
    for (const match of text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)) targets.push([match[1], true])
    for (const [target, typeOnly] of targets) {
      if (target.startsWith('@elli/')) {
        const other = target.split('/')[1]
        if (other === room) continue
        roomArrows.set(`${room} -> ${other}`, (roomArrows.get(`${room} -> ${other}`) ?? 0) + 1)
        if (!(isTest && room === 'elli') && !(allowed[room] ?? []).includes(other))
          problems.push(`${file}: ${room} may not import ${other}`)
        else if (!(`@elli/${other}` in dependencies))
          problems.push(`${file}: imports @elli/${other}, which packages/${room}/package.json does not list`)
      } else if (target.startsWith('.')) {
        const resolved = resolve(dirname(path), target)
        if (!resolved.startsWith(join(packagesDir, room) + '/'))
          problems.push(`${file}: reaches out of its room by ${target}`)
        if (!typeOnly && !isTest) fileArrows.set(path, [...(fileArrows.get(path) ?? []), resolved])
      } else if (target.startsWith('node:') && !isNode && !isTest && !pureNodeModules.has(target)) {
        problems.push(`${file}: ${target} belongs under node/ or behind host`)
      }
    }
    if (!isNode && !isTest && room !== 'host') {
      const bare = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:])\/\/.*$/gm, '$1')
      for (const [pattern, why] of directUse) if (pattern.test(bare)) problems.push(`${file}: ${why}`)
    }
  }
}

/** Cycles between files: depth-first with colours; each cycle is told once. */
const colour = new Map()
function visit(path, trail) {
  colour.set(path, 'open')
  for (const next of fileArrows.get(path) ?? []) {
    if (colour.get(next) === 'open') {
      const cycle = [...trail.slice(trail.indexOf(next)), next].map((step) => relative(root, step))
      problems.push(`import cycle: ${cycle.join(' -> ')}`)
    } else if (!colour.has(next)) visit(next, [...trail, next])
  }
  colour.set(path, 'done')
}
for (const path of fileArrows.keys()) if (!colour.has(path)) visit(path, [path])

if (process.argv.includes('--draw'))
  for (const [arrow, count] of [...roomArrows].sort()) console.log(`${arrow} (${count})`)
if (problems.length > 0) {
  console.error(problems.join('\n'))
  console.error(`${problems.length} arrows or uses that the house does not allow`)
  process.exit(1)
}
