/** A directory of its own for the test that runs now; gone when the test has ended, however it ended. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export async function temporaryDirectory(name: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), `elli-${name}-`))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return directory
}
