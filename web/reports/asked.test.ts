import { expect, test } from 'vitest'
import { asked, unasked, withDays, type Item } from './asked.ts'

const item: Item = {
  report: 'time-per-client',
  name: 'Time per client',
  title: 'Which clients took the time?',
  groups: ['account', 'week'],
  filters: [
    'date_from',
    'date_to',
    'compare',
    'account_id',
    'user_id',
    'currency',
    'rates_on',
    'hour_cost',
    'week_start',
    'split_by',
    'measure',
  ],
  dates: 'Worked',
}
const days = { date_from: '2026-11-01', date_to: '2026-11-30' }
const question = (search: Record<string, string>, range: Partial<typeof days> = days, of: Partial<Item> = {}) =>
  asked({ ...item, ...of }, search, range, 'sunday').query

test.each<[string, Record<string, string>, object]>([
  ['nothing chosen is the usual group in the days', {}, { ...days, group_by: 'account' }],
  [
    'a group is taken, and of days all rows',
    { group_by: 'week' },
    { ...days, group_by: 'week', week_start: 'sunday', limit: 1_000 },
  ],
  ['one the report has not is not asked for', { group_by: 'stage' }, { ...days, group_by: 'account' }],
  ['several of one are a list', { account_id: 'a,b' }, { ...days, group_by: 'account', account_id: ['a', 'b'] }],
  ['what another report was narrowed by stays out', { owner_id: 'a' }, { ...days, group_by: 'account' }],
  [
    'codes of currencies may be written small',
    { currency: 'eur,Usd' },
    { ...days, group_by: 'account', currency: ['EUR', 'USD'] },
  ],
  [
    'columns of weeks, as the reader has weeks',
    { split_by: 'week', measure: 'billable_seconds' },
    { ...days, group_by: 'account', split_by: 'week', measure: 'billable_seconds', week_start: 'sunday' },
  ],
  [
    'what is split is not compared',
    { split_by: 'month', compare: 'previous_year' },
    { ...days, group_by: 'account', split_by: 'month' },
  ],
  [
    'weeks are not split',
    { group_by: 'week', split_by: 'month' },
    { ...days, group_by: 'week', week_start: 'sunday', limit: 1_000 },
  ],
  ['what is drawn of a whole is not asked for', { measure: 'seconds' }, { ...days, group_by: 'account' }],
  ['a comparison', { compare: 'previous_year' }, { ...days, group_by: 'account', compare: 'previous_year' }],
  ['a made-up comparison', { compare: 'yesterday' }, { ...days, group_by: 'account' }],
  [
    'rates of a day and what an hour costs',
    { rates_on: '2026-10-01', hour_cost: '50' },
    { ...days, group_by: 'account', rates_on: '2026-10-01', hour_cost: '50' },
  ],
  ['all rows', { rows: 'all' }, { ...days, group_by: 'account', limit: 1_000 }],
])('%s', (_, search, query) => expect(question(search)).toEqual(query))

test('days that have no beginning are compared with nothing', () =>
  expect(question({ compare: 'previous_period' }, { date_to: '2026-11-30' })).toEqual({
    date_to: '2026-11-30',
    group_by: 'account',
  }))

test('a report of one group is not asked for it, and one without days for none', () =>
  expect(question({}, days, { groups: ['stage'], filters: [] })).toEqual({}))

test.each([
  ['what was worked begins with a month', {}, 'time-per-client', 'last_30_days'],
  ['what is open begins with all of it', {}, 'pipeline', undefined],
  ['chosen days stay', { date_from: '2026-01-01' }, 'time-per-client', undefined],
  ['a chosen period stays', { period: 'last_week' }, 'time-per-client', 'last_week'],
  ['no days on purpose are none', { period: 'any' }, 'time-per-client', undefined],
  ['but not where two are needed', { period: 'any' }, 'pipeline-movement', 'last_90_days'],
] as const)('%s', (_, search, report, period) => expect(withDays(search, report).period).toBe(period))

test('what the address asks and the report does not take is named, so that nobody takes the whole for a part', () => {
  expect(unasked(item, { group_by: 'week', account_id: 'a', period: 'today' })).toEqual([])
  expect(unasked(item, { group_by: 'stage', owner_id: 'a', team_id: 'b', user_id: 'c' })).toEqual([
    'group_by',
    'owner_id',
    'team_id',
  ])
})
