import { expect, test } from 'vitest'
import { judgePast, type Seen } from './remaps.ts'

const synced = (placed_by: string, there = false): Seen => ({ status: 'synced', placed_by, there, locked: false })
const waiting: Seen = { status: 'unmapped', placed_by: null, there: false, locked: false }

test.each<[string, Seen, boolean, string | null]>([
  ['what waits is placed', waiting, true, 'moves'],
  ['what waits has no place, whatever its customer', { ...waiting, there: true }, true, 'moves'],
  ['what a project name placed elsewhere is placed anew', synced('project_name'), true, 'moves'],
  ['what a rule placed elsewhere is placed anew', synced('mapping_rule'), true, 'moves'],
  ['what is there stays, whatever put it there', synced('project_name', true), true, 'in_place'],
  ['where another rule comes first it is left to that', waiting, false, 'by_other_rule'],
  ['a person’s word stands', synced('person'), true, 'by_person'],
  ['a named deal stands', synced('named'), true, 'by_name'],
  ['a client tag stands', synced('tag'), true, 'by_name'],
  ['what is locked stays where it is', { ...waiting, locked: true }, true, 'locked'],
  ['what is locked and there already has nothing to move', { ...synced('tag', true), locked: true }, true, 'by_name'],
  ['what is not believed is not looked at', { ...waiting, status: 'quarantined' }, true, null],
])('%s', (_, seen, first, verdict) => {
  expect(judgePast(seen, first)).toBe(verdict)
})
