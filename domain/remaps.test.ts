import { expect, test } from 'vitest'
import { judgePast, type Seen } from './remaps.ts'

const rule = { id: 'r', number: 2 }
const synced = (placed_by: string, more: Partial<Seen> = {}): Seen => ({
  status: 'synced',
  placed_by,
  by_rule: null,
  by_number: null,
  ...more,
})
const waiting: Seen = { status: 'unmapped', placed_by: null, by_rule: null, by_number: null }

test.each<[string, Seen, boolean, string | null]>([
  ['what waits is placed', waiting, true, 'moves'],
  ['what a project name placed is placed anew', synced('project_name'), true, 'moves'],
  ['what another rule placed is placed anew', synced('mapping_rule', { by_rule: 'x', by_number: 2 }), true, 'moves'],
  [
    'what an earlier version placed is placed anew',
    synced('mapping_rule', { by_rule: 'r', by_number: 1 }),
    true,
    'moves',
  ],
  ['what is there stays', synced('mapping_rule', { by_rule: 'r', by_number: 2 }), true, 'in_place'],
  ['where another rule comes first it is left to that', waiting, false, 'by_other_rule'],
  ['a person’s word stands', synced('person'), true, 'by_person'],
  ['a named deal stands', synced('named'), true, 'by_name'],
  ['a client tag stands', synced('tag'), true, 'by_name'],
  ['what is not believed is not looked at', { ...waiting, status: 'quarantined' }, true, null],
])('%s', (_, seen, first, verdict) => {
  expect(judgePast(seen, rule, first)).toBe(verdict)
})
