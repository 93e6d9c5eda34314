import { expect, test } from 'vitest'
import { behind, both } from './drills.ts'
import type { Filters } from './report-tables.ts'

test.each<[string, Filters, Filters, Filters | null]>([
  ['each narrows by itself', { stage: ['won'] }, { owner_id: ['a'] }, { stage: ['won'], owner_id: ['a'] }],
  ['of several values those in both', { account_id: ['a', 'b'] }, { account_id: ['b'] }, { account_id: ['b'] }],
  ['whom it is assigned to is no day', { assigned_to: ['a', 'b'] }, { assigned_to: ['b'] }, { assigned_to: ['b'] }],
  ['nothing can be lost and won', { stage: ['won'] }, { stage: ['lost'] }, null],
  [
    'days that lie in both',
    { date_from: ['2026-03-10'], date_to: ['2026-04-20'] },
    { date_from: ['2026-04-01'], date_to: ['2026-04-30'] },
    { date_from: ['2026-04-01'], date_to: ['2026-04-20'] },
  ],
  ['days that do not meet', { closed_to: ['2026-03-01'] }, { closed_from: ['2026-03-02'] }, null],
  ['one bound is enough', { closed_from: ['2026-03-01'] }, {}, { closed_from: ['2026-03-01'] }],
  ['all of it must be missing', { without: ['value'] }, { without: ['owner'] }, { without: ['value', 'owner'] }],
])('%s', (_, one, other, expected) => {
  expect(both(one, other)).toEqual(expected)
  expect(both(other, one) === null).toBe(expected === null)
})

test('a row that no list can be narrowed to opens nothing, nor does a column without a list', () => {
  const drill = { by: 'deals', list: 'deals' as const, filters: { stage: ['won'] } }
  expect(behind(drill, { deals: { owner_id: ['a'] } })).toEqual({
    list: 'deals',
    filters: { stage: ['won'], owner_id: ['a'] },
  })
  expect(behind(drill, { tasks: {} })).toBe(null)
  expect(behind(null, { deals: {} })).toBe(null)
})
