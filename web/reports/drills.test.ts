import { expect, test } from 'vitest'
import type { Drill } from '../../domain/report-tables.ts'
import { hrefOf } from './drills.ts'

test.each<[string, Drill, string]>([
  [
    'entries of an account in some days',
    { list: 'time-entries', filters: { account_id: ['a'], date_from: ['2026-11-01'], date_to: ['2026-11-30'] } },
    '/time?account_id=a&date_from=2026-11-01&date_to=2026-11-30',
  ],
  ['one of several values', { list: 'deals', filters: { stage: ['won', 'lost'] } }, '/deals?stage=won%2Clost'],
  [
    'deals decided from one day to another are one word',
    { list: 'deals', filters: { stage: ['won'], closed_from: ['2026-07-01'], closed_to: ['2026-09-30'] } },
    '/deals?closed_on=2026-07-01..2026-09-30&stage=won',
  ],
  ['decided since a day', { list: 'deals', filters: { closed_from: ['2026-07-01'] } }, '/deals?closed_on=2026-07-01..'],
  ['tasks', { list: 'tasks', filters: { deal_id: ['d'] } }, '/tasks?deal_id=d'],
])('%s', (_, drill, href) => expect(hrefOf(drill)).toBe(href))

test('what the list cannot be narrowed by opens nothing, for it would open too much', () => {
  expect(hrefOf({ list: 'deals', filters: { stage: ['won'], mood: ['good'] } })).toBe(null)
  expect(hrefOf(null)).toBe(null)
})
