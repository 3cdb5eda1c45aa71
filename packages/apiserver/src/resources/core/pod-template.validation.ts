/**
 * Pod templates: what workloads make pods from.
 * In: a template and, on updates, what was stored. Out: field errors and warnings.
 */
import { goLabels } from '../go-structs.ts'
import type { PodTemplateSpec } from '@elli/api/core/v1'
import { type FieldPath, forbidden, invalid, notSupported, required } from '@elli/machinery/field'
import { annotations, type Errors, labels, list } from '../checks.ts'
import { validatePodAnnotations, validateProfilesMatch } from './pod-annotations.validation.ts'
import type { PodValidationOptions } from './pod-options.ts'
import { validatePodSpec } from './pod-spec.validation.ts'

export function validatePodTemplate(
  errors: Errors,
  path: FieldPath,
  template: PodTemplateSpec,
  options: PodValidationOptions,
): void {
  const { metadata } = template
  const spec = template.spec ?? { containers: [] }
  labels(errors, path.child('labels'), metadata?.labels)
  annotations(errors, path.child('annotations'), metadata?.annotations)
  validatePodAnnotations(errors, path.child('annotations'), metadata?.annotations, spec, options)
  validatePodSpec(errors, path.child('spec'), spec, '', options)
  validateProfilesMatch(errors, path.child('spec'), metadata, spec)
  if (list(spec.ephemeralContainers).length > 0) {
    errors.push(
      forbidden(path.child('spec', 'ephemeralContainers'), 'ephemeral containers not allowed in pod template'),
    )
  }
}

export interface ControlledTemplateOptions extends PodValidationOptions {
  /** Kind named in the text about deadlines: only Jobs may have them. */
  kind: 'ReplicationController' | 'ReplicaSet' | 'DaemonSet' | 'StatefulSet'
}

/**
 * The template of a controller that keeps pods running for ever.
 * @param matches whether the controller's selector selects pods of the template; undefined when the selector is empty
 */
export function validateControlledTemplate(
  errors: Errors,
  path: FieldPath,
  template: PodTemplateSpec | undefined,
  matches: boolean | undefined,
  options: ControlledTemplateOptions,
): void {
  if (template === undefined) {
    errors.push(required(path, ''))
    return
  }
  if (matches === false) {
    errors.push(
      invalid(
        path.child('metadata', 'labels'),
        goLabels(template.metadata?.labels),
        '`selector` does not match template `labels`',
      ),
    )
  }
  validatePodTemplate(errors, path, template, options)
  validateRunsForEver(errors, path, template, options.kind)
}

export function validateRunsForEver(
  errors: Errors,
  path: FieldPath,
  template: PodTemplateSpec,
  kind: ControlledTemplateOptions['kind'],
): void {
  if (template.spec?.restartPolicy !== 'Always') {
    errors.push(notSupported(path.child('spec', 'restartPolicy'), template.spec?.restartPolicy ?? '', ['Always']))
  }
  if (template.spec?.activeDeadlineSeconds !== undefined) {
    errors.push(
      forbidden(path.child('spec', 'activeDeadlineSeconds'), `activeDeadlineSeconds in ${kind} is not Supported`),
    )
  }
}
