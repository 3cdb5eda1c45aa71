/**
 * The text of an expression with positions of its nodes, and errors that point into it.
 * In: a text; offsets of nodes; errors at nodes. Out: errors as cel-go shows them, with the line and a caret below.
 * Always: columns count code points; errors are shown in the order of their places, 100 at most.
 */

interface Problem {
  readonly line: number
  /** From 0, in code points. */
  readonly column: number
  readonly message: string
}

export const maxProblems = 100
const maxSnippetLength = 16_384

export class Source {
  readonly text: string
  private readonly offsets: number[] = []
  private readonly problems: Problem[] = []
  private problemCount = 0

  constructor(text: string) {
    this.text = text
  }

  get failed(): boolean {
    return this.problemCount > 0
  }

  /** A new id for a node that begins at the offset. */
  newId(offset: number): number {
    this.offsets.push(offset)
    return this.offsets.length
  }

  offsetOf(id: number): number {
    return this.offsets[id - 1] ?? 0
  }

  reportAt(id: number, message: string): void {
    this.report(this.offsetOf(id), message)
  }

  report(offset: number, message: string): void {
    if (this.problemCount >= maxProblems) {
      this.problemCount++
      return
    }
    const before = this.text.slice(0, offset)
    const lineStart = before.lastIndexOf('\n') + 1
    const line = before.split('\n').length
    this.add({ line, column: Array.from(before.slice(lineStart)).length, message })
  }

  /** Without a place: limits of the parser. */
  reportNowhere(message: string): void {
    this.add({ line: -1, column: -1, message })
  }

  private add(problem: Problem): void {
    this.problemCount++
    if (this.problems.length < maxProblems) this.problems.push(problem)
  }

  /** All errors, one after the other. */
  display(): string {
    const sorted = this.problems.toSorted((a, b) => a.line - b.line || a.column - b.column)
    const lines = this.text.split('\n')
    const shown = sorted.map((problem) => displayProblem(problem, lines[problem.line - 1]))
    const more = this.problemCount - maxProblems
    return [...shown, ...(more > 0 ? [`${more} more errors were truncated`] : [])].join('\n')
  }
}

function displayProblem({ line, column, message }: Problem, text: string | undefined): string {
  const head = `ERROR: <input>:${line}:${column + 1}: ${message}`
  if (text === undefined) return head
  const characters = Array.from(text.replaceAll('\t', ' '))
  if (characters.length > maxSnippetLength) return head
  const dots = characters.slice(0, column).map((character) => (isWide(character) ? '．' : '.'))
  const caret = isWide(characters[column] ?? '') ? '＾' : '^'
  return `${head}\n | ${characters.join('')}\n | ${dots.join('')}${caret}`
}

/** More than one byte in UTF-8: shown with a wide dot. */
function isWide(character: string): boolean {
  return (character.codePointAt(0) ?? 0) > 0x7f
}
