/**
 * v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { UID } from '../../apimachinery/types.ts'
import { NodeList, Pod } from '../../core/v1.ts'
import { apiPackage, type MessageSchema, int64, list, map, ref, string } from '../../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'config/kube-scheduler-extender/v1',
  group: '',
  version: 'v1',
  goPackage: 'k8s.io/kube-scheduler/extender/v1',
})
export const packageInfo = pkg.package

export type ExtenderPreemptionResult = T.ExtenderPreemptionResult
export const ExtenderPreemptionResult: MessageSchema<ExtenderPreemptionResult> = pkg.message(
  'ExtenderPreemptionResult',
  {
    NodeNameToMetaVictims: map(0, () => MetaVictims, { required: true, itemPointer: true }),
  },
)

export type ExtenderPreemptionArgs = T.ExtenderPreemptionArgs
export const ExtenderPreemptionArgs: MessageSchema<ExtenderPreemptionArgs> = pkg.message('ExtenderPreemptionArgs', {
  Pod: ref(0, () => Pod, { required: true, pointer: true }),
  NodeNameToVictims: map(0, () => Victims, { required: true, itemPointer: true }),
  NodeNameToMetaVictims: map(0, () => MetaVictims, { required: true, itemPointer: true }),
})

export type Victims = T.Victims
export const Victims: MessageSchema<Victims> = pkg.message('Victims', {
  Pods: list(0, () => Pod, { required: true, itemPointer: true }),
  NumPDBViolations: int64(0, { required: true }),
})

export type MetaPod = T.MetaPod
export const MetaPod: MessageSchema<MetaPod> = pkg.message('MetaPod', {
  UID: string(0, { required: true }),
})

export type MetaVictims = T.MetaVictims
export const MetaVictims: MessageSchema<MetaVictims> = pkg.message('MetaVictims', {
  Pods: list(0, () => MetaPod, { required: true, itemPointer: true }),
  NumPDBViolations: int64(0, { required: true }),
})

export type ExtenderArgs = T.ExtenderArgs
export const ExtenderArgs: MessageSchema<ExtenderArgs> = pkg.message('ExtenderArgs', {
  Pod: ref(0, () => Pod, { required: true, pointer: true }),
  Nodes: ref(0, () => NodeList, { required: true, pointer: true }),
  NodeNames: list(0, 'string', { required: true, pointer: true }),
})

export type ExtenderFilterResult = T.ExtenderFilterResult
export const ExtenderFilterResult: MessageSchema<ExtenderFilterResult> = pkg.message('ExtenderFilterResult', {
  Nodes: ref(0, () => NodeList, { required: true, pointer: true }),
  NodeNames: list(0, 'string', { required: true, pointer: true }),
  FailedNodes: map(0, 'string', { required: true }),
  FailedAndUnresolvableNodes: map(0, 'string', { required: true }),
  Error: string(0, { required: true }),
})

export type ExtenderBindingArgs = T.ExtenderBindingArgs
export const ExtenderBindingArgs: MessageSchema<ExtenderBindingArgs> = pkg.message('ExtenderBindingArgs', {
  PodName: string(0, { required: true }),
  PodNamespace: string(0, { required: true }),
  PodUID: string(0, { required: true, enum: UID }),
  Node: string(0, { required: true }),
})

export type ExtenderBindingResult = T.ExtenderBindingResult
export const ExtenderBindingResult: MessageSchema<ExtenderBindingResult> = pkg.message('ExtenderBindingResult', {
  Error: string(0, { required: true }),
})

export type HostPriority = T.HostPriority
export const HostPriority: MessageSchema<HostPriority> = pkg.message('HostPriority', {
  Host: string(0, { required: true }),
  Score: int64(0, { required: true }),
})
