/** Where a cluster's own containerd keeps itself below the data directory. Never the system's. */
export function containerdPaths(dataDir: string): {
  root: string
  state: string
  socket: string
  config: string
  log: string
} {
  const base = `${dataDir}/containerd`
  return {
    root: `${base}/root`,
    state: `${base}/state`,
    socket: `${base}/containerd.sock`,
    config: `${base}/config.toml`,
    log: `${base}/containerd.log`,
  }
}
