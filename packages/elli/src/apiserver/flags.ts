/**
 * The flags of `elli apiserver`: kube-apiserver's names, meanings and defaults, and `--data-dir` for those who run no etcd.
 * Elsewhere: what they come to (./configuration.ts).
 */
import type { FlagTable } from '../cli/flags.ts'
import { metricFlags } from './metric-flags.ts'

const serving = {
  'bind-address': { kind: 'string', default: '0.0.0.0', placeholder: 'IP', help: 'address to listen on' },
  'secure-port': { kind: 'int', default: 6443, placeholder: 'PORT', help: 'port for HTTPS' },
  'advertise-address': {
    kind: 'string',
    placeholder: 'IP',
    help: 'address under which the members of the cluster reach this server (default that of the default route)',
  },
  'external-hostname': { kind: 'string', placeholder: 'HOST', help: 'host name in URLs that the server hands out' },
  'cert-dir': {
    kind: 'string',
    default: '/var/run/kubernetes',
    placeholder: 'DIR',
    help: 'where a self-signed certificate is kept when no certificate is given',
  },
  'tls-cert-file': { kind: 'string', placeholder: 'FILE', help: 'certificate of the server, and its chain' },
  'tls-private-key-file': { kind: 'string', placeholder: 'FILE', help: 'private key of --tls-cert-file' },
  'http2-max-streams-per-connection': { kind: 'int', default: 0, help: 'streams per HTTP/2 connection; 0 is 250' },
  'goaway-chance': {
    kind: 'number',
    default: 0,
    help: 'share of HTTP/2 requests, up to 0.02, whose connection is asked to go elsewhere',
  },
  'cors-allowed-origins': { kind: 'list', help: 'regular expressions of origins that browsers may call from' },
  'strict-transport-security-directives': { kind: 'list', help: 'directives of the HSTS header' },
  'max-requests-inflight': { kind: 'int', default: 400, help: 'reads at a time' },
  'max-mutating-requests-inflight': { kind: 'int', default: 200, help: 'writes at a time' },
  'enable-priority-and-fairness': {
    kind: 'bool',
    default: true,
    help: 'let flow schemas and priority levels share out the in-flight limits',
  },
  'request-timeout': { kind: 'duration', default: '1m0s', help: 'how long a request may take' },
  'min-request-timeout': {
    kind: 'int',
    default: 1800,
    placeholder: 'SECONDS',
    help: 'how long a watch lasts at least',
  },
  'shutdown-delay-duration': {
    kind: 'duration',
    default: '0s',
    help: 'how long requests are still served after /readyz says no',
  },
  'shutdown-send-retry-after': {
    kind: 'bool',
    help: 'answer 429 with Retry-After to what comes after the shutdown began',
  },
  'shutdown-watch-termination-grace-period': {
    kind: 'duration',
    default: '0s',
    help: 'how long watches may go on while shutting down',
  },
  'livez-grace-period': { kind: 'duration', default: '0s', help: 'how long start-up may take before /livez complains' },
  'tracing-config-file': { kind: 'string', placeholder: 'FILE', help: 'TracingConfiguration: where traces go' },
} as const satisfies FlagTable

const storage = {
  'data-dir': {
    kind: 'string',
    placeholder: 'DIR',
    help: 'keep the objects in an embedded store in this directory instead of etcd',
  },
  'etcd-servers': { kind: 'list', placeholder: 'URL,...', help: 'etcd servers' },
  'etcd-cafile': { kind: 'string', placeholder: 'FILE', help: 'CA of the etcd servers' },
  'etcd-certfile': { kind: 'string', placeholder: 'FILE', help: 'client certificate for etcd' },
  'etcd-keyfile': { kind: 'string', placeholder: 'FILE', help: 'key of --etcd-certfile' },
  'etcd-prefix': { kind: 'string', default: '/registry', placeholder: 'PATH', help: 'what all keys begin with' },
  'etcd-compaction-interval': { kind: 'duration', default: '5m0s', help: 'time between compactions; 0 for never' },
  'storage-initialization-timeout': {
    kind: 'duration',
    default: '1m0s',
    help: 'how long readiness waits for the watch caches',
  },
  'storage-media-type': {
    kind: 'string',
    placeholder: 'TYPE',
    help: 'form of stored objects (default protobuf in etcd, JSON in the embedded store)',
  },
  'event-ttl': { kind: 'duration', default: '1h0m0s', help: 'how long events are kept' },
  'watch-cache': { kind: 'bool', default: true, help: 'accepted; reads always come from the watch cache' },
  'encryption-provider-config': {
    kind: 'string',
    placeholder: 'FILE',
    help: 'EncryptionConfiguration: what is encrypted at rest',
  },
  'encryption-provider-config-automatic-reload': { kind: 'bool', help: 'follow changes of that file' },
} as const satisfies FlagTable

