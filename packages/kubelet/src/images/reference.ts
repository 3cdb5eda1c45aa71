/**
 * Names of images: where they come from, their tag or digest, and their full form.
 * Pure. Always: `busybox` is `docker.io/library/busybox:latest`. Source: the distribution reference grammar.
 */

export interface ImageReference {
  /** `docker.io` for names without one. */
  readonly domain: string
  readonly path: string
  readonly tag: string | undefined
  readonly digest: string | undefined
}

/** Carries the parser's words, which end up in InvalidImageName messages. */
export class InvalidReference extends Error {
  override readonly name = 'InvalidReference'
}

const pathComponent = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const domainPart = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])'
const domain = `(?:${domainPart}(?:\\.${domainPart})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`
const grammar = new RegExp(
  `^((?:${domain}/)?${pathComponent}(?:/${pathComponent})*)(?::([\\w][\\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`,
)

/** @throws InvalidReference */
export function parseImage(text: string): ImageReference {
  const match = grammar.exec(text)
  if (!match) {
    if (grammar.test(text.toLowerCase())) throw new InvalidReference('repository name must be lowercase')
    throw new InvalidReference('invalid reference format')
  }
  const [, name = '', tag, digest] = match
  const slash = name.indexOf('/')
  const head = slash < 0 ? '' : name.slice(0, slash)
  const hasDomain = head !== '' && (/[.:]/.test(head) || head === 'localhost' || head.toLowerCase() !== head)
  const where = hasDomain ? head : 'docker.io'
  const rest = hasDomain ? name.slice(slash + 1) : name
  const path = where === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest
  return { domain: where === 'index.docker.io' ? 'docker.io' : where, path, tag, digest }
}

/** As the runtime is asked: a name without tag and digest gets `:latest`. */
export function withDefaultTag(text: string): string {
  const { tag, digest } = parseImage(text)
  return tag === undefined && digest === undefined ? `${text}:latest` : text
}

/** `docker.io/library/busybox`, without tag and digest: what pull secrets are matched against. */
export function repositoryOf(text: string): string {
  const { domain: where, path } = parseImage(text)
  return `${where}/${path}`
}
