/**
 * Makes sure that a container's image is there.
 * In: image name, policy, credentials. Out: the image, or an ImageFailure with the reason that the container's status shows.
 * Always: one pull at a time (unless told otherwise), failures of one pod and image back off 10 s to 5 min; events as upstream's.
 * Elsewhere: credentials (./keyring.ts), deleting images (./image-gc.ts).
 */
import type { Container, Pod } from '@elli/api/core/v1'
import type { Host } from '@elli/host/host'
import { CriError, type CriImages } from '../cri/runtime.ts'
import type { Image } from '../cri/v1.types.ts'
import { BackOff } from '../pods/back-off.ts'
import { goDuration } from '../pods/go-duration.ts'
import { uidOf } from '../pods/identity.ts'
import type { Keyring } from './keyring.ts'
import { parseImage, withDefaultTag } from './reference.ts'

export type ImageFailureReason =
  | 'ErrImagePull'
  | 'ImagePullBackOff'
  | 'ErrImageNeverPull'
  | 'InvalidImageName'
  | 'ImageInspectError'
  | 'RegistryUnavailable'
  | 'SignatureValidationFailed'

export class ImageFailure extends Error {
  override readonly name = 'ImageFailure'
  readonly reason: ImageFailureReason

  constructor(reason: ImageFailureReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

export type ContainerEvent = (type: 'Normal' | 'Warning', reason: string, message: string) => void

export interface ImageManager {
  /** @throws ImageFailure */
  ensure(request: EnsureRequest, signal: AbortSignal): Promise<Image>
  /** When the wait of a pod's image is over, in milliseconds from now; 0 when there is none. */
  collect(): void
}

export interface EnsureRequest {
  readonly pod: Pod
  readonly container: Container
  readonly keyring: Keyring
  readonly event: ContainerEvent
}

export function imageManager(options: {
  host: Host
  images: CriImages
  serializePulls: boolean
  /** Told when a pull was made, so that garbage collection knows of the image. */
  pulled?(image: Image): void
}): ImageManager {
  const { host, images } = options
  const backOff = new BackOff()
  let lastPull: Promise<unknown> = Promise.resolve()

  const inspect = async (name: string, signal: AbortSignal): Promise<Image | undefined> => {
    const { image } = await images.imageStatus({ image: { image: name } }, { signal })
    return image
  }

  /** In line behind the others; `waitedMs` tells how long. */
  const inTurn = async <T>(work: (waitedMs: number) => Promise<T>): Promise<T> => {
    const asked = host.clock.monotonicMs()
    const run = (): Promise<T> => work(host.clock.monotonicMs() - asked)
    if (!options.serializePulls) return run()
    const mine = lastPull.then(run, run)
    lastPull = mine.catch(() => undefined)
    return mine
  }

  const pull = async (request: EnsureRequest, name: string, signal: AbortSignal): Promise<Image> => {
    const asked = request.container.image ?? ''
    request.event('Normal', 'Pulling', `Pulling image ${JSON.stringify(asked)}`)
    const { tookMs, totalMs } = await inTurn(async (waitedMs) => {
      const started = host.clock.monotonicMs()
      await pullWithCredentials(images, name, request.keyring, signal)
      const tookMs = host.clock.monotonicMs() - started
      return { tookMs, totalMs: tookMs + waitedMs }
    })
    const image = await inspect(name, signal)
    if (!image) throw new Error(`image ${JSON.stringify(asked)} is gone right after it was pulled`)
    const rounded = (ms: number): string => goDuration(Math.round(ms))
    request.event(
      'Normal',
      'Pulled',
      `Successfully pulled image ${JSON.stringify(asked)} in ${rounded(tookMs)} (${rounded(totalMs)} including waiting). Image size: ${image.size} bytes.`,
    )
    options.pulled?.(image)
    return image
  }

  return {
    async ensure(request, signal) {
      const { container, event, pod } = request
      const asked = container.image ?? ''
      let name: string
      try {
        name = withDefaultTag(asked)
      } catch (error) {
        const message = `Failed to apply default image tag ${JSON.stringify(asked)}: couldn't parse image name ${JSON.stringify(asked)}: ${messageOf(error)}`
        event('Warning', 'InspectFailed', message)
        throw new ImageFailure('InvalidImageName', message, { cause: error })
      }
      let present: Image | undefined
      try {
        present = await inspect(name, signal)
      } catch (error) {
        const message = `Failed to inspect image ${JSON.stringify(asked)}: ${messageOf(error)}`
        event('Warning', 'InspectFailed', message)
        throw new ImageFailure('ImageInspectError', message, { cause: error })
      }
      const policy = container.imagePullPolicy ?? defaultPolicy(asked)
      if (policy !== 'Always' && present) {
        event('Normal', 'Pulled', `Container image ${JSON.stringify(asked)} already present on machine`)
        return present
      }
      if (policy === 'Never') {
        const message = `Container image ${JSON.stringify(asked)} is not present with pull policy of Never`
        event('Warning', 'ErrImageNeverPull', message)
        throw new ImageFailure('ErrImageNeverPull', message)
      }
      const key = `${uidOf(pod)}_${asked}`
      if (backOff.isWaitingSinceUpdate(key, host.clock.now())) {
        const message = `Back-off pulling image ${JSON.stringify(asked)}`
        event('Normal', 'BackOff', message)
        throw new ImageFailure('ImagePullBackOff', message)
      }
      try {
        return await pull(request, name, signal)
      } catch (error) {
        event('Warning', 'Failed', `Failed to pull image ${JSON.stringify(asked)}: ${messageOf(error)}`)
        const now = host.clock.now()
        backOff.next(key, now, now)
        throw pullFailure(asked, error)
      }
    },
    collect: () => backOff.collect(host.clock.now()),
  }
}

/** Pod secrets in turn, or nobody's name when none fits; the errors of all attempts are told. */
async function pullWithCredentials(
  images: CriImages,
  name: string,
  keyring: Keyring,
  signal: AbortSignal,
): Promise<void> {
  const candidates = keyring.lookup(name)
  const attempts = candidates.length === 0 ? [undefined] : candidates
  const errors: unknown[] = []
  for (const auth of attempts) {
    try {
      await images.pullImage({ image: { image: name }, ...(auth && { auth }) }, { signal })
      return
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length === 1) throw errors[0]
  throw new Error(`[${errors.map(messageOf).join(', ')}]`, { cause: errors.at(-1) })
}

function pullFailure(image: string, error: unknown): ImageFailure {
  const text = error instanceof CriError ? error.description : ''
  for (const reason of ['RegistryUnavailable', 'SignatureValidationFailed'] as const) {
    if (text.startsWith(reason)) {
      const what =
        reason === 'RegistryUnavailable'
          ? `image pull failed for ${image} because the registry is unavailable`
          : `image pull failed for ${image} because the signature validation failed`
      return new ImageFailure(reason, `${what}: ${text.slice(reason.length).replace(/^:\s*/, '')}`, { cause: error })
    }
  }
  return new ImageFailure('ErrImagePull', messageOf(error), { cause: error })
}

/** What the API server would have filled in: pods from files come without it. */
function defaultPolicy(image: string): 'Always' | 'IfNotPresent' {
  const { tag, digest } = parseImage(image)
  return digest === undefined && (tag === undefined || tag === 'latest') ? 'Always' : 'IfNotPresent'
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
