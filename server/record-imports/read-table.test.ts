import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import type { Row } from '#domain/toggl.ts'
import { detectFormat, readTable, UnreadableTable } from './read-table.ts'

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

test('vCards are a table too', async () => {
  const { format, header, rows } = await read(Buffer.from('BEGIN:VCARD\r\nFN:René\r\nEND:VCARD\r\n'))
  expect([format.kind, header[0], rows[0]!.cells[0]]).toEqual(['vcard', 'Full name', 'René'])
})

test.each<[string, Uint8Array]>([
  ['nothing', Buffer.from('')],
  ['only empty lines', Buffer.from('\n\n')],
  ['a spreadsheet', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0x00, 0x06, 0x00, 0x08, 0x80])],
])('%s is refused in words', async (_, bytes) => {
  await expect(read(bytes)).rejects.toThrow(UnreadableTable)
})
