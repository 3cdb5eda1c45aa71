/** What the node is short of, as its conditions and admission see it. */
export interface Pressures {
  readonly memory: boolean
  readonly disk: boolean
  readonly pid: boolean
}

export const noPressure: Pressures = { memory: false, disk: false, pid: false }