const api = {
  'feature-gates': {
    kind: 'string',
    placeholder: 'NAME=BOOL,...',
    help: 'features to switch on or off, such as AllAlpha=true',
  },
  'runtime-config': { kind: 'map', help: 'API versions to switch on or off, such as api/beta=true' },
  'allow-privileged': { kind: 'bool', help: 'allow privileged containers' },
  'service-cluster-ip-range': {
    kind: 'string',
    default: '10.0.0.0/24',
    placeholder: 'CIDR[,CIDR]',
    help: 'range of ClusterIPs; two for dual stack',
  },
  'service-node-port-range': {
    kind: 'string',
    default: '30000-32767',
    placeholder: 'FROM-TO',
    help: 'ports of NodePort Services',
  },
  'enable-aggregator-routing': { kind: 'bool', help: 'reach extension servers by endpoint instead of ClusterIP' },
  'enable-admission-plugins': { kind: 'list', help: 'admission plugins beside the default ones' },
  'disable-admission-plugins': { kind: 'list', help: 'default admission plugins to leave out' },
  'admission-control-config-file': {
    kind: 'string',
    placeholder: 'FILE',
    help: 'AdmissionConfiguration of the plugins',
  },
} as const satisfies FlagTable

const authentication = {
  'anonymous-auth': { kind: 'bool', default: true, help: 'who shows nothing is system:anonymous' },
  'client-ca-file': { kind: 'string', placeholder: 'FILE', help: 'CA of client certificates' },
  'token-auth-file': { kind: 'string', placeholder: 'FILE', help: 'CSV of static bearer tokens' },
  'enable-bootstrap-token-auth': { kind: 'bool', help: 'accept bootstrap tokens from kube-system' },
  'authentication-config': {
    kind: 'string',
    placeholder: 'FILE',
    help: 'AuthenticationConfiguration: JWT issuers, anonymous paths',
  },
  'authentication-token-webhook-config-file': {
    kind: 'string',
    placeholder: 'FILE',
    help: 'kubeconfig of a token webhook',
  },
  'authentication-token-webhook-cache-ttl': {
    kind: 'duration',
    default: '2m0s',
    help: 'how long its answers are remembered',
  },
  'authentication-token-webhook-version': { kind: 'string', default: 'v1beta1', help: 'TokenReview version it speaks' },
  'oidc-issuer-url': { kind: 'string', placeholder: 'URL', help: 'OpenID issuer of tokens' },
  'oidc-client-id': { kind: 'string', help: 'client that tokens must be for' },
  'oidc-ca-file': { kind: 'string', placeholder: 'FILE', help: 'CA of the issuer' },
  'oidc-username-claim': { kind: 'string', help: 'claim with the user name (default sub)' },
  'oidc-username-prefix': { kind: 'string', help: 'goes before user names; "-" for none' },
  'oidc-groups-claim': { kind: 'string', help: 'claim with the groups' },
  'oidc-groups-prefix': { kind: 'string', help: 'goes before groups' },
  'oidc-required-claim': { kind: 'map', help: 'claims that must have these values' },
  'oidc-signing-algs': { kind: 'list', help: 'accepted algorithms (default RS256)' },
  'api-audiences': { kind: 'list', help: 'who tokens must be meant for (default the issuer)' },
  'service-account-issuer': { kind: 'list', help: 'issuer of service account tokens; further ones are accepted only' },
  'service-account-key-file': {
    kind: 'list',
    placeholder: 'FILE,...',
    help: 'keys that service account tokens are checked with',
  },
  'service-account-signing-key-file': { kind: 'string', placeholder: 'FILE', help: 'key that they are signed with' },
  'service-account-jwks-uri': {
    kind: 'string',
    placeholder: 'URL',
    help: 'where the discovery document says the keys are',
  },
  'service-account-lookup': { kind: 'bool', default: true, help: 'refuse tokens of accounts that are gone' },
  'service-account-max-token-expiration': { kind: 'duration', default: '0s', help: 'longest life of a token' },
  'service-account-extend-token-expiration': {
    kind: 'bool',
    default: true,
    help: 'give clients that do not reload tokens a year',
  },
  'requestheader-client-ca-file': { kind: 'string', placeholder: 'FILE', help: 'CA of front proxies' },
  'requestheader-allowed-names': { kind: 'list', help: 'common names of front proxies; empty for all' },
  'requestheader-username-headers': { kind: 'list', help: 'headers with the user name' },
  'requestheader-group-headers': { kind: 'list', help: 'headers with groups' },
  'requestheader-extra-headers-prefix': { kind: 'list', help: 'prefixes of headers with extra information' },
  'proxy-client-cert-file': { kind: 'string', placeholder: 'FILE', help: 'certificate shown to extension servers' },
  'proxy-client-key-file': { kind: 'string', placeholder: 'FILE', help: 'key of --proxy-client-cert-file' },
} as const satisfies FlagTable

