/** The rows of a table from its text, piece by piece, each with the line it begins on. */
import Papa, { type Parser, type ParseStepResult } from 'papaparse'
import type { Row } from '#domain/toggl.ts'

export const pieceLength = 64 * 1024
const mostMended = 20
/** Of signs. What is longer is no row: a table of another kind, or a file without line ends; it is never kept in memory as a whole. */
export const longestRow = 4_000_000

/** The file is no table; the message is for the person who chose it. */
export class UnreadableTable extends Error {}

export const isBlank = ({ cells }: Pick<Row, 'cells'>) => cells.every((cell) => cell.trim() === '')

/** Lines with nothing in them are passed over but counted; a row of empty cells is a row. */
export async function* rowsOf(pieces: AsyncIterable<string>, delimiter: string): AsyncGenerator<Row> {
  let line = 1
  for await (const cells of parsed(pieces, delimiter)) {
    if (cells.length > 1 || !isBlank({ cells })) yield { line, cells }
    line += 1 + cells.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0)
  }
}

/** Papa's own streaming copies the rest of the piece for every row, so a file of 100,000 rows would never end. */
async function* parsed(pieces: AsyncIterable<string>, delimiter: string): AsyncGenerator<string[]> {
  const mended = { rows: 0 }
  let open = ''
  let enough = pieceLength
  for await (const piece of pieces) {
    open += piece
    if (open.length < enough) continue
    open = yield* rowsIn(open, delimiter, mended, false)
    if (open.length > longestRow)
      throw new UnreadableTable(`A row of the file is longer than ${longestRow.toLocaleString('en')} signs.`)
    // a quote that is never closed holds everything back: it is looked at again when twice as much is there
    enough = Math.max(pieceLength, 2 * open.length)
  }
  yield* rowsIn(open, delimiter, mended, true)
}

/**
 * The rows of a text; gives what is left of it, since the last row may go on in the next piece. Where quotes are torn so that one would
 * swallow the lines behind it, its line is read as if they were signs like any other.
 */
function* rowsIn(
  text: string,
  delimiter: string,
  mended: { rows: number },
  ended: boolean,
): Generator<string[], string> {
  for (let rest = text; ;) {
    const { rows, last, torn } = split(rest, delimiter)
    yield* rows
    if (!torn) {
      if (ended && last) yield last.cells
      return ended || !last ? '' : rest.slice(last.start)
    }
    // it may be closed in the next piece
    if (torn.open && !ended && rest.length - torn.start <= longestRow) return rest.slice(torn.start)
    mended.rows++
    if (mended.rows > mostMended)
      throw new UnreadableTable(`In more than ${mostMended} rows a quote is opened and not closed where its cell ends.`)
    const end = rest.indexOf('\n', torn.start)
    yield rest.slice(torn.start, end < 0 ? undefined : end).split(delimiter)
    rest = end < 0 ? '' : rest.slice(end + 1)
  }
}

type Place = { start: number }

/** Rows but the last, or up to the first whose quotes are torn over several lines; `open` is one that has no closing quote at all. */
function split(text: string, delimiter: string) {
  const rows: string[][] = []
  let start = 0
  let last: (Place & { cells: string[] }) | null = null
  let torn: (Place & { open: boolean }) | null = null
  const step = ({ data, errors, meta }: ParseStepResult<string[]>, parser: Parser) => {
    if (last) rows.push(last.cells)
    if (errors.length > 0 && data.some((cell) => cell.includes('\n'))) {
      last = null
      torn = { start, open: errors.some(({ code }) => code === 'MissingQuotes') }
      parser.abort()
    } else last = { start, cells: data }
    start = meta.cursor
  }
  Papa.parse<string[]>(text, { delimiter, newline: '\n', step })
  // assigned in the callback, which the compiler cannot see
  return { rows, last: last as (Place & { cells: string[] }) | null, torn: torn as (Place & { open: boolean }) | null }
}
