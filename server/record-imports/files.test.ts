/** Every kind of file, from the upload to the records: each row of it is created, updated, skipped or failed, and says why. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { startApp } from '#test/app.ts'
import { codes, importing, sum } from '#test/importing.ts'

const app = await startApp({ worker: true })
const { upload, answer, run, rowsOf } = importing(await app.as('dana'))
const data = path.join(import.meta.dirname, '../../test/data')
const read = (name: string) => readFileSync(path.join(data, name))

/** Through the dry run and the run. What cannot be written is told beforehand, with a reason each. */
async function accounted(name: string, bytes: string | Uint8Array, answers: object = {}) {
  const { id } = await upload(name, bytes)
  const checked = await answer(id, answers)
  expect([name, checked.status, checked.questions]).toEqual([name, 'checked', []])
  expect([name, sum(checked.counts)]).toEqual([name, checked.rows])
  const rows = await rowsOf(id)
  const unexplained = rows.filter(
    ({ action, reasons }) => (action === 'skip' || action === 'fail') && reasons.length === 0,
  )
  expect([name, rows.length, unexplained]).toEqual([name, checked.rows, []])
  const done = await run(id)
  expect([name, done.status, done.counts]).toEqual([name, 'done', checked.counts])
  const written = (await rowsOf(id)).filter((row) => row.written).length
  expect([name, written]).toEqual([name, done.counts.create + done.counts.update])
  return { done, rows }
}
const named = (width: number) => ({
  object: 'account',
  columns: ['name', ...Array.from({ length: width - 1 }, () => null)],
})

test.each(readdirSync(path.join(data, 'csv/spectrum_csv')))('the acid test %s comes as its JSON says', async (name) => {
  const wanted = JSON.parse(read(`csv/spectrum_json/${name.replace('.csv', '.json')}`).toString()) as Record<
    string,
    string
  >[]
  const { done, rows } = await accounted(name, read(`csv/spectrum_csv/${name}`), named(Object.keys(wanted[0]!).length))
  // one kind of line end in what is kept
  const cells = wanted.map((row) => Object.values(row).map((cell) => cell.replaceAll('\r\n', '\n')))
  expect(rows.map((row) => row.cells)).toEqual(cells)
  expect(done.counts.fail).toBe(0)
})

test.each<[string, number, string[][]]>([
  [
    'bad.csv',
    3,
    [
      ['1', '27', '', "I'm too long!"],
      ['', "I'm too short!"],
      ['0', 'mixed types.... uh oh', '17'],
    ],
  ],
  ['dummy.tsv', 3, [['1', '2', '3']]],
  [
    'mac_newlines.csv',
    3,
    [
      ['1', '2', '3'],
      ['Once upon\na time', '5', '6'],
    ],
  ],
  ['null_byte.csv', 3, [['', '2', '3']]],
  ['optional_quote_characters.csv', 3, [['1', '2', '3']]],
  ['test_date_format.csv', 1, [['02/01/2014'], ['31/12/2012']]],
  [
    'test_empty_columns.csv',
    5,
    [
      ['a', '', '', '', ''],
      ['', '', 'c', ''],
      ['', '', '', '', ''],
    ],
  ],
  ['test_empty_columns_long_row.csv', 3, [['', '', '', '']]],
  ['test_empty_columns_short_row.csv', 3, [['', '']]],
  ['test_header_newline.csv', 3, [['d', 'e', 'f']]],
  [
    'test_latin1.csv',
    3,
    [
      ['1', '2', '3'],
      ['4', '5', '©'],
    ],
  ],
  ['test_locale.csv', 3, [['1,7', '200.000.000', '']]],
  ['test_no_leading_zeroes.csv', 3, [['01', '00.11', '0.1']]],
  ['test_skip_lines.csv', 3, [['1', '2', '3']]],
  [
    'test_utf16_big.csv',
    3,
    [
      ['1', '2', '3'],
      ['4', '5', 'ʤ'],
    ],
  ],
  [
    'test_utf16_little.csv',
    3,
    [
      ['1', '2', '3'],
      ['4', '5', 'ʤ'],
    ],
  ],
  [
    'test_utf8.csv',
    3,
    [
      ['1', '2', '3'],
      ['4', '5', 'ʤ'],
    ],
  ],
  [
    'test_utf8_bom.csv',
    3,
    [
      ['1', '2', '3'],
      ['4', '5', 'ʤ'],
    ],
  ],
])('%s comes cell by cell', async (name, width, cells) => {
  const { rows } = await accounted(name, read(`csv/encodings/${name}`), named(width))
  expect(rows.map((row) => row.cells)).toEqual(cells)
})

