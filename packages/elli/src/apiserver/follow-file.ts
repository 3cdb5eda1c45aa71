/** Tells of a file's new text after it changed, as configuration files are replaced while a server runs. */
import { watchFile } from 'node:fs'
import type { Host } from '@elli/host/host'

const lookMs = 1_000

/** @param changed called with each text that differs from the one before */
export function followFile(host: Host, path: string, first: string, changed: (text: string) => void): void {
  let text = first
  // Looking at the time of change also finds files that are links into a folder that is swapped as a whole.
  watchFile(path, { interval: lookMs, persistent: false }, () => {
    host.files
      .readText(path)
      .then((now) => {
        if (now === text) return
        text = now
        changed(now)
      })
      .catch((error: unknown) => host.log.warn('a configuration file cannot be read', { path, error: String(error) }))
  })
}
