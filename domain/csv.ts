/** Tables as CSV (RFC 4180) that a spreadsheet shows in columns and never runs (reliability §9.3, docs/decisions/0049). */

/** A decimal is digits with a point, as amounts are kept: no float ever touches them, and it is written with the sign of the file. */
export type Cell = string | number | boolean | null | { decimal: string }
export const decimal = (digits: string | null): Cell => (digits === null ? null : { decimal: digits })

/** What stands between cells, and what begins the decimals: the first as programs write it, the others as spreadsheets of many countries read it. */
export const csvDialects = ['comma_point', 'semicolon_comma', 'semicolon_point'] as const
export type CsvDialect = (typeof csvDialects)[number]
const signs: Record<CsvDialect, { between: string; decimals: string }> = {
  comma_point: { between: ',', decimals: '.' },
  semicolon_comma: { between: ';', decimals: ',' },
  semicolon_point: { between: ';', decimals: '.' },
}

/** The one a person chose, else the one that spreadsheets of their language expect: a comma parts cells only where it begins no decimals. */
export function dialectOf(preference: CsvDialect | 'locale' | undefined, locale: string): CsvDialect {
  if (preference !== undefined && preference !== 'locale') return preference
  const sign = new Intl.NumberFormat(locale).formatToParts(0.5).find(({ type }) => type === 'decimal')?.value
  if (sign === ',') return 'semicolon_comma'
  // Switzerland has the point and parts cells by semicolons; so have those whose own sign no file has
  const parts = sign !== '.' || ['CH', 'LI'].includes(new Intl.Locale(locale).maximize().region ?? '')
  return parts ? 'semicolon_point' : 'comma_point'
}

/** At the beginning of a file: without it Excel takes UTF-8 for something else. */
export const byteOrderMark = '\ufeff'

/** One line with its CRLF. Numbers stay numbers; text of which a spreadsheet would make a formula gets a quote before its sign. */
export function csvLine(cells: readonly Cell[], dialect: CsvDialect): string {
  const { between, decimals } = signs[dialect]
  return `${cells.map((cell) => cellOf(cell, between, decimals)).join(between)}\r\n`
}

function cellOf(cell: Cell, between: string, decimals: string): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return quoted(guarded(cell), between)
  if (typeof cell === 'boolean') return String(cell)
  return (typeof cell === 'number' ? String(cell) : cell.decimal).replace('.', decimals)
}

const quoted = (text: string, between: string) =>
  text.includes(between) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

const number = /^-\d+(?:[.,]\d+)?$/
/** In full width too. */
const formulaSigns = '[=+\\-@＝＋－＠]'
const beginsFormula = new RegExp(`^(?:${formulaSigns}|[\\t\\r\\n\\0])`)
/** Whoever opens the file with other signs than it was written with has a cell begin behind each of these. */
const laterFormula = new RegExp(`([,;\\t\\r\\n]"*)(?=${formulaSigns})`, 'g')
function guarded(text: string): string {
  const inside = /[,;\t\r\n]/.test(text) ? text.replaceAll(laterFormula, "$1'") : text
  return beginsFormula.test(text) && !number.test(text) ? `'${inside}` : inside
}

const guards = new RegExp(`(^|[,;\\t\\r\\n]"*)'(?=${formulaSigns})|^'(?=[\\t\\r\\n\\0])`, 'g')
/** Text as it was before it was made safe, for whoever reads such a file. */
export const unguarded = (cell: string): string => (cell.includes("'") ? cell.replaceAll(guards, '$1') : cell)

/** Whether semicolons part the cells of a table: as many in each of its first lines, whatever commas do in decimals and titles. */
export function isPartedBySemicolons(text: string): boolean {
  const lines = text.replaceAll(/"(?:[^"]|"")*"/g, '').split(/\r\n?|\n/)
  const cells = lines.filter((line) => line.trim() !== '').slice(0, 30)
  const counts = new Set(cells.map((line) => line.split(';').length))
  return counts.size === 1 && !counts.has(1)
}
