/**
 * The tag of an image reference, as far as the default pull policy needs it.
 * In: `[host[:port]/]path[:tag][@digest]`. Out: the tag, `latest` when neither tag nor digest is given, and '' when
 * there is only a digest or the text is no image reference.
 */

const digest = /@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/
const tagEnd = /:(\w[\w.-]{0,127})$/
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*'
const path = new RegExp(`^${component}(?:/${component})*$`)
const host =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])(?::\d+)?$/

const maxNameLength = 255

export function imageTag(image: string): string {
  // A bare image id is no name.
  if (/^[a-f0-9]{64}$/.test(image)) return ''
  const withoutDigest = image.replace(digest, '')
  const slash = withoutDigest.lastIndexOf('/')
  const tag = tagEnd.exec(withoutDigest.slice(slash + 1))?.[1]
  const name = tag === undefined ? withoutDigest : withoutDigest.slice(0, -tag.length - 1)
  if (name.length > maxNameLength || !isName(name)) return ''
  return tag ?? (withoutDigest === image ? 'latest' : '')
}

function isName(name: string): boolean {
  const slash = name.indexOf('/')
  const first = slash < 0 ? '' : name.slice(0, slash)
  const isHost = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase()
  return isHost ? host.test(first) && path.test(name.slice(slash + 1)) : path.test(name)
}
