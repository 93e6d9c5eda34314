/** A file of records as header and rows, whatever its encoding and dialect: streamed, so that its size costs no memory. */
import { Readable } from 'node:stream'
import Papa from 'papaparse'
import { isPartedBySemicolons } from '#domain/csv.ts'
import type { FileFormat } from '#domain/record-imports.ts'
import type { Row } from '#domain/toggl.ts'
import { isVcard, vcardHeader } from '#domain/vcard.ts'
import { cardsOf } from './cards-of-file.ts'
import { isBlank, pieceLength, rowsOf, UnreadableTable } from './rows-of-table.ts'

const sampleBytes = 256 * 1024
const widest = 500
const delimiters = [',', ';', '\t', '|', '\x1f']

/** Encoding by mark, by the zeros of UTF-16, by being valid UTF-8 from beginning to end; else Windows-1252, which every byte is. */
export async function detectFormat(stream: Readable): Promise<FileFormat> {
  const head: Uint8Array[] = []
  let length = 0
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let [valid, telling] = [true, false]
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    if (length < sampleBytes) head.push(chunk)
    length += chunk.length
    const text = valid ? decode(utf8, chunk) : null
    valid &&= text !== null
    telling ||= text !== null && /[\u0080-\uffff]/.test(text)
  }
  if (length === 0) throw new UnreadableTable('The file is empty.')
  const sample = Buffer.concat(head).subarray(0, sampleBytes)
  if (isForeign(sample.toString('latin1', 0, 512))) throw new UnreadableTable(noTable)
  // a file that was cut off may end in the middle of a character
  const whole = valid && (telling || decode(utf8) !== null)
  const encoding = utf16Of(sample) ?? (whole ? 'utf-8' : 'windows-1252')
  const text = new TextDecoder(encoding).decode(sample)
  if (isVcard(text)) return { kind: 'vcard', encoding, delimiter: null }
  if (encoding === 'windows-1252' && /[^\P{Cc}\t\n\v\f\r\u0080-\u009f]/u.test(text.slice(0, 512)))
    throw new UnreadableTable(noTable)
  return { kind: 'table', encoding, delimiter: delimiterOf(text) }
}

const noTable = 'This is neither a table (CSV, TSV) nor a vCard. Spreadsheets can save one as CSV.'
const binary = ['PK\x03\x04', '\xd0\xcf\x11\xe0', '%PDF-']
/** Spreadsheets and PDF by their first bytes; web pages, XML and JSON by how they begin. */
const isForeign = (head: string) =>
  binary.some((mark) => head.startsWith(mark)) ||
  /^(?:\xef\xbb\xbf)?\s*(?:<!doctype|<html|<\?xml|\[\s*[{\]]|\{\s*")/i.test(head)

function decode(decoder: InstanceType<typeof TextDecoder>, chunk?: Uint8Array): string | null {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined })
  } catch {
    return null
  }
}

function utf16Of(bytes: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const start = bytes.subarray(0, 400)
  const zeros = (odd: number) => start.filter((byte, at) => byte === 0 && at % 2 === odd).length / (start.length / 2)
  return zeros(1) > 0.7 ? 'utf-16le' : zeros(0) > 0.7 ? 'utf-16be' : null
}

/** What Excel's first line says (`sep=;`), what parts rows alike, or what the first line has most of. One column needs none: a comma is as good as any. */
function delimiterOf(text: string): string {
  const said = /^\uFEFF?sep=(.)[\r\n]/i.exec(text)?.[1]
  if (said !== undefined) return said
  // "First", "Last": the blank is no part of the cell
  const spaced = /^\uFEFF?\s*"[^"\n]*"([,;] )(?:"[^"\n]*"(?:\1|(?=[\r\n])))+[\r\n]/.exec(text)?.[1]
  if (spaced !== undefined) return spaced
  if (isPartedBySemicolons(text)) return ';'
  const { meta, errors } = Papa.parse(text, { preview: 30, delimitersToGuess: delimiters })
  if (errors.every(({ code }) => code !== 'UndetectableDelimiter')) return meta.delimiter
  const first = /^\s*(.*)/.exec(text)![1]!.replaceAll(/"[^"]*"/g, '')
  const often = (sign: string) => first.split(sign).length - 1
  return delimiters.reduce((best, sign) => (often(sign) > often(best) ? sign : best))
}

export type Table = { header: string[]; rows: AsyncIterable<Row> }

/** Rows come as they are read; `line` is where each begins in the file. */
export async function readTable(stream: Readable, { kind, encoding, delimiter }: FileFormat): Promise<Table> {
  const pieces = decoded(stream, encoding)
  if (kind === 'vcard') return { header: [...vcardHeader], rows: cardsOf(pieces) }
  const rows = rowsOf(pieces, delimiter ?? ',')
  let first = await rows.next()
  while (!first.done && (isBlank(first.value) || saysDelimiter(first.value))) first = await rows.next()
  if (first.done) throw new UnreadableTable('The file has no rows.')
  const { cells } = first.value
  if (cells.length > widest) throw new UnreadableTable(`The file has more than ${widest} columns.`)
  // nothing is called like an e-mail address: such a row is a record, and the file has no titles
  return cells.some((cell) => address.test(cell.trim()))
    ? { header: cells.map(() => ''), rows: before(first.value, rows) }
    : { header: cells.map((title) => title.trim()), rows }
}

const address = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const saysDelimiter = ({ cells: [first, second, ...more] }: Row) =>
  /^sep=$/i.test(first ?? '') && second === '' && more.length === 0

async function* before(first: Row, rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  yield first
  yield* rows
}

/** One kind of line end, also inside cells, and no NUL, which cannot be stored. In pieces of a size the parser is quick with. */
function decoded(stream: Readable, encoding: string): Readable {
  async function* pieces() {
    const decoder = new TextDecoder(encoding)
    let open = ''
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      open += decoder.decode(chunk, { stream: true }).replaceAll('\0', '')
      // a break of two signs may be torn apart here
      if (open.length < pieceLength || open.endsWith('\r')) continue
      yield open.replaceAll(/\r\n?/g, '\n')
      open = ''
    }
    yield (open + decoder.decode()).replaceAll(/\r\n?/g, '\n')
  }
  return Readable.from(pieces())
}