const authorization = {
  'authorization-mode': {
    kind: 'list',
    help: 'AlwaysAllow, AlwaysDeny, ABAC, Webhook, RBAC, Node, in order (default AlwaysAllow)',
  },
  'authorization-config': {
    kind: 'string',
    placeholder: 'FILE',
    help: 'AuthorizationConfiguration, instead of the mode',
  },
  'authorization-policy-file': { kind: 'string', placeholder: 'FILE', help: 'policy of mode ABAC' },
  'authorization-webhook-config-file': { kind: 'string', placeholder: 'FILE', help: 'kubeconfig of mode Webhook' },
  'authorization-webhook-version': {
    kind: 'string',
    help: 'SubjectAccessReview version it speaks (default v1beta1)',
  },
  'authorization-webhook-cache-authorized-ttl': {
    kind: 'duration',
    help: 'how long a yes is remembered (default 5m0s)',
  },
  'authorization-webhook-cache-unauthorized-ttl': {
    kind: 'duration',
    help: 'how long a no is remembered (default 30s)',
  },
} as const satisfies FlagTable

const nodes = {
  'kubelet-client-certificate': { kind: 'string', placeholder: 'FILE', help: 'client certificate shown to kubelets' },
  'kubelet-client-key': { kind: 'string', placeholder: 'FILE', help: 'key of --kubelet-client-certificate' },
  'kubelet-certificate-authority': {
    kind: 'string',
    placeholder: 'FILE',
    help: 'CA of kubelets; none is checked without it',
  },
} as const satisfies FlagTable

const audit = {
  'audit-policy-file': { kind: 'string', placeholder: 'FILE', help: 'Policy: what is told of which requests' },
  'audit-log-path': { kind: 'string', placeholder: 'FILE', help: 'where it is written; "-" for standard output' },
  'audit-log-format': { kind: 'string', default: 'json', help: 'json or legacy' },
  'audit-log-maxage': { kind: 'int', default: 0, placeholder: 'DAYS', help: 'how long old files are kept' },
  'audit-log-maxbackup': { kind: 'int', default: 0, help: 'how many old files are kept' },
  'audit-log-maxsize': { kind: 'int', default: 0, placeholder: 'MB', help: 'size from which a new file begins' },
  'audit-log-mode': { kind: 'string', default: 'blocking', help: 'batch, blocking or blocking-strict' },
  'audit-log-truncate-enabled': { kind: 'bool', help: 'shorten events that are too large' },
  'audit-webhook-config-file': {
    kind: 'string',
    placeholder: 'FILE',
    help: 'kubeconfig of a server that takes events',
  },
  'audit-webhook-mode': { kind: 'string', default: 'batch', help: 'batch, blocking or blocking-strict' },
  'audit-webhook-initial-backoff': { kind: 'duration', default: '10s', help: 'wait before the first retry' },
  'audit-webhook-batch-max-size': { kind: 'int', default: 400, help: 'most events in one request' },
  'audit-webhook-batch-max-wait': { kind: 'duration', default: '30s', help: 'how long a batch may wait for more' },
  'audit-webhook-batch-buffer-size': { kind: 'int', default: 10_000, help: 'events that wait at most' },
  'audit-webhook-batch-throttle-enable': { kind: 'bool', default: true, help: 'limit the rate of requests' },
  'audit-webhook-batch-throttle-qps': { kind: 'number', default: 10, help: 'requests a second' },
  'audit-webhook-batch-throttle-burst': { kind: 'int', default: 15, help: 'requests at once' },
  'audit-webhook-truncate-enabled': { kind: 'bool', help: 'shorten events that are too large' },
} as const satisfies FlagTable

export const flagGroups = { serving, storage, api, authentication, authorization, nodes, audit, metrics: metricFlags }

export const apiserverFlags = {
  ...serving,
  ...storage,
  ...api,
  ...authentication,
  ...authorization,
  ...nodes,
  ...audit,
  ...metricFlags,
  v: { kind: 'int', default: 0, short: 'v', help: 'detail of the log; 4 and more for debugging' },
} as const satisfies FlagTable
