import { expect, test } from 'vitest'
import { readHeader, readTable, type Row, type TableOptions } from './toggl.ts'

const hash = (text: string) => text
const options: TableOptions = { zone: 'America/New_York', date_order: null, hash }
const rowsOf = (rows: string[][]): Row[] => rows.map((cells, index) => ({ line: index + 2, cells }))
const read = (header: string[], rows: string[][], over: Partial<TableOptions> = {}) =>
  readTable(readHeader(header)!, rowsOf(rows), { ...options, ...over })

const toggl =
  'User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags'.split(',')
type Cells = Partial<
  Record<'user' | 'email' | 'client' | 'project' | 'task' | 'description' | 'billable' | 'tags', string>
>
/** `from` and `to` are `YYYY-MM-DD HH:MM:SS`. */
const row = (from: string, to: string, duration: string, cells: Cells = {}) => {
  const { user = 'Anna Snelling', email = 'Anna.Snelling@crm.example', client = '', project = 'Support' } = cells
  const { task = '', description = '', billable = 'Yes', tags = '' } = cells
  return [
    user,
    email,
    client,
    project,
    task,
    description,
    billable,
    ...from.split(' '),
    ...to.split(' '),
    duration,
    tags,
  ]
}
const nine = '2025-03-03 09:00:00'
const ten = '2025-03-03 10:00:00'

test('a row becomes an entry', () => {
  const cells = { client: 'Bubba Gump', description: 'Call', billable: 'No', tags: 'Meeting, deep work' }
  expect(read(toggl, [row(nine, ten, '01:00:00', cells)]).entries).toEqual([
    {
      line: 2,
      person: 'anna.snelling@crm.example',
      external_id: expect.stringMatching(/^csv:.*:0$/),
      start_time: '2025-03-03T14:00:00.000Z',
      end_time: '2025-03-03T15:00:00.000Z',
      duration_seconds: 3_600,
      activity_type: 'manual',
      source: 'manual',
      project_name: 'Support',
      project_from_editor: false,
      tags: ['client:Bubba Gump', 'Meeting', 'deep work'],
      title: 'Call',
      url: null,
      app: null,
      billable: false,
    },
  ])
})

test.each([
  ['the night clocks go forward', '2025-03-08 23:10:00', '2025-03-09 03:40:00', '03:30:00', 12_600],
  ['the night clocks go back, by the duration', '2025-11-01 23:00:00', '2025-11-02 01:30:00', '03:30:00', 12_600],
  ['the same wall clock an hour earlier', '2025-11-01 23:00:00', '2025-11-02 01:30:00', '02:30:00', 9_000],
  ['from the first 1:45 to the second 1:15', '2025-11-02 01:45:00', '2025-11-02 01:15:00', '00:30:00', 1_800],
  ['without a duration, the earlier', '2025-11-02 01:15:00', '2025-11-02 01:45:00', '', 1_800],
  ['a start that spring skipped', '2025-03-09 02:30:00', '2025-03-09 03:45:00', '', 900],
  ['a second off, the span counts', nine, ten, '00:59:59', 3_600],
])('%s', (_, from, to, duration, seconds) => {
  const { entries, skipped } = read(toggl, [row(from, to, duration)])
  expect(skipped).toEqual([])
  expect(entries[0]!.duration_seconds).toBe(seconds)
  expect(Date.parse(entries[0]!.end_time) - Date.parse(entries[0]!.start_time)).toBe(seconds * 1_000)
})

