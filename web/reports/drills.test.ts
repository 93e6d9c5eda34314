import { expect, test } from 'vitest'
import type { Behind } from '../../domain/drills.ts'
import { hrefIn, hrefOf, hrefOfRow } from './drills.ts'

test.each<[string, Behind, string]>([
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
  [
    'what moved in some days',
    { list: 'deals', filters: { movement: ['won'], moved_from: ['2026-07-01'], moved_to: ['2026-09-30'] } },
    '/deals?moved=2026-07-01..2026-09-30&movement=won',
  ],
  [
    'the same figure, deal by deal',
    { list: 'reports/cost-of-sale/table', filters: { group_by: ['deal'], account_id: ['a'] } },
    '/reports?report=cost-of-sale&group_by=deal&account_id=a',
  ],
  ['tasks', { list: 'tasks', filters: { deal_id: ['d'] } }, '/tasks?deal_id=d'],
])('%s', (_, drill, href) => expect(hrefOf(drill)).toBe(href))

test('what the list cannot be narrowed by opens nothing, for it would open too much', () => {
  expect(hrefOf({ list: 'deals', filters: { stage: ['won'], mood: ['good'] } })).toBe(null)
  expect(hrefOf(null)).toBe(null)
})

const column = (key: string, stage: string | null) => ({
  key,
  label: key,
  type: 'count' as const,
  definition: null,
  drill: stage === null ? null : { by: 'deals', list: 'deals' as const, filters: { stage: [stage] } },
  drill_before: null,
})
const row = { narrows: { deals: { owner_id: ['a'] } } }

test('a figure opens what its column counts of its row, and money those deals that are worth something in it', () => {
  expect(hrefIn(column('won', 'won'), row)).toBe('/deals?stage=won&owner_id=a')
  expect(hrefIn(column('won', 'won'), row, false, 'USD')).toBe('/deals?stage=won&owner_id=a&currency=USD')
  expect(hrefIn(column('won', 'won'), row, true)).toBe(null)
  expect(hrefIn(column('won', 'won'), { narrows: {} })).toBe(null)
})

test('a row opens what is behind the figure one looks at, else behind the first that has a list', () => {
  const columns = [column('cycle', null), column('won', 'won'), column('lost', 'lost')]
  expect(hrefOfRow({ columns }, row)).toBe('/deals?stage=won&owner_id=a')
  expect(hrefOfRow({ columns }, row, 'lost')).toBe('/deals?stage=lost&owner_id=a')
  expect(hrefOfRow({ columns }, row, 'cycle')).toBe('/deals?stage=won&owner_id=a')
  expect(hrefOfRow({ columns: [] }, row)).toBe(null)
})
