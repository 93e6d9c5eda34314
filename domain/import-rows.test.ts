import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { importFields, importObjects } from './import-fields.ts'
import { readRow, type RowPlan } from './import-rows.ts'

const plan = (object: RowPlan['object'], fields: string[], over: Partial<RowPlan> = {}): RowPlan => ({
  object,
  width: fields.length,
  columns: new Map(fields.map((field, column) => [column, field])),
  constants: {},
  values: {},
  decimal: '.',
  date_order: 'ymd',
  custom: [],
  ...over,
})

test('a contact takes its fields, and names its account and owner for the server to find', () => {
  const read = readRow(plan('contact', ['full_name', 'email', 'account', 'owner', 'tags', 'note', 'external_id']), [
    ' Müller, Anna ',
    'mailto:Anna@Konex.example',
    'Konex GmbH',
    'Moses Frase',
    'vip; north',
    '=1+1',
    '790',
  ])
  expect(read).toEqual({
    fields: { first_name: 'Anna', last_name: 'Müller', email: 'anna@konex.example', tags: ['vip', 'north'] },
    metadata: {},
    links: { account: 'Konex GmbH', owner: 'Moses Frase' },
    external_id: '790',
    note: '=1+1',
    faults: [],
  })
})

test.each([
  [['Ann', 'Lee', 'Ann Lee'], 'Ann', 'Lee'],
  [['', '', 'Ann Lee'], 'Ann', 'Lee'],
  [['Ann', '', 'Ann Maria Lee'], 'Ann', 'Lee'],
  [['', 'Lee', 'Ann Lee'], undefined, 'Lee'],
  [['Cher', '', 'Cher'], 'Cher', undefined],
])('the names %j are %s and %s', (cells, first_name, last_name) => {
  const { fields } = readRow(plan('contact', ['first_name', 'last_name', 'full_name']), cells)
  expect([fields['first_name'], fields['last_name']]).toEqual([first_name, last_name])
})

test('a name that was broken into lines is one line, an address keeps them', () => {
  const { fields, links } = readRow(plan('contact', ['last_name', 'account']), ['van\nder \t Berg', 'Konex\r\nLtd'])
  expect([fields['last_name'], links.account]).toEqual(['van der Berg', 'Konex Ltd'])
  expect(readRow(plan('account', ['address']), ['1 High St\nLondon']).fields['address']).toBe('1 High St\nLondon')
})

test.each(['Anna Smith <Anna@Konex.example>', '<anna@konex.example>', 'mailto:anna@konex.example'])(
  'the address of %s is read',
  (text) => {
    expect(readRow(plan('contact', ['email']), [text]).fields).toEqual({ email: 'anna@konex.example' })
  },
)

test('a deal takes the amount with the currency of its row, of its cell, or of the file', () => {
  const columns = ['value', 'currency', 'stage', 'probability', 'end_date']
  const read = (cells: string[], over: Partial<RowPlan> = {}) => readRow(plan('deal', columns, over), cells)
  expect(read(['3590.0', 'USD', 'Closed Won', '100.0', '2017-09-28'])).toMatchObject({
    fields: { value: { amount: '3590.0', currency: 'USD' }, stage: 'won', probability: 100, end_date: '2017-09-28' },
    faults: [],
  })
  expect(read(['1.250,50 €', '', '', '50 %', '28.09.2017'], { decimal: ',', date_order: 'dmy' }).fields).toEqual({
    value: { amount: '1250.50', currency: 'EUR' },
    probability: 50,
    end_date: '2017-09-28',
  })
  expect(read(['12', '€', '', '', '']).fields).toEqual({ value: { amount: '12', currency: 'EUR' } })
  expect(read(['12', '', '', '', ''], { constants: { currency: 'INR' } }).fields).toEqual({
    value: { amount: '12', currency: 'INR' },
  })
  expect(read(['12', '', '', '', ''])).toMatchObject({ fields: {}, faults: [{ field: 'value', code: 'no_currency' }] })
})