test('no file of the encodings is left out above', () => {
  expect(readdirSync(path.join(data, 'csv/encodings'))).toHaveLength(18)
})

type Counts = Partial<Record<'create' | 'skip' | 'fail', number>>
const latin1 = (text: string) => Buffer.from(text, 'latin1')
const utf16be = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()
const card = (...lines: string[]) => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n')

test.each<[string, string | Uint8Array, Counts, string[]]>([
  [
    'contacts with repeated titles and titles that say nothing',
    'Email,Email,Name,Name,,\na@one.example,b@one.example,Ann One,Bob Two,x,\n',
    { create: 1 },
    [],
  ],
  [
    'ragged rows and rows of commas',
    'First Name,Last Name,Email\nA,Two\nB\nC,Two,c@two.example,more,and more\n,,\nD,Two,d@two.example,\n',
    { create: 3, skip: 1, fail: 1 },
    ['too_many_cells', 'empty'],
  ],
  [
    'a file of Excel in German',
    latin1('sep=;\r\nVorname;Nachname;E-Mail;Umsatz\r\nJ\xfcrgen;Gr\xf6\xdfe;j@three.example;1.234,56 \x80\r\n'),
    { create: 1 },
    [],
  ],
  ['UTF-16 with tabs', utf16be('Vorname\tNachname\tE-Mail\r\nZoë\tÜnal\tz@four.example\r\n'), { create: 1 }, []],
  [
    'line ends of three systems and a note of several lines',
    'Last Name,Email,Notes\r\nA,a@five.example,"one\r\ntwo\rthree"\nB,b@five.example,x\rC,c@five.example,y\r\n',
    { create: 3 },
    [],
  ],
  [
    'a quote that is never closed',
    'First Name,Last Name,Email\nA,Six,a@six.example\nB,"Six,b@six.example\nC,Six,c@six.example\n',
    { create: 3 },
    [],
  ],
  [
    'a cell of two million signs and a note that is too long',
    `Last Name,Email,Notes\n${'x'.repeat(2_000_000)},a@seven.example,\nB,b@seven.example,${'n'.repeat(20_001)}\nC,c@seven.example,ok\n`,
    { create: 1, fail: 2 },
    ['invalid_maxLength', 'too_long'],
  ],
  [
    'NUL and control characters',
    'Last Name,Email\nA\0B,a@eight.example\n"C\x01D",c@eight.example\n',
    { create: 1, fail: 1 },
    ['invalid_pattern'],
  ],
  [
    'formulas, which stay text',
    'Last Name,Email,Notes\n"=HYPERLINK(""http://x"",""y"")",a@nine.example,+1\n@SUM(A1),b@nine.example,-2+3\n',
    { create: 2 },
    [],
  ],
  [
    'the same person three times',
    'First Name,Last Name,Email\nA,Ten,a@ten.example\nA,Ten,a@ten.example\nB,Ten,A@TEN.EXAMPLE\n',
    { create: 1, skip: 2 },
    ['repeated', 'repeated'],
  ],
  [
    'addresses as mail programs write them, and some that are none',
    'Last Name,Email\nA,Ann <a@eleven.example>\nB,<b@eleven.example>\nC,nobody\nD,\n',
    { create: 3, fail: 1 },
    ['invalid_format'],
  ],
  [
    'deals with German amounts and days, one of them none',
    'Projekt;Kunde;Betrag;Währung;Phase;Abschlussdatum\nA;K GmbH;1.234,56;EUR;Angebot;31.12.2024\nB;K GmbH;(5,5);EUR;Gewonnen;1.1.25\nC;K GmbH;1;EUR;;30.02.2024\n',
    { create: 2, fail: 1 },
    ['unreadable'],
  ],
  [
    'deals with amounts of three countries and one that is infinite',
    'Deal Name,Company,Amount,Stage,Close Date\nA,Kestrel,"₹12,34,567.80",Closed Won,05-Mar-2024\nB,Kestrel,"€ 1,234.50",Negotiation,"Mar 5, 2024"\nC,Kestrel,1e400,Proposal,2024-03-05\nD,,12 USD,Proposal,2024-03-05\n',
    { create: 2, fail: 2 },
    ['unreadable', 'no_account'],
  ],
  [
    'deals of a pipeline with its own words and no currency',
    'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\nP1,Nobody Known,GTX,Cancity,Won,2016-10-20,2017-03-01,1054\nP2,Nobody Known,GTX,,Engaging,2016-10-20,,\nP3,Sam,GTX,Isdom,Engaging,2016-10-25,,\n',
    { create: 1, fail: 2 },
    ['no_currency', 'unknown_person', 'no_account', 'unknown_person'],
  ],
  [
    'vCards 2.1, 3.0 and 4.0 with folded lines, and an empty one',
    [
      card(
        'VERSION:2.1',
        'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg;;;',
        'NOTE;ENCODING=QUOTED-PRINTABLE:a=0D=0A=',
        'b',
        'EMAIL;INTERNET:a@card.example',
      ),
      card(
        'VERSION:3.0',
        'FN:Folded Na',
        ' me',
        'N:Name;Folded;;;',
        'EMAIL:b@card.exam',
        ' ple',
        'item1.ORG:Fold\\, Inc.;Dept',
      ),
      card('VERSION:4.0', 'FN:Only Whole', 'TEL;VALUE=uri:tel:+1-555-0100'),
      card('VERSION:4.0'),
    ].join(''),
    { create: 3, skip: 1 },
    ['empty'],
  ],
])('%s: every row is accounted for', async (name, bytes, counts, reasons) => {
  const { done, rows } = await accounted(name, bytes)
  expect(done.counts).toEqual({ create: 0, update: 0, skip: 0, fail: 0, ...counts })
  expect(codes(rows).toSorted()).toEqual(reasons.toSorted())
})

