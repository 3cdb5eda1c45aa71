/** Whole files, packed off the main thread. */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const packed = promisify(gzip)

export function gzipWhole(bytes: Uint8Array): Promise<Uint8Array> {
  return packed(bytes)
}
