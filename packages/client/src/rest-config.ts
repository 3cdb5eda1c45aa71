/**
 * What it takes to reach an API server: where it is, whom to trust, who we are. Data only.
 * Made by hand, or by ./node/kubeconfig.ts; used by ./node/transport.ts.
 */

export interface RestConfig {
  /** `https://host:port`, `http://host:port`, or either with a path that comes before every path of the API. */
  server: string
  tls?: TlsConfig
  /** Where to connect, when it is not where `server` says: the address behind a Service's name. */
  connectTo?: { readonly host: string; readonly port: number }
  /** Never HTTP/2: requests then spread over what is behind one address. */
  http1?: boolean
  /** An HTTP proxy to connect through: `http://[user:password@]host:port`. */
  proxyUrl?: string
  token?: string
  /** Read again every minute, as bound tokens are replaced while in use. Wins over `token` once it was read. */
  tokenFile?: string
  username?: string
  password?: string
  impersonate?: Impersonation
  exec?: ExecPluginConfig
}

export interface TlsConfig {
  /** Certificates to trust, PEM; the system's when neither is given. */
  ca?: string
  caFile?: string
  /** Our certificate and key, PEM. Files are read again when they have changed, and new connections then use them. */
  cert?: string
  certFile?: string
  key?: string
  keyFile?: string
  /** Trusts anyone. */
  insecure?: boolean
  /** Name to expect in the server's certificate, instead of the host in `server`. */
  serverName?: string
}

export interface Impersonation {
  user?: string
  uid?: string
  groups?: readonly string[]
  extra?: Readonly<Record<string, readonly string[]>>
}

/** A command that prints an ExecCredential. */
export interface ExecPluginConfig {
  apiVersion: 'client.authentication.k8s.io/v1' | 'client.authentication.k8s.io/v1beta1'
  command: string
  args?: readonly string[]
  env?: Readonly<Record<string, string>>
  /** Told to the user when the command is not there. */
  installHint?: string
  /** Tell the command about the cluster. */
  provideClusterInfo?: boolean
  interactiveMode?: 'Never' | 'IfAvailable' | 'Always'
  /** `extensions` entry `client.authentication.k8s.io/exec` of the cluster: handed to the command with the cluster info. */
  clusterConfig?: unknown
}
