/** Where a cluster keeps what it knows, and the first check that it can. */
import { homedir } from 'node:os'
import type { Host } from '@elli/host/host'
import { CommandError } from './command-error.ts'

export const dataDirFlag = {
  kind: 'string',
  placeholder: 'DIR',
  help: `where the cluster keeps its state (default $ELLI_DATA_DIR, else ${defaultDataDir()})`,
} as const

export function defaultDataDir(): string {
  return process.getuid?.() === 0 ? '/var/lib/elli' : `${homedir()}/.local/share/elli`
}

/** Absolute path of the data directory that a command means. */
export function chosenDataDir(flag: string | undefined): string {
  const chosen = flag ?? process.env['ELLI_DATA_DIR'] ?? defaultDataDir()
  const absolute = chosen.startsWith('/') ? chosen : `${process.cwd()}/${chosen}`
  return absolute.replace(/\/+$/, '') || '/'
}

/** Makes the directory; a plain sentence when it cannot be written. */
export async function prepareDataDir(host: Host, dataDir: string): Promise<void> {
  const probe = `${dataDir}/.write-probe`
  try {
    await host.files.mkdir(dataDir, { mode: 0o755 })
    await host.files.write(probe, 'elli')
    await host.files.remove(probe)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CommandError(
      `cannot write to the data directory ${dataDir} (${reason}); choose another with --data-dir`,
      { cause: error },
    )
  }
}
