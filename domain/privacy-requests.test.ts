import { expect, test } from 'vitest'
import { dueOn, whyNotAsked, type PrivacyRequestInput } from './privacy-requests.ts'

test.each([
  ['2026-11-27', '2026-12-27'],
  ['2026-12-31', '2027-01-31'],
  ['2026-01-31', '2026-02-28'],
  ['2028-01-30', '2028-02-29'],
  ['2026-03-31', '2026-04-30'],
  ['2026-02-28', '2026-03-28'],
])('what comes on %s is due on %s', (day, due) => expect(dueOn(day)).toBe(due))

const entry_id = '019e0000-0000-7000-8000-000000000001'
const days = { date_from: '2026-09-01', date_to: '2026-09-02' }
test.each<[Omit<PrivacyRequestInput, 'reason'>, string | null]>([
  [{ kind: 'erasure', about: 'evidence' }, null],
  [{ kind: 'erasure', about: 'entry', entry_id }, null],
  [{ kind: 'correction', about: 'days', ...days }, null],
  [{ kind: 'correction', about: 'evidence' }, '/about'],
  [{ kind: 'erasure', about: 'entry' }, '/entry_id'],
  [{ kind: 'erasure', about: 'days', ...days, entry_id }, '/entry_id'],
  [{ kind: 'erasure', about: 'entry', entry_id, date_from: '2026-09-01' }, '/date_from'],
  [{ kind: 'erasure', about: 'evidence', date_to: '2026-09-01' }, '/date_to'],
  [{ kind: 'erasure', about: 'days', date_to: '2026-09-01' }, '/date_from'],
  [{ kind: 'erasure', about: 'days', date_from: '2026-09-01' }, '/date_to'],
  [{ kind: 'erasure', about: 'days', date_from: '2026-09-02', date_to: '2026-09-01' }, '/date_to'],
])('%j is refused at %s', (input, pointer) =>
  expect(whyNotAsked({ ...input, reason: 'x' })?.pointer ?? null).toBe(pointer),
)
