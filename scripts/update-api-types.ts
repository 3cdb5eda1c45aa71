/**
 * Rewrites packages/api/src/<group>/<version>.types.ts from the schemas beside them.
 * Run: node --import tsx scripts/update-api-types.ts [--check]; with --check it only says what is out of date.
 * The formatter may lay the files out anew, so they are compared without their white space.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { declarations } from '../packages/api/src/schema/declarations.ts'
import type { ApiPackage } from '../packages/api/src/schema/schema.ts'

const source = fileURLToPath(new URL('../packages/api/src', import.meta.url))
const checkOnly = process.argv.includes('--check')

/** A schema file is one that starts a package: `<group>/<version>.ts`. */
function schemaFiles(): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\/[^/.]+\.ts$/.test(path) && !path.startsWith('schema/'))
    .filter((path) => readFileSync(join(source, path), 'utf8').includes('apiPackage('))
    .sort()
}

/** Line breaks, trailing commas and the bar before the first member of a union are the formatter's. */
function bare(text: string): string {
  return text
    .replaceAll(/\s+|;/g, '')
    .replaceAll(/([=:<])\|/g, '$1')
    .replaceAll(',}', '}')
    .replaceAll(',>', '>')
}

const stale: string[] = []
for (const path of schemaFiles()) {
  const module: { packageInfo: ApiPackage } = await import(pathToFileURL(join(source, path)).href)
  const target = join(source, path.replace(/\.ts$/, '.types.ts'))
  const text = declarations(module.packageInfo)
  if (existsSync(target) && bare(readFileSync(target, 'utf8')) === bare(text)) continue
  stale.push(target)
  if (!checkOnly) writeFileSync(target, text)
}
for (const path of stale) console.log(`${checkOnly ? 'out of date' : 'wrote'}: ${path}`)
if (stale.length > 0) {
  if (checkOnly) process.exitCode = 1
  else execFileSync('npx', ['biome', 'format', '--write', ...stale], { stdio: 'ignore' })
}
