/**
 * AlwaysPullImages: every container's image is pulled anew, so that nobody uses a private image that is on the node for others.
 * An update without new images is left alone.
 */
import type { Pod, PodSpec } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import { aggregate, at, errorText, type FieldPath, notSupported } from '@elli/machinery/field'
import type { AdmissionPluginFactory, AdmissionRequest } from './plugin.ts'
import { handlesOnly, objectOf, oldObjectOf, plainError, refusal } from './requests.ts'

export const alwaysPullImages: AdmissionPluginFactory = () => ({
  name: 'AlwaysPullImages',
  handles: handlesOnly(pods, 'CREATE', 'UPDATE'),
  admit(request) {
    const { spec } = objectOf<Pod>(request)
    if (bringsNoImages(request)) return
    for (const { container } of containersOf(spec)) container.imagePullPolicy = 'Always'
    for (const { image } of spec.volumes ?? []) if (image !== undefined) image.pullPolicy = 'Always'
  },
  validate(request) {
    const { spec } = objectOf<Pod>(request)
    if (bringsNoImages(request)) return
    const wrong = [
      ...containersOf(spec).map(({ container, path }) => ({
        path: path.child('imagePullPolicy'),
        policy: container.imagePullPolicy,
      })),
      ...(spec.volumes ?? []).flatMap(({ image }, index) =>
        image === undefined
          ? []
          : [{ path: at('spec', 'volumes').index(index).child('image', 'pullPolicy'), policy: image.pullPolicy }],
      ),
    ].filter(({ policy }) => policy !== 'Always')
    const errors = wrong.map(({ path, policy }) =>
      refusal(request, errorText(notSupported(path, policy ?? '', ['Always']))),
    )
    const message = aggregate(errors.map((error) => error.message))
    if (message !== undefined) throw plainError(message)
  },
})

interface Located {
  container: { image?: string; imagePullPolicy?: string }
  path: FieldPath
}

function containersOf({ initContainers = [], containers, ephemeralContainers = [] }: PodSpec): Located[] {
  const located = (list: readonly Located['container'][], name: string): Located[] =>
    list.map((container, index) => ({ container, path: at('spec', name).index(index) }))
  return [
    ...located(initContainers, 'initContainers'),
    ...located(containers, 'containers'),
    ...located(ephemeralContainers, 'ephemeralContainers'),
  ]
}

function bringsNoImages(request: AdmissionRequest): boolean {
  if (request.operation !== 'UPDATE') return false
  const images = (pod: Pod): string[] => containersOf(pod.spec).map(({ container }) => container.image ?? '')
  const old = new Set(images(oldObjectOf<Pod>(request)))
  return images(objectOf<Pod>(request)).every((image) => old.has(image))
}
