/**
 * `$(NAME)` in commands, arguments and values of environment variables.
 * Always: `$$` is an escaped `$`, an unknown name stays as it is written. Pure.
 * Source: kubernetes third_party/forked/golang/expansion.
 */

export function expand(text: string, lookup: (name: string) => string | undefined): string {
  let out = ''
  let at = 0
  while (at < text.length) {
    const dollar = text.indexOf('$', at)
    if (dollar < 0 || dollar === text.length - 1) return out + text.slice(at)
    out += text.slice(at, dollar)
    const next = text.charAt(dollar + 1)
    if (next === '$') {
      out += '$'
      at = dollar + 2
    } else if (next === '(') {
      const end = text.indexOf(')', dollar + 2)
      if (end < 0) {
        out += '$('
        at = dollar + 2
      } else {
        const name = text.slice(dollar + 2, end)
        out += lookup(name) ?? `$(${name})`
        at = end + 1
      }
    } else {
      out += `$${next}`
      at = dollar + 2
    }
  }
  return out
}

/** As `expand`, but a name that is unknown is an error: for subPathExpr. */
export function expandStrictly(text: string, lookup: (name: string) => string | undefined): string {
  const missing: string[] = []
  const out = expand(text, (name) => {
    const value = lookup(name)
    if (value === undefined) missing.push(name)
    return value
  })
  if (missing.length > 0) throw new Error(`missing value for ${missing.map((name) => JSON.stringify(name)).join(', ')}`)
  return out
}
