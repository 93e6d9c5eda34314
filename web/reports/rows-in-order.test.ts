import { beforeAll, expect, test } from 'vitest'
import type { ReportGroup } from '../../domain/report-tables.ts'
import { readAs } from '../ui/formats.tsx'
import { nameOf, placesIn } from './rows-in-order.ts'

beforeAll(() => readAs({ locale: 'en-GB', zone: 'UTC', clock: null }))
const rows = (keys: string[]) =>
  keys.map((key) => ({ key, label: key, beside: null, cells: {}, before: null, narrows: {} }))

test.each<[ReportGroup, string[], string[]]>([
  ['day', ['2026-02-27', '2026-03-02'], ['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']],
  ['week', ['2026-12-21', '2027-01-11'], ['2026-12-21', '2026-12-28', '2027-01-04', '2027-01-11']],
  ['month', ['2026-11', '2027-02'], ['2026-11', '2026-12', '2027-01', '2027-02']],
  ['age', ['0', '31', '61'], ['0', '31', '61']],
])('of each %s from first to last there is a place, with or without a row', (group_by, keys, places) => {
  const found = placesIn({ group_by, data: rows(keys), date_from: null, date_to: null })
  expect(found.map(({ key }) => key)).toEqual(places)
  expect(found.filter(({ row }) => row).map(({ key }) => key)).toEqual(keys)
})

test('of more days than can be told apart the last are there', () => {
  const found = placesIn({
    group_by: 'day',
    data: rows(['2024-01-01', '2026-01-31']),
    date_from: null,
    date_to: null,
  })
  expect([found.length, found[0]!.key, found.at(-1)!.key]).toEqual([400, '2024-12-28', '2026-01-31'])
})

test('what has no month of its own has no place, be it all there is', () => {
  const none = { key: null, label: 'No day', beside: null, cells: {}, before: null, narrows: {} }
  expect(placesIn({ group_by: 'month', data: [none], date_from: null, date_to: null })).toEqual([])
})

test('a week or a month of which only some days are asked for says so', () => {
  const labels = (group_by: ReportGroup, keys: string[]) =>
    placesIn({ group_by, data: rows(keys), date_from: '2026-10-15', date_to: '2026-11-25' }).map(({ label }) => label)
  expect(labels('week', ['2026-10-12', '2026-10-19'])).toEqual([
    'Week of 12 Oct 2026, from 15 Oct',
    'Week of 19 Oct 2026',
  ])
  expect(labels('month', ['2026-10', '2026-11'])).toEqual(['October 2026, from 15 Oct', 'November 2026, to 25 Nov'])
  expect(labels('day', ['2026-10-15'])).toEqual(['15 Oct 2026'])
})

test.each<[ReportGroup, string | null, string, string]>([
  ['day', '2026-11-26', '', '26 Nov 2026'],
  ['week', '2026-11-23', '', 'Week of 23 Nov 2026'],
  ['month', '2026-11', '', 'November 2026'],
  ['account', 'a', 'Kestrel', 'Kestrel'],
  ['team', null, 'No team', 'No team'],
])('a %s %s %s is called %s', (group, key, label, name) => expect(nameOf(group, { key, label })).toBe(name))
