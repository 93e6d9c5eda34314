/** Tables as CSV (RFC 4180) that a spreadsheet shows and never runs (reliability §9.3). */

export type Cell = string | number | boolean | null

/** One line with its CRLF. Numbers stay numbers; text that a spreadsheet would take for a formula gets a leading quote. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellOf).join(',')}\r\n`

function cellOf(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  const text = /^[=+\-@\t\r\0]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
