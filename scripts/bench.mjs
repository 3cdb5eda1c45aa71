/** `npm run bench`: runs every bench/*.bench.ts, or those whose names contain an argument, one after the other. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildIfStale, checkNode, installNpmPackages, root, run, say } from './prepare.mjs'

checkNode()
installNpmPackages()
buildIfStale()
const wanted = process.argv.slice(2)
const files = readdirSync(join(root, 'bench')).filter(
  (name) => name.endsWith('.bench.ts') && (wanted.length === 0 || wanted.some((text) => name.includes(text))),
)
let failed = 0
for (const name of files.sort()) {
  say(`bench/${name}`)
  failed +=
    run(process.execPath, ['--expose-gc', '--import', 'tsx', '--conditions=development', join(root, 'bench', name)]) ===
    0
      ? 0
      : 1
}
process.exit(failed === 0 ? 0 : 1)
