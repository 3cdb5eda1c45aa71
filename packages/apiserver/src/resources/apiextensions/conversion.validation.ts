/**
 * Conversion between versions: none, or a webhook.
 * In: spec.conversion. Out: field errors; paths are those of upstream's internal form (`webhookClientConfig`).
 * @see apiextensions-apiserver pkg/apis/apiextensions/validation
 */
import type { CustomResourceConversion } from '@elli/api/apiextensions/v1'
import { type FieldPath, forbidden, invalid, required } from '@elli/machinery/field'
import { validateClientConfig } from '../admissionregistration/webhooks.validation.ts'
import { checkDns1035Label, type Errors, list, oneOf, say } from '../checks.ts'

const accepted = ['v1', 'v1beta1']

export interface ConversionOptions {
  /** At least one review version that this server speaks; not asked of what is stored without. */
  readonly requireRecognizedVersion: boolean
  readonly allowInvalidCaBundle: boolean
}

export function validateConversion(
  errors: Errors,
  path: FieldPath,
  conversion: CustomResourceConversion | undefined,
  options: ConversionOptions,
): void {
  if (conversion === undefined) return
  const strategyPath = path.child('strategy')
  if (!conversion.strategy) errors.push(required(strategyPath))
  else oneOf(errors, strategyPath, conversion.strategy, ['None', 'Webhook'])
  const configPath = path.child('webhookClientConfig')
  const versionsPath = path.child('conversionReviewVersions')
  const config = conversion.webhook?.clientConfig
  const versions = list(conversion.webhook?.conversionReviewVersions)
  if (conversion.strategy !== 'Webhook') {
    const detail = 'should not be set when strategy is not set to Webhook'
    if (config !== undefined) errors.push(forbidden(configPath, detail))
    if (versions.length > 0) errors.push(forbidden(versionsPath, detail))
    return
  }
  if (config === undefined) errors.push(required(configPath, 'required when strategy is set to Webhook'))
  else {
    validateClientConfig(errors, configPath, config)
    const problem = options.allowInvalidCaBundle ? undefined : caBundleProblem(config.caBundle)
    if (problem !== undefined) errors.push(invalid(configPath.child('caBundle'), config.caBundle ?? '', problem))
  }
  validateReviewVersions(errors, versionsPath, versions, options.requireRecognizedVersion)
}

function validateReviewVersions(
  errors: Errors,
  path: FieldPath,
  versions: readonly string[],
  requireRecognized: boolean,
): void {
  if (versions.length === 0) {
    errors.push(required(path))
    return
  }
  for (const [i, version] of versions.entries()) {
    if (versions.indexOf(version) < i) errors.push(invalid(path.index(i), version, 'duplicate version'))
    else say(errors, path.index(i), version, checkDns1035Label(version))
  }
  if (requireRecognized && !versions.some((version) => accepted.includes(version))) {
    errors.push(invalid(path, versions, `must include at least one of ${accepted.join(', ')}`))
  }
}

/** Nothing was said, or something that this server understands. */
export function hasRecognizedReviewVersion(conversion: CustomResourceConversion | undefined): boolean {
  const versions = list(conversion?.webhook?.conversionReviewVersions)
  return versions.length === 0 || versions.some((version) => accepted.includes(version))
}

/** A bundle without any certificate; what is in a certificate shows when a connection is made. */
export function caBundleProblem(caBundle: string | undefined): string | undefined {
  if (!caBundle) return undefined
  const pem = Buffer.from(caBundle, 'base64').toString('latin1')
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g) ?? []
  return blocks.length > 0 ? undefined : 'unable to load root certificates: unable to parse bytes as PEM block'
}
