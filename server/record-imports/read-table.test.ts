import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import type { Row } from '#domain/toggl.ts'
import { detectFormat, readTable } from './read-table.ts'
import { UnreadableTable } from './rows-of-table.ts'

/** In pieces of five bytes, so that characters and quotes are torn apart; a long file in larger ones. */
const streamOf = (bytes: Uint8Array) => {
  const size = bytes.length > 10_000 ? 4_099 : 5
  return Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, at * size + size)),
  )
}
async function all(rows: AsyncIterable<Row>): Promise<Row[]> {
  const list: Row[] = []
  for await (const row of rows) list.push(row)
  return list
}
async function read(bytes: Uint8Array) {
  const format = await detectFormat(streamOf(bytes))
  const { header, rows } = await readTable(streamOf(bytes), format)
  return { format, header, rows: await all(rows) }
}

const text = 'Projekt;Café;Ort\nÜber „x“;1;Köln\n'
test.each<[string, Uint8Array, string]>([
  ['UTF-8', Buffer.from(text), 'utf-8'],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`), 'utf-8'],
  ['UTF-16, little end first', Buffer.from(`\uFEFF${text}`, 'utf16le'), 'utf-16le'],
  ['UTF-16, big end first', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(), 'utf-16be'],
  ['UTF-16 without a mark', Buffer.from(text, 'utf16le'), 'utf-16le'],
  ['Windows-1252', Buffer.from(text.replace('„', '\x84').replace('“', '\x93'), 'latin1'), 'windows-1252'],
])('%s is read', async (_, bytes, encoding) => {
  const found = await read(bytes)
  expect(found.format).toEqual({ kind: 'table', encoding, delimiter: ';' })
  expect(found.header).toEqual(['Projekt', 'Café', 'Ort'])
  expect(found.rows).toEqual([{ line: 2, cells: ['Über „x“', '1', 'Köln'] }])
})

test('a single byte far down that is not UTF-8 makes the whole file Windows-1252', async () => {
  const bytes = Buffer.concat([Buffer.from(`a,b\n${'1,2\n'.repeat(100_000)}4,`), Buffer.from([0xa9])])
  const { format, rows } = await read(bytes)
  expect([format.encoding, rows.length, rows.at(-1)]).toEqual([
    'windows-1252',
    100_001,
    { line: 100_002, cells: ['4', '©'] },
  ])
})

test.each([[','], [';'], ['\t'], ['|']])('the delimiter “%s” is found', async (delimiter) => {
  const table = [
    ['User', 'Start', 'End'],
    ['Anna', '1', '2'],
    ['Moses', '3', '4'],
  ]
  const { header, rows } = await read(Buffer.from(table.map((cells) => cells.join(delimiter)).join('\r\n')))
  expect([header, ...rows.map(({ cells }) => cells)]).toEqual(table)
})

test('a short file of decimals with commas is parted by its semicolons', async () => {
  const { header, rows } = await read(Buffer.from('Name;Value;Value, currency\r\n"A, B";1234,50;EUR\r\n'))
  expect([header, rows]).toEqual([
    ['Name', 'Value', 'Value, currency'],
    [{ line: 2, cells: ['A, B', '1234,50', 'EUR'] }],
  ])
})

test('rows know their lines behind quoted breaks, empty lines and old Mac line ends', async () => {
  expect((await read(Buffer.from('\n\na,b\n1,"two\nlines, ""quoted"""\n\n3,4\n'))).rows).toEqual([
    { line: 4, cells: ['1', 'two\nlines, "quoted"'] },
    { line: 7, cells: ['3', '4'] },
  ])
  expect((await read(Buffer.from('a,b\r1,2\r3,4\r'))).rows.map(({ line }) => line)).toEqual([2, 3])
})

test('ragged rows and NUL come as they are, without the NUL', async () => {
  expect((await read(Buffer.from('a,b,c\n\0,2,3\n1\n1,2,3,4\n'))).rows.map(({ cells }) => cells)).toEqual([
    ['', '2', '3'],
    ['1'],
    ['1', '2', '3', '4'],
  ])
})

test.each<[string, string, string[][]]>([
  [
    'opens and is never closed',
    'a,b\n1,"two\n3,4\n5,"six"\n',
    [
      ['1', '"two'],
      ['3', '4'],
      ['5', 'six'],
    ],
  ],
  [
    'is closed before the end of its cell',
    'a,b\n"C" tail,2\n3,4\n',
    [
      ['"C" tail', '2'],
      ['3', '4'],
    ],
  ],
  [
    'opens in the last line',
    'a,b\n1,2\n3,"four',
    [
      ['1', '2'],
      ['3', 'four'],
    ],
  ],
  [
    'stands in the middle',
    'a,b\n5" pipe,"6" pipe"\n3,4\n',
    [
      ['5" pipe', '6" pipe'],
      ['3', '4'],
    ],
  ],
])('a quote that %s takes no other line with it', async (_, text, rows) => {
  expect((await read(Buffer.from(text))).rows.map(({ cells }) => cells)).toEqual(rows)
  // beyond the first piece
  const far = await read(Buffer.from(text.replace('\n', `\n${'x,y\n'.repeat(20_000)}`)))
  expect(far.rows.slice(20_000).map(({ cells }) => cells)).toEqual(rows)
})

test('a file of torn quotes is refused in words', async () => {
  await expect(read(Buffer.from(`a,b\n${'"C" tail,2\n'.repeat(50)}`))).rejects.toThrow(/quote/)
})

/** What is read of it is counted: nothing else tells whether it was waited for until its end. */
function endless(head: string, line: string, count: number) {
  let read = 0
  function* pieces() {
    yield Buffer.from(head)
    for (; read < count; read++) yield Buffer.from(line)
  }
  return { stream: Readable.from(pieces()), read: () => read }
}
const csv = { kind: 'table', encoding: 'utf-8', delimiter: ',' } as const

test('a row that never ends is refused in words, long before the file has ended', async () => {
  const { stream, read: count } = endless('a,b\n', 'word,'.repeat(2_000), 10_000)
  const { rows } = await readTable(stream, csv)
  await expect(all(rows)).rejects.toThrow(/longer than 4,000,000 signs/)
  expect(count()).toBeLessThan(2_000)
})

test('a quote that is open for longer than any row takes no other line with it, and is not waited for', async () => {
  const { stream, read: count } = endless('a,b\n"open,1\n', 'x,y\n'.repeat(1_000), 10_000)
  const { rows } = await readTable(stream, csv)
  const first: Row[] = []
  for await (const row of rows) if (first.push(row) === 3) break
  expect(first.map(({ cells }) => cells)).toEqual([
    ['"open', '1'],
    ['x', 'y'],
    ['x', 'y'],
  ])
  expect(count()).toBeLessThan(4_000)
})

test('cards are read as they come, pictures and all, each with its own line', async () => {
  const card = (n: number, more = '') => `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Person ${n}\r\n${more}END:VCARD\r\n`
  const picture = `PHOTO;ENCODING=b:${'QUJD'.repeat(50_000)}\r\n`
  const cards = Array.from({ length: 5_000 }, (_, n) => card(n, n === 7 ? picture : ''))
  const { header, rows } = await read(Buffer.from(cards.join('')))
  expect(rows).toHaveLength(5_000)
  expect(rows.map(({ cells }) => cells[header.indexOf('Full name')])).toEqual(cards.map((_, n) => `Person ${n}`))
  expect([rows[1]!.line, rows[8]!.line, rows.at(-1)!.line]).toEqual([5, 34, 19_998])
})

test('the first line of Excel says the delimiter and is no title', async () => {
  const { format, header, rows } = await read(Buffer.from('\uFEFFsep=;\r\nName;City\r\nA,B;C\r\n'))
  expect([format.delimiter, header, rows]).toEqual([';', ['Name', 'City'], [{ line: 3, cells: ['A,B', 'C'] }]])
})

test('blanks between quoted cells are no part of them', async () => {
  const { header, rows } = await read(Buffer.from('"First", "Last"\n"A", "B, ""C"""\n'))
  expect([header, rows[0]!.cells]).toEqual([
    ['First', 'Last'],
    ['A', 'B, "C"'],
  ])
})

test('two lines of which one is short are parted where the first has most signs', async () => {
  expect((await read(Buffer.from('Name;City\nA;C\nB\n'))).header).toEqual(['Name', 'City'])
})

test('a file without titles keeps its first row', async () => {
  const { header, rows } = await read(Buffer.from('Anna,anna@konex.example\nBob,bob@konex.example\n'))
  expect([header, rows.map(({ line, cells }) => [line, cells[0]])]).toEqual([
    ['', ''],
    [
      [1, 'Anna'],
      [2, 'Bob'],
    ],
  ])
})

test('a row of empty cells is a row, an empty line is none', async () => {
  expect((await read(Buffer.from(',,\na,b,c\n,,\n\n1,2,3\n'))).rows.map(({ line }) => line)).toEqual([3, 5])
})

test('UTF-8 that was cut off in the middle of a character stays UTF-8', async () => {
  const bytes = Buffer.from('Name\nMüller\nGröß')
  const { format, rows } = await read(bytes.subarray(0, -1))
  expect([format.encoding, rows[0]!.cells]).toEqual(['utf-8', ['Müller']])
  expect((await read(Buffer.from('Name\nCaf\xe9', 'latin1'))).rows[0]!.cells).toEqual(['Café'])
})

test('vCards are a table too', async () => {
  const { format, header, rows } = await read(Buffer.from('BEGIN:VCARD\r\nFN:René\r\nEND:VCARD\r\n'))
  expect([format.kind, header[0], rows[0]!.cells[0]]).toEqual(['vcard', 'Full name', 'René'])
})

test.each<[string, Uint8Array]>([
  ['nothing', Buffer.from('')],
  ['only empty lines', Buffer.from('\n\n')],
  [
    'an old spreadsheet',
    Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600)]),
  ],
  ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj\n')],
  ['a web page', Buffer.from('<!DOCTYPE html><html><table><tr><td>Name</td></tr></table></html>\n')],
  ['JSON', Buffer.from('[{"name":"A"},{"name":"B"}]')],
  ['lines of JSON', Buffer.from('{"name":"A"}\n{"name":"B"}\n')],
  ['a spreadsheet', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0x00, 0x06, 0x00, 0x08, 0x80])],
])('%s is refused in words', async (_, bytes) => {
  await expect(read(bytes)).rejects.toThrow(UnreadableTable)
})
