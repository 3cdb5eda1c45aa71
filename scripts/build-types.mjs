/**
 * Declarations for users of the one package: packages/elli/dist/types. tsc writes those of every room that the entries reach; here
 * only the files that the entries' declarations speak of are kept, and @elli/… becomes a relative path, since the rooms are not
 * published. Fails when a declaration needs an npm package that users would not have.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, posix, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const elli = join(root, 'packages/elli')
const dist = join(elli, 'dist')
const scratch = join(dist, 'types.new')
const entries = ['elli/index', 'elli/resources']
const dependencies = Object.keys(JSON.parse(readFileSync(join(elli, 'package.json'), 'utf8')).dependencies)

/** The rooms as sources of one program: seen through node_modules, tsc would take them for foreign packages and write nothing. */
const rooms = readdirSync(join(root, 'packages'))
const config = {
  extends: '../../../../tsconfig.json',
  compilerOptions: {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: '../../..',
    outDir: '.',
    paths: Object.fromEntries(rooms.map((room) => [`@elli/${room}/*`, [`../../../${room}/src/*.ts`]])),
  },
  include: [],
  files: entries.map((entry) => `../../../${entry.replace('/', '/src/')}.ts`),
}

function emit() {
  rmSync(scratch, { recursive: true, force: true })
  mkdirSync(scratch, { recursive: true })
  writeFileSync(join(scratch, 'tsconfig.json'), JSON.stringify(config))
  const tsc = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', scratch], {
    stdio: 'inherit',
  })
  if (tsc.error) throw tsc.error
  if (tsc.status !== 0) process.exit(tsc.status ?? 1)
}

/** `room/path` without extension, as it is kept under dist/types. */
function target(specifier, from) {
  if (specifier.startsWith('@elli/')) return specifier.slice('@elli/'.length)
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier.replace(/\.[jt]s$/, ''))
  return undefined
}

function checkForeign(specifier, from) {
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  if (isBuiltin(specifier) || dependencies.includes(name)) return
  throw new Error(`the declarations of ${from} need ${name}, which is no dependency of packages/elli`)
}

const kept = new Set()
function keep(file) {
  if (kept.has(file)) return
  kept.add(file)
  const text = readFileSync(join(scratch, `${file.replace('/', '/src/')}.d.ts`), 'utf8')
  const rewritten = text.replace(
    /(\bfrom\s+|\bimport\(|^import\s+)(['"])([^'"]+)\2/gm,
    (whole, before, quote, specifier) => {
      const next = target(specifier, file)
      if (next === undefined) {
        checkForeign(specifier, file)
        return whole
      }
      keep(next)
      const relative = posix.relative(posix.dirname(file), next)
      return `${before}${quote}${relative.startsWith('.') ? relative : `./${relative}`}.js${quote}`
    },
  )
  const path = join(dist, 'types', `${file}.d.ts`)
  mkdirSync(dirname(path), { recursive: true })
  // `await using` is newer than many a program's `lib`, and not every program names Node's types.
  const references = '/// <reference lib="esnext.disposable" />\n/// <reference types="node" />\n'
  writeFileSync(path, entries.includes(file) ? references + rewritten : rewritten)
}

const started = Date.now()
if (!existsSync(dist)) throw new Error('there is no packages/elli/dist yet: run scripts/build.mjs first')
emit()
rmSync(join(dist, 'types'), { recursive: true, force: true })
for (const entry of entries) keep(entry)
rmSync(scratch, { recursive: true, force: true })
// What a package says of itself stands once, at the root of the house.
for (const name of ['LICENSE', 'README.md']) cpSync(join(root, name), join(elli, name))
console.log(`wrote packages/elli/dist/types in ${Date.now() - started} ms (${kept.size} files)`)
