/** Which images lie on how many nodes. Always: an image is forgotten with the last node that had it. */
import type { Node } from '@elli/api/core/v1'
import type { ImageState } from '../framework/node-info.ts'

export class ImageStates {
  readonly #images = new Map<string, ImageState>()

  /** @returns the states of the node's images, by every name; call `remove` with it when the node changes or goes */
  add(node: Node): Map<string, ImageState> {
    const out = new Map<string, ImageState>()
    for (const { names, sizeBytes } of node.status?.images ?? []) {
      for (const name of names ?? []) {
        if (out.has(name)) continue
        let state = this.#images.get(name)
        // The first node to report an image says how large it is.
        if (state === undefined) this.#images.set(name, (state = { size: Number(sizeBytes ?? 0), nodes: 0 }))
        state.nodes++
        out.set(name, state)
      }
    }
    return out
  }

  remove(states: ReadonlyMap<string, ImageState>): void {
    for (const [name, state] of states) if (--state.nodes === 0) this.#images.delete(name)
  }
}
