/**
 * v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import {
  apiPackage,
  type MessageSchema,
  bool,
  bytes,
  list,
  listOf,
  map,
  rawExtension,
  ref,
  string,
} from '../../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'config/kubeconfig/v1',
  group: '',
  version: 'v1',
  goPackage: 'k8s.io/client-go/tools/clientcmd/api/v1',
})
export const packageInfo = pkg.package

export const ExecInteractiveMode = pkg.enumeration('ExecInteractiveMode', ['Never', 'IfAvailable', 'Always'], {
  open: true,
})
export type ExecInteractiveMode = T.ExecInteractiveMode

export type Config = T.Config
export const Config: MessageSchema<Config> = pkg.message('Config', {
  kind: string(0),
  apiVersion: string(0),
  preferences: ref(0, () => Preferences, { required: true }),
  clusters: list(0, () => NamedCluster, { required: true }),
  users: list(0, () => NamedAuthInfo, { required: true }),
  contexts: list(0, () => NamedContext, { required: true }),
  'current-context': string(0, { required: true }),
  extensions: list(0, () => NamedExtension),
})

export type Preferences = T.Preferences
export const Preferences: MessageSchema<Preferences> = pkg.message('Preferences', {
  colors: bool(0),
  extensions: list(0, () => NamedExtension),
})

export type Cluster = T.Cluster
export const Cluster: MessageSchema<Cluster> = pkg.message('Cluster', {
  server: string(0, { required: true }),
  'tls-server-name': string(0),
  'insecure-skip-tls-verify': bool(0),
  'certificate-authority': string(0),
  'certificate-authority-data': bytes(0),
  'proxy-url': string(0),
  'disable-compression': bool(0),
  extensions: list(0, () => NamedExtension),
})

export type AuthInfo = T.AuthInfo
export const AuthInfo: MessageSchema<AuthInfo> = pkg.message('AuthInfo', {
  'client-certificate': string(0),
  'client-certificate-data': bytes(0),
  'client-key': string(0),
  'client-key-data': bytes(0, { sensitive: true }),
  token: string(0, { sensitive: true }),
  tokenFile: string(0),
  as: string(0),
  'as-uid': string(0),
  'as-groups': list(0, 'string'),
  'as-user-extra': map(0, listOf('string')),
  username: string(0),
  password: string(0, { sensitive: true }),
  'auth-provider': ref(0, () => AuthProviderConfig, { pointer: true }),
  exec: ref(0, () => ExecConfig, { pointer: true }),
  extensions: list(0, () => NamedExtension),
})

export type Context = T.Context
export const Context: MessageSchema<Context> = pkg.message('Context', {
  cluster: string(0, { required: true }),
  user: string(0, { required: true }),
  namespace: string(0),
  extensions: list(0, () => NamedExtension),
})

export type NamedCluster = T.NamedCluster
export const NamedCluster: MessageSchema<NamedCluster> = pkg.message('NamedCluster', {
  name: string(0, { required: true }),
  cluster: ref(0, () => Cluster, { required: true }),
})

export type NamedContext = T.NamedContext
export const NamedContext: MessageSchema<NamedContext> = pkg.message('NamedContext', {
  name: string(0, { required: true }),
  context: ref(0, () => Context, { required: true }),
})

export type NamedAuthInfo = T.NamedAuthInfo
export const NamedAuthInfo: MessageSchema<NamedAuthInfo> = pkg.message('NamedAuthInfo', {
  name: string(0, { required: true }),
  user: ref(0, () => AuthInfo, { required: true }),
})

export type NamedExtension = T.NamedExtension
export const NamedExtension: MessageSchema<NamedExtension> = pkg.message('NamedExtension', {
  name: string(0, { required: true }),
  extension: rawExtension(0, { required: true }),
})

export type AuthProviderConfig = T.AuthProviderConfig
export const AuthProviderConfig: MessageSchema<AuthProviderConfig> = pkg.message('AuthProviderConfig', {
  name: string(0, { required: true }),
  config: map(0, 'string', { required: true }),
})

export type ExecConfig = T.ExecConfig
export const ExecConfig: MessageSchema<ExecConfig> = pkg.message('ExecConfig', {
  command: string(0, { required: true }),
  args: list(0, 'string', { keepEmpty: true }),
  env: list(0, () => ExecEnvVar, { keepEmpty: true }),
  apiVersion: string(0),
  installHint: string(0),
  provideClusterInfo: bool(0, { required: true }),
  interactiveMode: string(0, { enum: ExecInteractiveMode }),
})

export type ExecEnvVar = T.ExecEnvVar
export const ExecEnvVar: MessageSchema<ExecEnvVar> = pkg.message('ExecEnvVar', {
  name: string(0, { required: true }),
  value: string(0, { required: true }),
})
