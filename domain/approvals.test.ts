import { expect, test } from 'vitest'
import { isOwnAlone, whyNotApproved } from './approvals.ts'

const sheet = {
  user_id: 'noah',
  state: 'submitted' as const,
  over: true,
  waiting_seconds: 0,
  print: 'p1',
  last_day: '2026-09-20',
}
const marta = { id: 'marta', role: 'manager' }

test.each<
  [string, Partial<typeof sheet> | { state: 'open' | 'denied' | 'approved' }, string, typeof marta, string | null]
>([
  ['what was submitted, is over and was looked at as it is', {}, 'p1', marta, null],
  ['what nobody submitted', { state: 'open' }, 'p1', marta, 'not_submitted'],
  ['what was denied', { state: 'denied' }, 'p1', marta, 'not_submitted'],
  ['what is approved already', { state: 'approved' }, 'p1', marta, 'not_submitted'],
  ['a week that is not over', { over: false }, 'p1', marta, 'not_over'],
  ['a week of which something waits for review', { waiting_seconds: 1 }, 'p1', marta, 'still_waiting'],
  ['what changed since it was looked at', { print: 'p2' }, 'p1', marta, 'changed'],
  ['one’s own', {}, 'p1', { id: 'noah', role: 'manager' }, 'own_week'],
  ['an admin’s own', {}, 'p1', { id: 'noah', role: 'admin' }, null],
])('%s', (_, differs, print, decider, code) => {
  expect(whyNotApproved({ ...sheet, ...differs }, print, decider)?.code ?? null).toBe(code)
})

test('a program that acts for nobody owns no week', () => {
  expect(isOwnAlone(sheet, { id: null, role: null })).toBe(false)
})
