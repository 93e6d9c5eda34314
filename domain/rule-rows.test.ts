import { expect, test } from 'vitest'
import type { Condition } from './rule-conditions.ts'
import { operatorsOf, rowsLike, rowsOf, textOfRows } from './rule-rows.ts'
import { readCondition } from './rule-text.ts'

const rowsIn = (text: string) => rowsOf((readCondition(text) as { condition: Condition }).condition)

test.each([
  'app is Figma',
  'app is not Figma, "Visual Studio" and title contains "acme redesign"',
  'tag is a or tag starts with b',
  'weekday is mon to wed, sat and hour is not 9 to 17',
  'title matches /acm-\\d+\\/x/ and site is acme.com',
  'project is "say \\"hi\\""',
])('%s is rows, and the rows are the same text', (text) => {
  expect(textOfRows(rowsIn(text)!)).toBe(text)
})

test.each([
  ['app is a and (tag is b or tag is c)'],
  ['not title contains x'],
  ['not (app is a and tag is b)'],
  ['project is "a, b"'],
  ['title matches /a/, /b/'],
])('%s is text alone', (text) => {
  expect(rowsIn(text)).toBe(null)
})

test('a row without a value is a text that cannot be read, at its place', () => {
  const text = textOfRows({ join: 'all', rows: [{ field: 'app', operator: 'is', value: ' , ' }] })
  expect(readCondition(text)).toMatchObject({ fault: { message: expect.stringContaining('value is missing') } })
})

test('a site is compared in two ways, and each of them offers what is not', () => {
  expect(operatorsOf('site')).toEqual(['is', 'is not', 'contains'])
})

const nothing = { project_name: null, url: null, title: null, app: null }
test.each([
  [{ ...nothing, project_name: 'Acme, Web', url: 'https://a.com', app: 'x' }, 'project is "Acme  Web"'],
  [{ ...nothing, url: 'https://www.acme.com/x', title: 'Board', app: 'Firefox' }, 'site is acme.com'],
  [{ ...nothing, title: '(2) Acme redesign – Figma', app: 'Figma' }, 'app is Figma and title contains "Acme redesign"'],
  [{ ...nothing, title: 'Cover art', app: null }, 'title contains "Cover art"'],
  [{ ...nothing, app: 'Figma' }, 'app is Figma'],
])('a rule for entries like %j', (entry, text) => {
  expect(textOfRows(rowsLike(entry)!)).toBe(text)
})
test('nothing is like an entry that says nothing', () => expect(rowsLike(nothing)).toBe(null))
