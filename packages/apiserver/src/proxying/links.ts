/**
 * Links in pages that come through a proxy: absolute ones are led back through it.
 * In: HTML text or a Location header. Out: the same with `/x` become `/api/…/proxy/x`.
 */

const attributes =
  /(<(?:a|applet|area|audio|base|blockquote|body|button|command|del|embed|form|frame|head|html|iframe|img|input|ins|link|object|q|script|source|video)\b[^>]*?\s(?:href|codebase|src|cite|background|formaction|icon|action|longdesc|profile|manifest|usemap|data|classid|poster)\s*=\s*)("([^"]*)"|'([^']*)')/gi

export function rewriteLinks(html: string, host: string, prefix: string): string {
  let before = ''
  let after = html
  // A tag may hold several links: what was rewritten once starts with the prefix and stays.
  for (let round = 0; round < 4 && before !== after; round++) {
    before = after
    after = before.replace(
      attributes,
      (whole: string, head: string, quoted: string, double?: string, single?: string) => {
        const link = double ?? single ?? ''
        const next = rewriteLink(link, host, prefix)
        return next === link ? whole : `${head}${quoted[0] ?? '"'}${next}${quoted[0] ?? '"'}`
      },
    )
  }
  return after
}

export function rewriteLocation(location: string, host: string, prefix: string): string {
  return rewriteLink(location, host, prefix)
}

function rewriteLink(link: string, host: string, prefix: string): string {
  if (link.startsWith(`${prefix}/`) || link === prefix) return link
  const absolute = /^(?:https?:)?\/\/([^/?#]*)(.*)$/i.exec(link)
  // Links to other hosts lead where they say.
  if (absolute !== null) return absolute[1] === host ? `${prefix}${rooted(absolute[2] ?? '')}` : link
  return link.startsWith('/') ? `${prefix}${link}` : link
}

function rooted(path: string): string {
  return path.startsWith('/') ? path : `/${path}`
}
