/**
 * Flags of pairs whose keys and values have commas in them, as pflag's string-to-string reads them: with one `=` the text is
 * one pair; with more it is a line of CSV, in which pairs with commas stand in quotes.
 * In: the text of the flag. Out: pairs. @throws PairsError in pflag's words
 */

export class PairsError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'PairsError'
  }
}

export function parsePairs(text: string): Record<string, string> {
  const equals = text.split('=').length - 1
  if (equals === 0) throw new PairsError(`${text} must be formatted as key=value`)
  const fields = equals === 1 ? [text.replace(/^"+|"+$/g, '')] : csvLine(text)
  const pairs: Record<string, string> = {}
  for (const field of fields) {
    const split = field.indexOf('=')
    if (split < 0) throw new PairsError(`${field} must be formatted as key=value`)
    pairs[field.slice(0, split)] = field.slice(split + 1)
  }
  return pairs
}

function csvLine(text: string): string[] {
  const fields: string[] = []
  let rest = text
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"(,|$)/.exec(rest)
    const bare = quoted === null ? /^([^",]*)(,|$)/.exec(rest) : null
    const match = quoted ?? bare
    if (match === null) throw new PairsError(`parse error on line 1: bare " in non-quoted field`)
    const [whole, field = '', end] = match
    fields.push(quoted === null ? field : field.replaceAll('""', '"'))
    rest = rest.slice(whole.length)
    if (end === '') return fields
  }
}