test.each<[string, string, string | null]>([
  ['Closed Won', 'stage', 'won'],
  ['Proposal/Price Quote', 'stage', 'negotiation'],
  ['appointmentscheduled', 'stage', 'prospecting'],
  ['Engaging', 'stage', 'negotiation'],
  ['Halbgar', 'stage', null],
  ['In Bearbeitung', 'status', 'in_progress'],
  ["Won't do", 'status', 'cancelled'],
  ['Not started', 'status', 'open'],
  ['P1', 'priority', 'high'],
  ['dringend', 'priority', 'urgent'],
])('%s as a %s is %s', (text, field, value) => {
  const read = readRow(plan(field === 'stage' ? 'deal' : 'task', [field]), [text])
  expect(read.fields[field] ?? null).toBe(value)
  expect(read.faults.map(({ code }) => code)).toEqual(value === null ? ['unknown_value'] : [])
})

test('what a person says a word means goes before what we think', () => {
  const values = { stage: { halbgar: 'negotiation', 'closed won': 'lost' } }
  const stage = (text: string) => readRow(plan('deal', ['stage'], { values }), [text]).fields['stage']
  expect([stage('HALBGAR'), stage('Closed Won'), stage('Closed Lost')]).toEqual(['negotiation', 'lost', 'lost'])
})

test('columns that go to one field are joined, or stand in for an empty one; a constant fills what is empty', () => {
  const address = plan('account', ['address', 'address', 'address'], {
    constants: { industry: 'Retail', address: 'x' },
  })
  expect(readRow(address, ['Hauptstr. 1', '', 'Köln']).fields).toEqual({
    address: 'Hauptstr. 1, Köln',
    industry: 'Retail',
  })
  expect(readRow(address, ['', '', '']).fields).toEqual({ address: 'x', industry: 'Retail' })
  expect(readRow(plan('contact', ['email', 'email']), ['', 'b@c.example']).fields).toEqual({ email: 'b@c.example' })
})

test('an unreadable cell is named with its column, and the others are read all the same', () => {
  const read = readRow(plan('task', ['title', 'due_date', 'estimated_hours', 'priority']), [
    'Call',
    '2024-13-01',
    'long',
    '?',
  ])
  expect(read.fields).toEqual({ title: 'Call' })
  expect(read.faults).toMatchObject([
    { column: 1, field: 'due_date', code: 'unreadable', message: '“2024-13-01” cannot be read as a date.' },
    { column: 2, field: 'estimated_hours', code: 'unreadable' },
    { column: 3, field: 'priority', code: 'unknown_value' },
  ])
})

test('a field made in Settings is read by its type', () => {
  const custom: RowPlan['custom'] = [
    { key: 'budget', label: 'Budget', type: 'money', kind: 'amount', options: [], required: false },
    { key: 'size', label: 'Size', type: 'number', kind: 'number', options: [], required: false },
    { key: 'tier', label: 'Tier', type: 'select', kind: 'text', options: ['Gold', 'Silver'], required: false },
  ]
  const made = plan('account', ['name', 'metadata.budget', 'metadata.size', 'metadata.tier'], { custom })
  expect(readRow(made, ['A', '12 EUR', '1,250', 'GOLD'])).toMatchObject({
    metadata: { budget: { amount: '12', currency: 'EUR' }, size: 1250, tier: 'Gold' },
    faults: [],
  })
})

test('cells beyond the header are said to be there', () => {
  expect(readRow(plan('account', ['name']), ['A', '', 'B']).faults).toMatchObject([{ code: 'too_many_cells' }])
  expect(readRow(plan('account', ['name']), ['A', '', '']).faults).toEqual([])
})

test('a row shorter than the header has empty cells', () => {
  expect(readRow(plan('account', ['name', 'phone']), ['A'])).toMatchObject({ fields: { name: 'A' }, faults: [] })
})

const naughty: string[] = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../test/data/text/naughty_strings.json'), 'utf8'),
)
const numbers = [
  '1e400',
  '-1e-400',
  '1e999999',
  '9'.repeat(400),
  '0x1F',
  '--1',
  '1..2',
  ',',
  '.',
  '-',
  '()',
  '€',
  '٣٤',
  '½',
  '∞',
]

test('every field of every record says of any text what it is, or that it cannot be read', () => {
  for (const object of importObjects)
    for (const { name, kind } of importFields[object])
      for (const text of [...naughty, ...numbers]) {
        const { fields, links, external_id, note, faults } = readRow(plan(object, [name]), [text])
        const said = [...Object.values(fields), ...Object.values(links), ...faults, external_id, note].filter(
          (one) => one !== null && one !== undefined,
        )
        // a currency without an amount says nothing of a deal
        const silent = text.trim() === '' || kind === 'currency'
        expect([object, name, text, said.length > 0 || silent]).toEqual([object, name, text, true])
      }
})
