import { expect, test } from 'vitest'
import { withValues, type Condition } from './rule-conditions.ts'
import { printCondition, readCondition } from './rule-text.ts'

const is = (field: string, ...values: string[]) => ({ field, operator: 'is', values })

test.each<[text: string, condition: object, printed?: string]>([
  ['app is Figma', is('app', 'Figma')],
  ['APP IS "Visual Studio", Figma', is('app', 'Visual Studio', 'Figma'), 'app is "Visual Studio", Figma'],
  ['app is not Slack', { not: is('app', 'Slack') }],
  ['not app is Slack', { not: is('app', 'Slack') }, 'app is not Slack'],
  ['title starts with "RE: "', { field: 'title', operator: 'starts with', values: ['RE:'] }, 'title starts with RE:'],
  ['title matches /acm-\\d+\\/x/', { field: 'title', operator: 'matches', values: ['acm-\\d+/x'] }],
  ['site is https', is('site', 'https')],
  ['site is ACME.com', is('site', 'acme.com'), 'site is acme.com'],
  ['app is a and tag is b or tag is c', { any: [{ all: [is('app', 'a'), is('tag', 'b')] }, is('tag', 'c')] }],
  ['app is a and (tag is b or tag is c)', { all: [is('app', 'a'), { any: [is('tag', 'b'), is('tag', 'c')] }] }],
  ['not (app is a and tag is b)', { not: { all: [is('app', 'a'), is('tag', 'b')] } }],
  ['not not app is a', { not: { not: is('app', 'a') } }, 'not app is not a'],
  ['weekday is mon to wed, Saturday', is('weekday', 'mon', 'tue', 'wed', 'sat'), 'weekday is mon to wed, sat'],
  ['weekday is fri to mon', is('weekday', 'fri', 'sat', 'sun', 'mon'), 'weekday is mon, fri to sun'],
  ['hour is 9 to 12', is('hour', '9', '10', '11')],
  ['hour is 22 to 2', is('hour', '22', '23', '0', '1'), 'hour is 0 to 2, 22 to 24'],
  ['hour is 7', is('hour', '7')],
  ['activity is Manual', is('activity', 'manual'), 'activity is manual'],
  ['project is "and"', is('project', 'and')],
  ['project is "say \\"hi\\" \\\\ there"', is('project', 'say "hi" \\ there')],
  ['project is "a, b", "c(d)"', is('project', 'a, b', 'c(d)')],
  ['project is a, a', is('project', 'a'), 'project is a'],
])('%j is read, and printed so that it reads the same', (text, condition, printed = text) => {
  const read = readCondition(text)
  expect(read).toEqual({ condition })
  const again = printCondition((read as { condition: Condition }).condition)
  expect(again).toBe(printed)
  const twice = (readCondition(again) as { condition: Condition }).condition
  expect(printCondition(twice)).toBe(again)
})

test.each<[text: string, at: number, says: RegExp]>([
  ['', 0, /missing here/],
  ['colour is red', 0, /“colour” is no field. Known: app, site/],
  ['app', 3, /what to compare: app is, app contains/],
  ['site matches /x/', 5, /what to compare: site is, site contains/],
  ['app is', 6, /value is missing/],
  ['app is and tag is b', 7, /value is missing/],
  ['app is Visual Studio', 14, /several words go in quotes/],
  ['app is "Figma', 7, /not closed/],
  ['(app is a', 0, /bracket is not closed/],
  ['app is a)', 8, /closes nothing/],
  ['app is a and', 12, /missing here/],
  ['app is /x/', 7, /needs “app matches”/],
  ['app matches x', 12, /between slashes/],
  ['app matches /a(b/', 14, /group is not closed/],
  ['app matches /(?=x)/', 13, /ahead or behind/],
  ['weekday is someday', 11, /a weekday: mon/],
  ['hour is 25', 8, /an hour, 0 to 24/],
  ['hour is 24', 8, /begin at 0 to 23/],
  ['activity is tv', 12, /app, website, manual/],
  ['site is https://acme.com/x', 8, /the name alone/],
  ['app is " "', 7, /empty value/],
  [`app is ${'x'.repeat(201)}`, 7, /at most 200 letters/],
  [`${'not '.repeat(12)}app is a`, 44, /within each other/],
  [Array.from({ length: 101 }, () => 'app is a').join(' or '), 1_200, /at most 100 tests/],
  ['x'.repeat(4_001), 4_000, /at most 4000 letters/],
])('%j is refused, with the place', (text, at, says) => {
  expect(readCondition(text)).toEqual({ fault: { at, message: expect.stringMatching(says) } })
})

test('people are written by name and kept by id', () => {
  const names: Record<string, string> = { 'id-1': 'Dana Fox' }
  const { condition } = readCondition('person is "Dana Fox" and app is Figma') as { condition: Condition }
  const kept = withValues(condition, (field, value) => (field === 'person' && value === 'Dana Fox' ? 'id-1' : value))
  expect(printCondition(kept)).toBe('person is id-1 and app is Figma')
  expect(printCondition(kept, (_, value) => names[value] ?? value)).toBe('person is "Dana Fox" and app is Figma')
})