test.each([
  ['no length', row(nine, nine, '00:00:00'), 'zero_length', /no length/],
  ['a duration of its own', row(nine, ten, '00:30:00'), 'duration_contradicts_span', /1800 s.*3600 s/],
  ['two seconds too many', row(nine, ten, '01:00:02'), 'duration_contradicts_span', /3602 s.*3600 s/],
  ['an end before its start', row(ten, nine, ''), 'end_before_start', /3600 s before/],
  ['a day that is none', row('2025-02-30 09:00:00', ten, ''), 'unreadable_time', /start/],
  ['an hour that is none', row('2025-03-03 25:00:00', ten, ''), 'unreadable_time', /start/],
  ['an end that is none', row(nine, '2025-03-03 later', '01:00:00'), 'unreadable_time', /end/],
  ['a duration that is none', row(nine, ten, 'long'), 'unreadable_duration', /long/],
  ['a year of long ago', row('1926-03-03 09:00:00', '1926-03-03 10:00:00', ''), 'out_of_range', /1970/],
  ['a length of a decade', row('2199-12-31 09:00:00', ' ', '9999:00:00'), 'out_of_range', /2199/],
  ['too few cells', ['Anna Snelling'], 'unreadable_time', /start/],
])('a row with %s is skipped with its line and the reason', (_, bad, code, message) => {
  const { entries, skipped } = read(toggl, [row(nine, ten, '01:00:00'), bad])
  expect(entries).toHaveLength(1)
  expect(skipped).toEqual([
    { line: 3, code, message: expect.stringMatching(new RegExp(`^Line 3: .*${message.source}`)) },
  ])
})

test.each<[string, string[], string[], string]>([
  [
    'Clockify',
    [
      'Project',
      'Client',
      'Description',
      'Task',
      'User',
      'Group',
      'Email',
      'Tags',
      'Billable',
      'Start Date',
      'Start Time',
      'End Date',
      'End Time',
      'Duration (h)',
      'Duration (decimal)',
    ],
    [
      'Support',
      '',
      'Call',
      '',
      'Anna',
      '',
      'a@crm.example',
      '',
      'Yes',
      '03/13/2025',
      '09:00:00 AM',
      '03/13/2025',
      '01:00:20 PM',
      '04:00:20',
      '4.01',
    ],
    '2025-03-13T13:00:00.000Z 14420',
  ],
  [
    'Clockify with decimal hours only',
    ['Project', 'Start Date', 'Start Time', 'End Date', 'End Time', 'Duration (decimal)'],
    ['Support', '03/13/2025', '09:00 AM', '03/13/2025', '09:50 AM', '0.83'],
    '2025-03-13T13:00:00.000Z 3000',
  ],
  [
    'dt_start and dt_end',
    ['dt_start', 'dt_end', 'Project', 'Duration', 'Task', 'weekday'],
    ['2021-04-06 09:03:49', '2021-04-06 09:54:19', 'Project A', '0 days 00:50:30', 'admin', 'Tuesday'],
    '2021-04-06T13:03:49.000Z 3030',
  ],
  [
    'a stop date',
    ['Member', 'Start date', 'Start time', 'Stop date', 'Stop time', 'Duration'],
    ['Anna', '2025-03-03', '23:15:00', '2025-03-04', '00:45:00', '1:30:00'],
    '2025-03-04T04:15:00.000Z 5400',
  ],
  [
    'a start and a duration',
    ['Date', 'Start time', 'Duration'],
    ['2025-03-03', '09:00', '1:30:00'],
    '2025-03-03T14:00:00.000Z 5400',
  ],
  [
    'one date for both sides',
    ['End time', 'Start time', 'Date'],
    ['10:00', '09:00', '2025-03-03'],
    '2025-03-03T14:00:00.000Z 3600',
  ],
  [
    'whole moments under the names of times',
    ['Start time', 'End time'],
    ['2025-03-03T09:00:00', '2025-03-03T10:00:00'],
    '2025-03-03T14:00:00.000Z 3600',
  ],
])('columns of %s are found by name', (_, header, cells, expected) => {
  const { entries, skipped } = read(header, [cells])
  expect(skipped).toEqual([])
  expect(`${entries[0]!.start_time} ${entries[0]!.duration_seconds}`).toBe(expected)
})

test.each([[['Name', 'Amount']], [['Start date', 'Start time']], [['Start date', 'End date', 'Duration']], [['']]])(
  'the columns %j do not say when something was',
  (header) => {
    expect(readHeader(header)).toBeNull()
  },
)

