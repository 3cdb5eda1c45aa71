/**
 * Regular expressions as Go has them: linear time, no look-around, no back references.
 * In: a pattern. Out: whether a text contains a match, or Go's words for what is wrong with the pattern.
 * Always: never throws; a pattern is compiled once by whoever holds the result.
 */
import { RE2JS } from 're2js'

export interface Pattern {
  /** True when any part of the text matches: anchors are the pattern's business. */
  matches(text: string): boolean
}

export function compilePattern(pattern: string): Pattern | { readonly problem: string } {
  try {
    const compiled = RE2JS.compile(pattern)
    return { matches: (text) => compiled.matcher(text).find() }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
