/** Tables as CSV (RFC 4180) that a spreadsheet shows and never runs (reliability §9.3). */

export type Cell = string | number | boolean | null

/** At the beginning of a file: without it Excel takes UTF-8 for something else. */
export const byteOrderMark = '\ufeff'

/** One line with its CRLF. Numbers stay numbers, decimals in text too; text that a spreadsheet would take for a formula, in full width too, gets a leading quote. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellOf).join(',')}\r\n`

function cellOf(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  const isFormula = /^[=+\-@＝＋－＠\t\r\n\0]/.test(cell) && !/^-\d+(\.\d+)?$/.test(cell)
  const text = isFormula ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
