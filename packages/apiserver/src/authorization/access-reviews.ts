/**
 * The four questions about permissions: SubjectAccessReview, LocalSubjectAccessReview, SelfSubjectAccessReview, SelfSubjectRulesReview.
 * In: the posted object and who posts it. Out: the same object with a status; nothing is stored.
 * @throws ApiError 422 for a bad spec, 400 for a namespace that does not fit
 */
import type {
  LocalSubjectAccessReview,
  ResourceAttributes,
  NonResourceAttributes,
  SelfSubjectAccessReview,
  SelfSubjectRulesReview,
  SubjectAccessReview,
  SubjectAccessReviewSpec,
  SubjectAccessReviewStatus,
} from '@elli/api/authorization/v1'
import type { FieldSelectorRequirement, LabelSelectorRequirement, ObjectMeta } from '@elli/api/meta/v1'
import { badRequest, invalid as invalidObject } from '@elli/machinery/errors'
import { at, type FieldError, type FieldPath, forbidden, invalid, required } from '@elli/machinery/field'
import { validateLabelRequirement } from '@elli/machinery/label-validation'
import type { UserInfo } from '../authentication/authenticator.ts'
import type { Attributes, Authorizer } from './authorizer.ts'
import { reviewedSelectors, selectorProblems } from './selectors.ts'

const group = 'authorization.k8s.io'

interface Target {
  resourceAttributes?: ResourceAttributes
  nonResourceAttributes?: NonResourceAttributes
}

/** What the reviews ask, and whether selectors count (gate AuthorizeWithSelectors). */
export interface AccessReviewParts {
  readonly authorizer: Authorizer
  featureEnabled(gate: string): boolean
  /** Validating admission; runs when the question is in order. */
  admitted?(): Promise<void>
}

export async function reviewSubjectAccess(
  { authorizer, featureEnabled, admitted }: AccessReviewParts,
  posted: SubjectAccessReview,
): Promise<SubjectAccessReview> {
  const review = selectable(posted, featureEnabled)
  refuse('SubjectAccessReview', [...validateSpec(review.spec), ...validateMetadata(review.metadata, [])])
  await admitted?.()
  return { ...review, status: await decide(authorizer, userOf(review.spec), review.spec) }
}

/** @param namespace the one in the path */
export async function reviewLocalSubjectAccess(
  { authorizer, featureEnabled, admitted }: AccessReviewParts,
  posted: LocalSubjectAccessReview,
  namespace: string,
): Promise<LocalSubjectAccessReview> {
  const review = selectable(posted, featureEnabled)
  const errors = [...validateSpec(review.spec), ...validateMetadata(review.metadata, ['namespace'])]
  const { resourceAttributes, nonResourceAttributes } = review.spec
  const own = review.metadata?.namespace ?? ''
  if (resourceAttributes !== undefined && (resourceAttributes.namespace ?? '') !== own) {
    const path = at('spec.resourceAttributes.namespace')
    errors.push(invalid(path, resourceAttributes.namespace ?? '', 'must match metadata.namespace'))
  }
  if (nonResourceAttributes !== undefined) {
    const path = at('spec.nonResourceAttributes')
    errors.push(invalid(path, nonResourceAttributes, 'disallowed on this kind of request'))
  }
  refuse('LocalSubjectAccessReview', errors)
  if (namespace === '') throw badRequest('namespace is required on this type: ')
  if (namespace !== own) throw badRequest(`spec.resourceAttributes.namespace must match namespace: ${namespace}`)
  await admitted?.()
  return { ...review, status: await decide(authorizer, userOf(review.spec), review.spec) }
}

export async function reviewSelfSubjectAccess(
  { authorizer, featureEnabled, admitted }: AccessReviewParts,
  posted: SelfSubjectAccessReview,
  user: UserInfo,
): Promise<SelfSubjectAccessReview> {
  const review = selectable(posted, featureEnabled)
  const errors = [...validateTarget(review.spec), ...validateSelectors(review.spec)]
  refuse('SelfSubjectAccessReview', [...errors, ...validateMetadata(review.metadata, [])])
  await admitted?.()
  return { ...review, status: await decide(authorizer, user, review.spec) }
}

export async function reviewSelfSubjectRules(
  { authorizer, admitted }: Pick<AccessReviewParts, 'authorizer' | 'admitted'>,
  review: SelfSubjectRulesReview,
  user: UserInfo,
): Promise<SelfSubjectRulesReview> {
  const namespace = review.spec?.namespace ?? ''
  if (namespace === '') throw badRequest('no namespace on request')
  await admitted?.()
  const rules = (await authorizer.rulesFor?.(user, namespace)) ?? { resource: [], nonResource: [], incomplete: true }
  return {
    apiVersion: `${group}/v1`,
    kind: 'SelfSubjectRulesReview',
    metadata: {},
    spec: {},
    status: {
      resourceRules: rules.resource,
      nonResourceRules: rules.nonResource,
      incomplete: rules.incomplete,
      ...(rules.error === undefined ? {} : { evaluationError: rules.error }),
    },
  }
}

async function decide(authorizer: Authorizer, user: UserInfo, target: Target): Promise<SubjectAccessReviewStatus> {
  const status: SubjectAccessReviewStatus = { allowed: false }
  const attributes = attributesOf(user, target)
  const { decision, reason, error } = await authorizer.authorize(attributes)
  status.allowed = decision === 'allow'
  if (decision === 'deny') status.denied = true
  if (reason !== '') status.reason = reason
  const problems = [...(error === undefined ? [] : [error]), ...selectorProblems(attributes)]
  if (problems.length > 0) status.evaluationError = problems.join('; ')
  return status
}

