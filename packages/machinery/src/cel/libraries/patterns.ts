/** Regular expressions of users: Go's syntax and error texts, linear time. */
import { RE2JS, RE2JSException } from 're2js'

export function compilePattern(pattern: string): { pattern: RE2JS } | { problem: string } {
  try {
    return { pattern: RE2JS.compile(pattern) }
  } catch (error) {
    if (error instanceof RE2JSException) return { problem: error.message }
    throw error
  }
}

export type Pattern = RE2JS
