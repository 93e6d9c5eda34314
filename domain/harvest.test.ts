import { expect, test } from 'vitest'
import { readHarvest, readHarvestHeader } from './harvest.ts'

const header =
  `Date,Client,Project,Project Code,Task,Notes,Hours,Billable?,Invoiced?,Approved?,First Name,Last Name,Department,
Employee?,Billable Rate,Currency,External Reference URL`
    .split(',')
    .map((name) => name.trim())
const row = (date: string, hours: string, over: Partial<Record<string, string>> = {}) => {
  const cells: Partial<Record<string, string>> = {
    Date: date,
    Client: 'ACME',
    Project: 'Website',
    Task: 'Design',
    Notes: 'Home page',
    Hours: hours,
    'Billable?': 'Yes',
    'First Name': 'Ada',
    'Last Name': 'Byron',
    ...over,
  }
  return header.map((name) => cells[name] ?? '')
}
const read = (rows: string[][], zone: string | null = 'Europe/Berlin') =>
  readHarvest(
    readHarvestHeader(header)!,
    rows.map((cells, index) => ({ line: index + 2, cells })),
    { zone, date_order: null, hash: (text) => text },
  )
const spans = (rows: string[][]) =>
  read(rows).entries.map(
    ({ person, start_time, end_time }) => `${person} ${start_time.slice(5, 16)}–${end_time.slice(11, 16)}`,
  )

test('the hours of a day lie one after the other from nine, each person’s by themselves', () => {
  const other = { 'First Name': 'Grace', 'Last Name': 'Hopper' }
  expect(
    spans([
      row('2026-09-15', '1.5'),
      row('2026-09-15', '2,25'),
      row('2026-09-15', '1:00', other),
      row('2026-09-16', '0.1'),
    ]),
  ).toEqual([
    'Ada Byron 09-15T07:00–08:30',
    'Ada Byron 09-15T08:30–10:45',
    'Grace Hopper 09-15T07:00–08:00',
    'Ada Byron 09-16T07:00–07:06',
  ])
})

test('a day that would not fit begins at midnight, and one of more than 24 hours is left out by name', () => {
  expect(spans([row('2026-09-15', '10'), row('2026-09-15', '8')])).toEqual([
    'Ada Byron 09-14T22:00–08:00',
    'Ada Byron 09-15T08:00–16:00',
  ])
  const { entries, skipped } = read([row('2026-09-15', '20'), row('2026-09-15', '5'), row('2026-09-16', '1')])
  expect(entries).toHaveLength(1)
  expect(skipped.map(({ line, code }) => [line, code])).toEqual([
    [2, 'more_than_a_day'],
    [3, 'more_than_a_day'],
  ])
})

test('an entry says its project, client, notes and whether it is billable, and has an id that stays', () => {
  const rows = [
    row('2026-09-15', '1'),
    row('2026-09-15', '1'),
    row('2026-09-15', '1', { 'Billable?': 'No', Notes: '' }),
  ]
  const { entries, notes } = read(rows)
  expect(entries[0]).toMatchObject({
    project_name: 'Website',
    tags: ['client:ACME'],
    title: 'Home page',
    billable: true,
    duration_seconds: 3_600,
    source: 'manual',
  })
  expect(entries[2]).toMatchObject({ title: 'Design', billable: false })
  expect(new Set(entries.map(({ external_id }) => external_id)).size).toBe(3)
  expect(read(rows).entries).toEqual(entries)
  expect(notes).toEqual([
    'Harvest tells the hours of a day, not when they were: they are laid one after the other from 9:00.',
  ])
})

test.each([
  ['a day there is not', row('2026-02-30', '1'), 'unreadable_time'],
  ['hours that are none', row('2026-09-15', 'some'), 'unreadable_duration'],
  ['no hours', row('2026-09-15', '0.00'), 'zero_length'],
  ['nobody', row('2026-09-15', '1', { 'First Name': '', 'Last Name': '' }), 'no_person'],
])('a row with %s is left out with the reason', (_, cells, code) => {
  expect(read([cells]).skipped).toMatchObject([{ line: 2, code }])
})

test('what cannot be known is asked first', () => {
  expect(read([row('03/04/2026', '1')], null).questions.map(({ field }) => field)).toEqual(['date_order', 'zone'])
  expect(read([row('03/14/2026', '1')]).entries).toHaveLength(1)
})

test('a table of Toggl is none of Harvest', () => {
  expect(readHarvestHeader(['User', 'Email', 'Start date', 'Start time', 'Duration'])).toBeNull()
})