test('a vCard with nothing but a whole name keeps it', async () => {
  await accounted('whole.vcf', card('VERSION:4.0', 'FN:Wanda Whole', 'EMAIL:wanda@whole.example'))
  const { body } = await (await app.as('dana')).get('/contacts?q=wanda@whole.example')
  expect(body.data).toMatchObject([{ first_name: 'Wanda', last_name: 'Whole' }])
})

test.each<[string, string | Uint8Array, RegExp]>([
  ['a file of nothing but NUL', Buffer.alloc(100), /no rows/],
  ['a title row alone', 'First Name,Last Name,Email\r\n\r\n', /no rows/],
  ['six hundred columns', `${'c,'.repeat(600)}Email\n`, /500 columns/],
  ['a spreadsheet', Buffer.from('PK\x03\x04\x14\x00\x06\x00', 'latin1'), /neither a table/],
  ['a PDF', '%PDF-1.7\n1 0 obj\n', /neither a table/],
  ['JSON', '[{"name":"A"},{"name":"B"}]', /neither a table/],
  ['torn quotes all over', `Name,City\n${'"A" x,B\n'.repeat(60)}`, /quote/],
])('%s fails in words', async (name, bytes, failure) => {
  const failed = await upload(name, bytes)
  expect([failed.status, failed.failure]).toEqual(['failed', expect.stringMatching(failure)])
})
