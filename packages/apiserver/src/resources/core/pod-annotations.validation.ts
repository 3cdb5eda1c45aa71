/**
 * Annotations of pods that mean something to the server: mirror pods, deletion cost, tolerations, seccomp and AppArmor
 * from before they were fields.
 * In: annotations and the spec they speak of. Out: field errors.
 */
import type * as core from '@elli/api/core/v1'
import type { ObjectMeta } from '@elli/api/meta/v1'
import { type FieldPath, forbidden, invalid } from '@elli/machinery/field'
import { goQuote } from '@elli/machinery/go-quote'
import type { Errors } from '../checks.ts'
import { allContainers, containersWithPath } from './pod-containers.ts'
import { hasSoundDeletionCost, type PodValidationOptions } from './pod-options.ts'
import { validateTolerations } from './scheduling.validation.ts'
import { localDescendingPath } from './volume-sources.validation.ts'

export const mirrorAnnotation = 'kubernetes.io/config.mirror'
export const appArmorPrefix = 'container.apparmor.security.beta.kubernetes.io/'
const tolerationsAnnotation = 'scheduler.alpha.kubernetes.io/tolerations'
const deletionCost = 'controller.kubernetes.io/pod-deletion-cost'
export const seccompPod = 'seccomp.security.alpha.kubernetes.io/pod'
export const seccompContainerPrefix = 'container.seccomp.security.alpha.kubernetes.io/'

type Annotations = Readonly<Record<string, string>>

export function validatePodAnnotations(
  errors: Errors,
  path: FieldPath,
  annotations: Annotations = {},
  spec: core.PodSpec,
  options: PodValidationOptions,
): void {
  const mirror = annotations[mirrorAnnotation]
  if (mirror !== undefined && !spec.nodeName) {
    errors.push(invalid(path.key(mirrorAnnotation), mirror, 'must set spec.nodeName if mirror pod annotation is set'))
  }
  const tolerations = annotations[tolerationsAnnotation]
  if (tolerations) {
    const parsed = parseTolerations(tolerations)
    if (typeof parsed === 'string') errors.push(invalid(path, tolerationsAnnotation, parsed))
    else validateTolerations(errors, path.child(tolerationsAnnotation), parsed)
  }
  if (!options.allowInvalidPodDeletionCost && !hasSoundDeletionCost({ annotations })) {
    errors.push(invalid(path.key(deletionCost), annotations[deletionCost], 'must be a 32bit integer'))
  }
  validateSeccompAnnotations(errors, path, annotations)
  validateAppArmorAnnotations(errors, path, annotations, spec)
}

function parseTolerations(text: string): core.Toleration[] | string {
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) ? (parsed as core.Toleration[]) : 'json: cannot unmarshal into a list of tolerations'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function seccompProfile(errors: Errors, path: FieldPath, profile: string): void {
  if (['runtime/default', 'docker/default', 'unconfined'].includes(profile)) return
  if (profile.startsWith('localhost/')) localDescendingPath(errors, path, profile.slice('localhost/'.length))
  else errors.push(invalid(path, profile, 'must be a valid seccomp profile'))
}

function validateSeccompAnnotations(errors: Errors, path: FieldPath, annotations: Annotations): void {
  const ofPod = annotations[seccompPod]
  if (ofPod !== undefined) seccompProfile(errors, path.child(seccompPod), ofPod)
  for (const [key, value] of Object.entries(annotations)) {
    if (key.startsWith(seccompContainerPrefix)) seccompProfile(errors, path.child(key), value)
  }
}

function validateAppArmorAnnotations(
  errors: Errors,
  path: FieldPath,
  annotations: Annotations,
  spec: core.PodSpec,
): void {
  for (const [key, profile] of Object.entries(annotations)) {
    if (!key.startsWith(appArmorPrefix)) continue
    const name = key.slice(appArmorPrefix.length)
    if (!allContainers(spec).some((container) => container.name === name)) {
      errors.push(invalid(path.key(key), name, 'container not found'))
    }
    if (!['', 'runtime/default', 'unconfined'].includes(profile) && !profile.startsWith('localhost/')) {
      errors.push(invalid(path.key(key), profile, `invalid AppArmor profile name: ${goQuote(profile)}`))
    }
  }
}