test.each([
  ['Bubba Gump', '', ['client:Bubba Gump']],
  ['Bubba Gump', 'Meeting, client:ACME', ['Meeting', 'client:ACME']],
  ['', 'deep  work,,deep work', ['deep work']],
  ['', '', []],
])('the client “%s” and the tags “%s” become %j', (client, tags, expected) => {
  expect(read(toggl, [row(nine, ten, '01:00:00', { client, tags })]).entries[0]!.tags).toEqual(expected)
})

test.each([
  ['Yes', true],
  ['no', false],
  ['', null],
  ['maybe', null],
])('billable “%s” is %s', (billable, expected) => {
  expect(read(toggl, [row(nine, ten, '01:00:00', { billable })]).entries[0]!.billable).toBe(expected)
})

test('a column in which every date could begin with the day or the month asks, and obeys the answer', () => {
  const rows = [row('03/04/2025 09:00:00', '03/04/2025 10:00:00', '01:00:00')]
  expect(read(toggl, rows)).toMatchObject({ entries: [], skipped: [], questions: [{ field: 'date_order' }] })
  expect(read(toggl, rows, { date_order: 'dmy' }).entries[0]!.start_time).toBe('2025-04-03T13:00:00.000Z')
  expect(read(toggl, rows, { date_order: 'mdy' }).entries[0]!.start_time).toBe('2025-03-04T14:00:00.000Z')
  const other = row('03/04/2025 23:00:00', '13/04/2025 00:00:00', '')
  expect(read(toggl, [...rows, other]).questions).toEqual([])
})

test('without a zone nothing is read and the zone is asked for', () => {
  expect(read(toggl, [row(nine, ten, '01:00:00')], { zone: null })).toMatchObject({
    entries: [],
    questions: [{ field: 'zone' }],
  })
})

test('equal rows are several, and each keeps its id whatever else the next export holds', () => {
  const twice = [row(nine, ten, '01:00:00'), row(nine, ten, '01:00:00')]
  const idsOf = (rows: string[][]) => read(toggl, rows).entries.map(({ external_id }) => external_id)
  const [first, second] = idsOf(twice)
  expect(first).not.toBe(second)
  const other = row(nine, ten, '01:00:00', { description: 'Call' })
  expect(idsOf([other, ...twice]).slice(1)).toEqual([first, second])
  expect(read(toggl, twice, { zone: 'Europe/Berlin' }).entries[0]!.external_id).toBe(first)
})

test('people are known by e-mail, or by name where a file names several', () => {
  const rows = [row(nine, ten, '01:00:00'), row(nine, ten, '01:00:00', { user: 'Moses Frase', email: '' })]
  const both = read(toggl, rows)
  expect([...both.people]).toEqual([['anna.snelling@crm.example', 'Anna Snelling']])
  expect(both.entries.map(({ person }) => person)).toEqual(['anna.snelling@crm.example', 'Moses Frase'])
  const unaddressed = ['Moses Frase', 'Darcel Schlecht'].map((user) => row(nine, ten, '01:00:00', { user, email: '' }))
  const named = read(toggl, unaddressed).entries
  expect(named.map(({ person }) => person)).toEqual(['Moses Frase', 'Darcel Schlecht'])
  expect(new Set(named.map(({ external_id }) => external_id)).size).toBe(2)
  // one's own export needs no name
  expect(read(toggl, unaddressed.slice(0, 1)).entries[0]!.person).toBeNull()
})

test.each([
  ['2025-03-03T09:00:00Z', '2025-03-03T10:00:00Z', '2025-03-03T09:00:00.000Z 3600'],
  ['2025-03-03T09:00:00+01:00', '2025-03-03T10:30:00+01:00', '2025-03-03T08:00:00.000Z 5400'],
  ['2025-03-03 09:00:00 -0530', '2025-03-03 10:00 -05:30', '2025-03-03T14:30:00.000Z 3600'],
  ['2025-03-03T09:00:00Z', '2025-03-03 05:00', '2025-03-03T09:00:00.000Z 3600'],
])('%s to %s counts by the zone each says itself, before the zone of the file', (start, end, expected) => {
  const [entry] = read(['Start', 'End'], [[start, end]]).entries
  expect(`${entry!.start_time} ${entry!.duration_seconds}`).toBe(expected)
})
