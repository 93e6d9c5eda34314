import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { decode, readCsv } from './read-csv.ts'

const streamOf = (bytes: Uint8Array) => Readable.from([Buffer.from(bytes)])
const text = 'Projekt;Café\nÜber „x“;1\n'
const utf16be = () => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()

test.each<[string, Uint8Array]>([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
  ['UTF-16, little end first', Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ['UTF-16, big end first', utf16be()],
  ['Windows-1252', Buffer.from(text.replace('„', '\x84').replace('“', '\x93'), 'latin1')],
])('%s is read', (_, bytes) => {
  expect(decode(bytes)).toBe(text)
})

test.each([[','], [';'], ['\t'], ['|']])('the delimiter “%s” is found', async (delimiter) => {
  const table = [
    ['User', 'Start', 'End'],
    ['Anna', '1', '2'],
    ['Moses', '3', '4'],
  ]
  const bytes = Buffer.from(table.map((cells) => cells.join(delimiter)).join('\r\n'))
  const { header, rows } = await readCsv(streamOf(bytes))
  expect([header, ...rows.map(({ cells }) => cells)]).toEqual(table)
})

test('a short file of decimals with commas is parted by its semicolons', async () => {
  const { header, rows } = await readCsv(streamOf(Buffer.from('Start;End;Hours, all\n1;2;1,5\n')))
  expect([header, rows]).toEqual([['Start', 'End', 'Hours, all'], [{ line: 2, cells: ['1', '2', '1,5'] }]])
})

test('each row knows the line it begins on, behind quoted line breaks and empty lines', async () => {
  const { rows } = await readCsv(streamOf(Buffer.from('a,b\n1,"two\nlines, ""quoted"""\n\n3,4\n')))
  expect(rows).toEqual([
    { line: 2, cells: ['1', 'two\nlines, "quoted"'] },
    { line: 5, cells: ['3', '4'] },
  ])
})

test('an empty file has no columns', async () => {
  expect(await readCsv(streamOf(Buffer.from('')))).toEqual({ header: [], rows: [] })
})
