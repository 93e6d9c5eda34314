/** A file of records as header and rows, whatever its encoding and dialect: streamed, so that its size costs no memory. */
import { Readable } from 'node:stream'
import { text as textOf } from 'node:stream/consumers'
import Papa from 'papaparse'
import type { FileFormat } from '#domain/record-imports.ts'
import type { Row } from '#domain/toggl.ts'
import { isVcard, readVcards, vcardHeader } from '#domain/vcard.ts'

const sampleBytes = 256 * 1024
const widest = 500
const pieceLength = 64 * 1024

/** The file is no table; the message is for the person who chose it. */
export class UnreadableTable extends Error {}

/** Encoding by mark, by the zeros of UTF-16, by being valid UTF-8 from beginning to end; else Windows-1252, which every byte is. */
export async function detectFormat(stream: Readable): Promise<FileFormat> {
  const head: Uint8Array[] = []
  let length = 0
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let valid = true
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    if (length < sampleBytes) head.push(chunk)
    length += chunk.length
    valid &&= decodes(utf8, chunk)
  }
  if (length === 0) throw new UnreadableTable('The file is empty.')
  const sample = Buffer.concat(head).subarray(0, sampleBytes)
  const encoding = utf16Of(sample) ?? (valid && decodes(utf8) ? 'utf-8' : 'windows-1252')
  const text = new TextDecoder(encoding).decode(sample)
  if (isVcard(text)) return { kind: 'vcard', encoding, delimiter: null }
  if (encoding === 'windows-1252' && /[^\P{Cc}\t\n\v\f\r\u0080-\u009f]/u.test(text.slice(0, 512)))
    throw new UnreadableTable('This is neither a table (CSV, TSV) nor a vCard. Spreadsheets can save one as CSV.')
  return { kind: 'table', encoding, delimiter: delimiterOf(text) }
}

function decodes(decoder: InstanceType<typeof TextDecoder>, chunk?: Uint8Array): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined })
    return true
  } catch {
    return false
  }
}

function utf16Of(bytes: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const start = bytes.subarray(0, 400)
  const zeros = (odd: number) => start.filter((byte, at) => byte === 0 && at % 2 === odd).length / (start.length / 2)
  return zeros(1) > 0.7 ? 'utf-16le' : zeros(0) > 0.7 ? 'utf-16be' : null
}

/** One column needs none. Commas are what is left when nothing speaks for another. */
function delimiterOf(text: string): string {
  const { meta } = Papa.parse(text, { preview: 30, delimitersToGuess: [',', ';', '\t', '|', '\x1f'] })
  return meta.delimiter || ','
}

export type Table = { header: string[]; rows: AsyncIterable<Row> }

/** Rows come as they are read; `line` is where each begins in the file. */
export async function readTable(stream: Readable, { kind, encoding, delimiter }: FileFormat): Promise<Table> {
  const pieces = decoded(stream, encoding)
  if (kind === 'vcard') return { header: [...vcardHeader], rows: Readable.from(readVcards(await textOf(pieces))) }
  const rows = numbered(parsed(pieces, delimiter ?? ','))
  const header = await rows.next()
  if (header.done) throw new UnreadableTable('The file has no rows.')
  if (header.value.cells.length > widest) throw new UnreadableTable(`The file has more than ${widest} columns.`)
  return { header: header.value.cells.map((title) => title.trim()), rows }
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

/** Papa's own streaming copies the rest of the piece for every row, so a file of 100,000 rows would never end. */
async function* parsed(pieces: AsyncIterable<string>, delimiter: string): AsyncGenerator<string[]> {
  let open = ''
  let enough = pieceLength
  for await (const piece of pieces) {
    open += piece
    if (open.length < enough) continue
    const { rows, rest } = wholeRows(open, delimiter)
    yield* rows
    open = rest
    // a quote that is never closed holds everything back: it is looked at again when twice as much is there
    enough = Math.max(pieceLength, 2 * rest.length)
  }
  yield* Papa.parse<string[]>(open, { delimiter, newline: '\n' }).data
}

/** All rows but the last, which may go on in the next piece. */
function wholeRows(text: string, delimiter: string): { rows: string[][]; rest: string } {
  const rows: string[][] = []
  let [before, end] = [0, 0]
  Papa.parse<string[]>(text, {
    delimiter,
    newline: '\n',
    step: ({ data, meta }) => {
      rows.push(data)
      before = end
      end = meta.cursor
    },
  })
  return { rows: rows.slice(0, -1), rest: text.slice(before) }
}

/** Empty lines are passed over but counted. */
async function* numbered(rows: AsyncIterable<string[]>): AsyncGenerator<Row> {
  let line = 1
  for await (const cells of rows) {
    if (cells.some((cell) => cell.trim() !== '')) yield { line, cells }
    line += 1 + cells.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0)
  }
}
