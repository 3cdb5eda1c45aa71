/** Warning headers: `299 - "text"`, as kubectl shows them. Always: a bounded number of bytes, each text once. */
const mostBytes = 4096

export function warningHeader(texts: readonly string[]): string {
  const out: string[] = []
  let bytes = 0
  for (const text of new Set(texts)) {
    const clean = text.replaceAll(/[\u0000-\u001f\u007f]/g, ' ')
    const header = `299 - "${clean.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
    bytes += header.length
    if (bytes > mostBytes) break
    out.push(header)
  }
  return out.join(', ')
}
