/**
 * `npm run scoreboard`: runs the tests that bear the name of an official conformance test, wherever they lie, and shows for each of
 * the 404 names whether it passes, fails, or has no test yet. `--list` names them all; other arguments go to vitest. Exit code 1 when one fails.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildIfStale, checkNode, installNpmPackages, root, run, say } from './prepare.mjs'

checkNode()
installNpmPackages()
buildIfStale()

const listAll = process.argv.includes('--list')
const rest = process.argv.slice(2).filter((argument) => argument !== '--list')
const names = JSON.parse(readFileSync(join(root, 'tests/conformance/names.json'), 'utf8'))
const folder = mkdtempSync(join(tmpdir(), 'elli-scoreboard-'))
const report = join(folder, 'report.json')
say('running the conformance tests …')
run(process.execPath, [
  join(root, 'node_modules/vitest/vitest.mjs'),
  'run',
  ...['--testNamePattern', String.raw`\[sig-`, '--passWithNoTests'],
  ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  ...rest,
])

/** Name → did every test of that name pass. */
const outcome = new Map()
for (const file of JSON.parse(readFileSync(report, 'utf8')).testResults)
  for (const { title, status } of file.assertionResults)
    if (names.includes(title) && (status === 'passed' || status === 'failed'))
      outcome.set(title, (outcome.get(title) ?? true) && status === 'passed')
rmSync(folder, { recursive: true })

const areas = new Map()
for (const name of names) {
  const area = /^\[(sig-[a-z-]+)\]/.exec(name)?.[1] ?? 'other'
  const row = areas.get(area) ?? { all: 0, passed: 0, failed: 0 }
  row.all++
  if (outcome.get(name) === true) row.passed++
  if (outcome.get(name) === false) row.failed++
  areas.set(area, row)
}
const line = (...cells) =>
  cells[0].padEnd(24) +
  cells
    .slice(1)
    .map((cell) => String(cell).padStart(10))
    .join('')
console.log(`\n${line('area', 'passed', 'failed', 'no test', 'all')}`)
const sum = { all: 0, passed: 0, failed: 0 }
for (const [area, row] of areas) {
  for (const key of Object.keys(sum)) sum[key] += row[key]
  console.log(line(area, row.passed, row.failed, row.all - row.passed - row.failed, row.all))
}
console.log(line('together', sum.passed, sum.failed, sum.all - sum.passed - sum.failed, sum.all))
const mark = (name) => ({ true: 'pass', false: 'FAIL' })[outcome.get(name)] ?? '-'
const shown = listAll ? names : names.filter((name) => outcome.get(name) === false)
if (shown.length > 0) console.log(`\n${shown.map((name) => `${mark(name).padEnd(6)}${name}`).join('\n')}`)
process.exit(sum.failed === 0 ? 0 : 1)
