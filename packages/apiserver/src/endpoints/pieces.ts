/**
 * Many small slices as few pieces of about 128 KB: what a large answer is sent in.
 * Always: lazy; the next piece is put together when the last one has been taken.
 */
const pieceBytes = 128 * 1024

export function* gather(slices: Iterable<Uint8Array>): Generator<Uint8Array> {
  let piece = Buffer.allocUnsafe(pieceBytes)
  let used = 0
  for (const slice of slices) {
    if (slice.length > pieceBytes - used) {
      if (used > 0) {
        yield piece.subarray(0, used)
        piece = Buffer.allocUnsafe(pieceBytes)
        used = 0
      }
      if (slice.length >= pieceBytes) {
        yield slice
        continue
      }
    }
    piece.set(slice, used)
    used += slice.length
  }
  if (used > 0) yield piece.subarray(0, used)
}

/** All slices in one buffer. */
export function joined(slices: readonly Uint8Array[]): Uint8Array {
  return slices.length === 1 ? (slices[0] as Uint8Array) : Buffer.concat(slices)
}
