import { describe, expect, test } from 'vitest'
import { featureGates, knownFeatureGates, parseFeatureGates } from './feature-gates.ts'

describe('feature gates', () => {
  test('defaults are those of 1.31', () => {
    const on = featureGates({})
    expect(knownFeatureGates()).toHaveLength(166)
    expect(on('AnonymousAuthConfigurableEndpoints')).toBe(false)
    expect(on('ConsistentListFromCache')).toBe(true)
    expect(on('AdmissionWebhookMatchConditions')).toBe(true)
  })

  test('whole stages, and what was named itself', () => {
    const on = featureGates({ AllAlpha: true, AllBeta: false, VolumeAttributesClass: true, ImageVolume: false })
    expect(on('ClusterTrustBundleProjection')).toBe(true)
    expect(on('ImageVolume')).toBe(false)
    expect(on('ConsistentListFromCache')).toBe(false)
    expect(on('VolumeAttributesClass')).toBe(true)
    expect(on('AdmissionWebhookMatchConditions')).toBe(true)
  })

  test.each([
    [{ Nonsense: true }, 'unrecognized feature gate: Nonsense'],
    [
      { AdmissionWebhookMatchConditions: false },
      'cannot set feature gate AdmissionWebhookMatchConditions to false, feature is locked to true',
    ],
  ])('%o is refused', (given, text) => {
    expect(() => featureGates(given as Record<string, boolean>)).toThrow(text)
  })

  test('gates that are about to go are told', () => {
    const told: string[] = []
    featureGates({ KMSv1: true }, (text) => told.push(text))
    expect(told).toEqual(['Setting deprecated feature gate KMSv1=true. It will be removed in a future release.'])
  })

  test('the text of the flag', () => {
    expect(parseFeatureGates('AllAlpha=true, JobManagedBy=0,')).toEqual({ AllAlpha: true, JobManagedBy: false })
    expect(() => parseFeatureGates('AllAlpha')).toThrow('missing bool value for AllAlpha')
    expect(() => parseFeatureGates('AllAlpha=yes')).toThrow(
      'invalid value of AllAlpha=yes, err: strconv.ParseBool: parsing "yes": invalid syntax',
    )
  })
})
