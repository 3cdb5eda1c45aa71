/**
 * Rewrites packages/api/src/<group>/<version>.types.ts from the schemas beside them.
 * Run: node --import tsx scripts/update-api-types.ts [--check]; with --check it only says what is out of date.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { declarations } from '../packages/api/src/schema/declarations.ts'
import type { ApiPackage } from '../packages/api/src/schema/schema.ts'

const source = fileURLToPath(new URL('../packages/api/src', import.meta.url))
const checkOnly = process.argv.includes('--check')

/** A schema file is one that imports its own `.types.ts`. */
function schemaFiles(): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\/[^/.]+\.ts$/.test(path) && !path.startsWith('schema/'))
    .filter((path) => readFileSync(join(source, path), 'utf8').includes('apiPackage('))
    .sort()
}

let stale = 0
for (const path of schemaFiles()) {
  const module: { pkg: ApiPackage } = await import(pathToFileURL(join(source, path)).href)
  const target = join(source, path.replace(/\.ts$/, '.types.ts'))
  const text = declarations(module.pkg)
  if (existsSync(target) && readFileSync(target, 'utf8') === text) continue
  stale++
  console.log(`${checkOnly ? 'out of date' : 'wrote'}: ${target}`)
  if (!checkOnly) writeFileSync(target, text)
}
if (checkOnly && stale > 0) process.exitCode = 1
