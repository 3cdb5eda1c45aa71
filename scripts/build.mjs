/**
 * Bundles the one package that users install: packages/elli/dist. `elli.mjs` is the command, `index.mjs` the embeddable cluster;
 * commands are chunks loaded on demand, so that starting one does not pay for the others.
 * `--if-stale` builds only when a source is newer than the bundle.
 */
import { build } from 'esbuild'
import { chmodSync, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const elli = join(root, 'packages/elli')
const out = join(elli, 'dist')
const entry = join(out, 'elli.mjs')

function newest(dir) {
  let latest = 0
  for (const item of readdirSync(dir, { withFileTypes: true })) {
    if (item.name === 'node_modules' || item.name === 'dist') continue
    const path = join(dir, item.name)
    latest = Math.max(latest, item.isDirectory() ? newest(path) : statSync(path).mtimeMs)
  }
  return latest
}

if (process.argv.includes('--if-stale') && existsSync(entry)) {
  const sources = Math.max(newest(join(root, 'packages')), statSync(fileURLToPath(import.meta.url)).mtimeMs)
  if (sources <= statSync(entry).mtimeMs) process.exit(0)
}

const started = Date.now()
// Dependencies are bundled too, since looking for their hundreds of files takes longer than all else at start; these cannot be:
// native code, and a logger that looks for its worker's file. grpc-js is large and only the node agent's.
const external = ['lmdb', 'pino', '@grpc/grpc-js']
// Built aside and put in place at the end: a failed build leaves the last good one.
const fresh = `${out}.new`
rmSync(fresh, { recursive: true, force: true })
const result = await build({
  entryPoints: {
    elli: join(elli, 'src/cli/elli.ts'),
    index: join(elli, 'src/index.ts'),
    resources: join(elli, 'src/resources.ts'),
  },
  outdir: fresh,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  conditions: ['development'],
  external,
  mainFields: ['module', 'main'],
  // CommonJS inside a module asks for Node's own modules by `require`.
  banner: {
    js: "import { createRequire as elliRequire } from 'node:module'; const require = elliRequire(import.meta.url);",
  },
  sourcemap: 'linked',
  legalComments: 'eof',
  metafile: true,
  logLevel: 'warning',
})
rmSync(out, { recursive: true, force: true })
renameSync(fresh, out)
chmodSync(entry, 0o755)
const bytes = Object.values(result.metafile.outputs).reduce(
  (sum, output) => sum + (output.entryPoint || !output.map ? output.bytes : 0),
  0,
)
console.log(
  `built packages/elli/dist in ${Date.now() - started} ms (${Object.keys(result.metafile.outputs).length} files, ${(bytes / 1e6).toFixed(1)} MB with maps)`,
)
