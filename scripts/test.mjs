/**
 * `npm test`: everything that shows Elli works: unit, integration (in-process clusters) and end-to-end tests (real kubectl,
 * containerd, nftables). Installs what they need when it may; end-to-end tests that cannot run here are listed with the reason.
 * Arguments are handed to vitest, e.g. `npm test -- packages/dns`.
 */
import { join } from 'node:path'
import {
  buildIfStale,
  checkNode,
  installDebianPackages,
  installNpmPackages,
  missingPackages,
  root,
  run,
  say,
  testPrograms,
  whyNoInstall,
} from './prepare.mjs'

checkNode()
installNpmPackages()
buildIfStale()

const why = whyNoInstall()
const missing = why ? missingPackages(testPrograms) : installDebianPackages(testPrograms)
const reasons = [
  ...(process.getuid?.() === 0 ? [] : ['not root']),
  ...(missing.length > 0 ? [`missing: ${missing.join(', ')}${why ? ` (${why})` : ''}`] : []),
]
if (reasons.length > 0) {
  if (process.env.CI) {
    console.error(`CI skips no test, and the end-to-end tests cannot run here: ${reasons.join('; ')}`)
    process.exit(1)
  }
  say(`end-to-end tests are skipped: ${reasons.join('; ')}`)
}
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
process.exit(
  run(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
    env: { ...process.env, ELLI_NO_E2E: reasons.join('; ') },
  }),
)
