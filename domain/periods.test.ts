import { expect, test } from 'vitest'
import { daysOf, splitByMonth } from './periods.ts'

test.each([
  ['today', '2026-11-26', 'monday', '2026-11-26', '2026-11-26'],
  ['this_week', '2026-11-26', 'monday', '2026-11-23', '2026-11-29'],
  ['this_week', '2026-11-26', 'sunday', '2026-11-22', '2026-11-28'],
  ['this_week', '2026-11-26', 'saturday', '2026-11-21', '2026-11-27'],
  // the first day of a week belongs to it
  ['this_week', '2026-11-22', 'sunday', '2026-11-22', '2026-11-28'],
  ['this_week', '2026-11-22', 'monday', '2026-11-16', '2026-11-22'],
  ['last_week', '2026-01-01', 'monday', '2025-12-22', '2025-12-28'],
  ['this_month', '2028-02-29', 'monday', '2028-02-01', '2028-02-29'],
  ['this_month', '2026-12-31', 'monday', '2026-12-01', '2026-12-31'],
  ['last_month', '2026-03-31', 'monday', '2026-02-01', '2026-02-28'],
  ['last_month', '2026-01-15', 'monday', '2025-12-01', '2025-12-31'],
  ['this_quarter', '2026-11-26', 'monday', '2026-10-01', '2026-12-31'],
  ['this_quarter', '2026-01-01', 'monday', '2026-01-01', '2026-03-31'],
  ['last_quarter', '2026-11-26', 'monday', '2026-07-01', '2026-09-30'],
  ['last_quarter', '2026-01-01', 'monday', '2025-10-01', '2025-12-31'],
  ['this_year', '2028-02-29', 'monday', '2028-01-01', '2028-12-31'],
  ['last_year', '2026-01-01', 'monday', '2025-01-01', '2025-12-31'],
  ['last_7_days', '2026-03-03', 'monday', '2026-02-25', '2026-03-03'],
  ['last_30_days', '2026-01-01', 'monday', '2025-12-03', '2026-01-01'],
] as const)('%s on %s, weeks from %s, is %s to %s', (period, today, week_start, date_from, date_to) => {
  expect(daysOf(period, today, week_start)).toEqual({ date_from, date_to })
})

test.each([
  ['2026-01-01', '2026-03-31', ['2026-01-01', '2026-03-31'], []],
  [
    '2026-01-15',
    '2026-04-10',
    ['2026-02-01', '2026-03-31'],
    [
      ['2026-01-15', '2026-01-31'],
      ['2026-04-01', '2026-04-10'],
    ],
  ],
  // one month and a day at one end
  ['2026-01-31', '2026-02-28', ['2026-02-01', '2026-02-28'], [['2026-01-31', '2026-01-31']]],
  ['2028-02-01', '2028-03-01', ['2028-02-01', '2028-02-29'], [['2028-03-01', '2028-03-01']]],
  [
    '2027-12-31',
    '2029-01-30',
    ['2028-01-01', '2028-12-31'],
    [
      ['2027-12-31', '2027-12-31'],
      ['2029-01-01', '2029-01-30'],
    ],
  ],
  // no whole month among them
  ['2026-01-02', '2026-01-31', null, [['2026-01-02', '2026-01-31']]],
  ['2028-02-01', '2028-02-28', null, [['2028-02-01', '2028-02-28']]],
  ['2026-01-31', '2026-02-27', null, [['2026-01-31', '2026-02-27']]],
  ['2026-01-05', '2026-01-05', null, [['2026-01-05', '2026-01-05']]],
  // an end that is open
  ['2026-01-01', undefined, ['2026-01-01', undefined], []],
  ['2026-01-02', undefined, ['2026-02-01', undefined], [['2026-01-02', '2026-01-31']]],
  [undefined, '2026-01-31', [undefined, '2026-01-31'], []],
  [undefined, '2026-01-30', [undefined, '2025-12-31'], [['2026-01-01', '2026-01-30']]],
  [undefined, undefined, [undefined, undefined], []],
  // where years have four digits no more
  ['9999-12-15', undefined, null, [['9999-12-15', undefined]]],
  ['9999-11-15', '9999-12-31', ['9999-12-01', '9999-12-31'], [['9999-11-15', '9999-11-30']]],
  [undefined, '0000-01-15', null, [[undefined, '0000-01-15']]],
] as const)('%s to %s are the months %j and the days %j', (date_from, date_to, months, days) => {
  const range = ([from, to]: readonly [string | undefined, string | undefined]) => ({ date_from: from, date_to: to })
  expect(splitByMonth({ date_from, date_to })).toEqual({ months: months && range(months), days: days.map(range) })
})