function attributesOf(user: UserInfo, { resourceAttributes: wanted, nonResourceAttributes }: Target): Attributes {
  return {
    user,
    verb: wanted?.verb ?? nonResourceAttributes?.verb ?? '',
    isResource: wanted !== undefined,
    apiGroup: wanted?.group ?? '',
    apiVersion: wanted === undefined ? '' : wanted.version || '*',
    resource: wanted?.resource ?? '',
    subresource: wanted?.subresource ?? '',
    namespace: wanted?.namespace ?? '',
    name: wanted?.name ?? '',
    path: nonResourceAttributes?.path ?? '',
    ...(wanted === undefined ? {} : reviewedSelectors(wanted)),
  }
}

/** Without the gate AuthorizeWithSelectors the selectors of a review are as if they had not been sent. */
function selectable<T extends { spec: Target }>(review: T, featureEnabled: (gate: string) => boolean): T {
  const { resourceAttributes } = review.spec
  if (resourceAttributes === undefined || featureEnabled('AuthorizeWithSelectors')) return review
  const { fieldSelector: _fields, labelSelector: _labels, ...rest } = resourceAttributes
  return { ...review, spec: { ...review.spec, resourceAttributes: rest } }
}

function userOf(spec: SubjectAccessReviewSpec): UserInfo {
  return {
    name: spec.user ?? '',
    groups: spec.groups ?? [],
    ...(spec.uid === undefined ? {} : { uid: spec.uid }),
    ...(spec.extra === undefined ? {} : { extra: spec.extra }),
  }
}

function validateTarget(spec: Target): FieldError[] {
  const path = at('spec')
  const both = spec.resourceAttributes !== undefined && spec.nonResourceAttributes !== undefined
  const neither = spec.resourceAttributes === undefined && spec.nonResourceAttributes === undefined
  const errors: FieldError[] = []
  if (both) {
    const detail = 'cannot be specified in combination with resourceAttributes'
    errors.push(invalid(path.child('nonResourceAttributes'), spec.nonResourceAttributes, detail))
  }
  if (neither) {
    const detail = 'exactly one of nonResourceAttributes or resourceAttributes must be specified'
    errors.push(invalid(path.child('resourceAttributes'), null, detail))
  }
  return errors
}

function validateSelectors({ resourceAttributes }: Target): FieldError[] {
  const { fieldSelector, labelSelector } = resourceAttributes ?? {}
  const path = at('spec.resourceAttributes')
  return [
    ...(fieldSelector === undefined ? [] : validateSelector(fieldSelector, path.child('fieldSelector'), validateField)),
    ...(labelSelector === undefined ? [] : validateSelector(labelSelector, path.child('labelSelector'), validateLabel)),
  ]
}

function validateSelector<R>(
  { rawSelector = '', requirements = [] }: { rawSelector?: string; requirements?: readonly R[] },
  path: FieldPath,
  validate: (requirement: R, path: FieldPath) => FieldError[],
): FieldError[] {
  const errors: FieldError[] = []
  if (rawSelector !== '' && requirements.length > 0) {
    const detail = 'may not specified at the same time as requirements'
    errors.push(invalid(path.child('rawSelector'), rawSelector, detail))
  }
  if (rawSelector === '' && requirements.length === 0) {
    const detail = `when ${path} is specified, requirements or rawSelector is required`
    errors.push(required(path.child('requirements'), detail))
  }
  return [...errors, ...requirements.flatMap((one, index) => validate(one, path.child('requirements').index(index)))]
}

function validateLabel(one: LabelSelectorRequirement, path: FieldPath): FieldError[] {
  return validateLabelRequirement(one, { allowUnknownOperator: true }, path)
}

/** Operators that are not known here come from newer clients, and are left out of the question later. */
function validateField({ key, operator, values = [] }: FieldSelectorRequirement, path: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  if (key === '') errors.push(required(path.child('key'), 'must be specified'))
  const some = operator === 'In' || operator === 'NotIn'
  if (some && values.length === 0) {
    errors.push(required(path.child('values'), "must be specified when `operator` is 'In' or 'NotIn'"))
  }
  if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0) {
    const detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
    errors.push(forbidden(path.child('values'), detail))
  }
  return errors
}

function validateSpec(spec: SubjectAccessReviewSpec): FieldError[] {
  const errors = validateTarget(spec)
  if (!spec.user && (spec.groups ?? []).length === 0) {
    errors.push(invalid(at('spec', 'user'), spec.user ?? '', 'at least one of user or group must be specified'))
  }
  return [...errors, ...validateSelectors(spec)]
}

function validateMetadata(metadata: ObjectMeta | undefined, allowed: readonly string[]): FieldError[] {
  const ignored = ['managedFields', 'creationTimestamp', ...allowed]
  const extra = Object.entries(metadata ?? {}).some(([key, value]) => !ignored.includes(key) && isSet(value))
  if (!extra) return []
  const detail = allowed.length === 0 ? 'must be empty' : `must be empty except for ${allowed.join(', ')}`
  return [invalid(at('metadata'), metadata, detail)]
}

function isSet(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0) return false
  return typeof value !== 'object' || Object.keys(value).length > 0
}

function refuse(kind: string, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidObject({ group, kind }, '', errors)
}
