/**
 * `npm start`: from a bare checkout to a running cluster. Installs npm packages when they are missing, builds when stale, installs
 * the programs a real node needs when it may (root on Debian or Ubuntu; `--no-install` declines), then runs `elli up` with the
 * remaining arguments.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import {
  buildIfStale,
  checkNode,
  installDebianPackages,
  installNpmPackages,
  missingPackages,
  nodePrograms,
  root,
  say,
  whyNoInstall,
} from './prepare.mjs'

const args = process.argv.slice(2)
const elliArgs = args.filter((argument) => argument !== '--no-install')

checkNode()
installNpmPackages()
buildIfStale()

const wantsRuntime = !elliArgs.some(
  (argument, i) => argument === '--runtime=none' || (argument === '--runtime' && elliArgs[i + 1] === 'none'),
)
const missing = wantsRuntime ? missingPackages(nodePrograms) : []
if (missing.length > 0) {
  const why = args.includes('--no-install') ? '--no-install' : whyNoInstall()
  if (why) say(`real containers need ${missing.join(', ')}; not installed: ${why}`)
  else {
    const left = installDebianPackages(nodePrograms)
    if (left.length > 0) say(`apt-get could not install ${left.join(', ')}`)
  }
}

// Ctrl-C reaches the whole process group: elli stops its cluster, and this process waits for it to finish.
process.on('SIGINT', () => {})
const elli = spawn(process.execPath, [join(root, 'packages/elli/dist/elli.mjs'), 'up', ...elliArgs], {
  cwd: root,
  stdio: 'inherit',
})
process.on('SIGTERM', () => elli.kill('SIGTERM'))
elli.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