/** On updates: what the kubelet and the container runtime rely on may neither come, change nor go. */
export function validatePodAnnotationUpdates(
  errors: Errors,
  path: FieldPath,
  pod: core.Pod,
  old: core.Pod,
  options: PodValidationOptions,
): void {
  const now = pod.metadata.annotations ?? {}
  const before = old.metadata.annotations ?? {}
  for (const [key, value] of Object.entries(before)) {
    if (now[key] === value) continue
    if (key.startsWith(appArmorPrefix)) {
      errors.push(forbidden(path.key(key), 'may not remove or update AppArmor annotations'))
    }
    if (key === mirrorAnnotation) {
      errors.push(forbidden(path.key(key), 'may not remove or update mirror pod annotation'))
    }
  }
  for (const key of Object.keys(now)) {
    if (key in before) continue
    if (key.startsWith(appArmorPrefix)) errors.push(forbidden(path.key(key), 'may not add AppArmor annotations'))
    if (key === mirrorAnnotation) errors.push(forbidden(path.key(key), 'may not add mirror pod annotation'))
  }
  validatePodAnnotations(errors, path, now, pod.spec, options)
}

const seccompText = { Unconfined: ['unconfined'], RuntimeDefault: ['runtime/default', 'docker/default'] } as const

/** Where both the annotation and the field are given, they must say the same. */
export function validateProfilesMatch(
  errors: Errors,
  path: FieldPath,
  metadata: ObjectMeta | undefined,
  spec: core.PodSpec,
): void {
  const annotations = metadata?.annotations ?? {}
  const seccomp = (at: FieldPath, text: string | undefined, profile: core.SeccompProfile | undefined): void => {
    if (text === undefined || profile === undefined) return
    if (profile.type === 'Localhost') {
      if (!text.startsWith('localhost/')) {
        errors.push(forbidden(at.child('type'), 'seccomp type in annotation and field must match'))
      } else if (text.slice('localhost/'.length) !== profile.localhostProfile) {
        errors.push(forbidden(at.child('localhostProfile'), 'seccomp profile in annotation and field must match'))
      }
      return
    }
    const allowed: readonly string[] | undefined = seccompText[profile.type]
    if (allowed !== undefined && !allowed.includes(text)) {
      errors.push(forbidden(at.child('type'), 'seccomp type in annotation and field must match'))
    }
  }
  seccomp(
    path.child('securityContext', 'seccompProfile'),
    annotations[seccompPod],
    spec.securityContext?.seccompProfile,
  )
  for (const [container, at] of containersWithPath(spec, path)) {
    const text = annotations[`${seccompContainerPrefix}${container.name}`]
    seccomp(at.child('securityContext', 'seccompProfile'), text, container.securityContext?.seccompProfile)
  }
  if (spec.os?.name === 'windows') return
  for (const [container, at] of containersWithPath(spec, path)) {
    const profile = container.securityContext?.appArmorProfile ?? spec.securityContext?.appArmorProfile
    const text = annotations[`${appArmorPrefix}${container.name}`]
    if (profile === undefined || text === undefined) continue
    const where = at.child('securityContext', 'appArmorProfile')
    const typeDiffers = forbidden(where.child('type'), 'apparmor type in annotation and field must match')
    if (profile.type === 'Unconfined' && text !== 'unconfined') errors.push(typeDiffers)
    else if (profile.type === 'RuntimeDefault' && text !== 'runtime/default') errors.push(typeDiffers)
    else if (profile.type === 'Localhost') {
      if (!text.startsWith('localhost/')) errors.push(typeDiffers)
      else if (text.slice('localhost/'.length) !== profile.localhostProfile) {
        errors.push(forbidden(where.child('localhostProfile'), 'apparmor profile in annotation and field must match'))
      }
    }
  }
}
