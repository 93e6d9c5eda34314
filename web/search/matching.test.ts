import { expect, test } from 'vitest'
import { matcher, pieces } from './matching.ts'

test.each([
  ['jo smi', 'John Smith', true],
  ['smi jo', 'John Smith', true],
  ['garcia', 'Ángela García', true],
  ['mith', 'John Smith', true],
  ['re', 'Create task', false],
  ['john x', 'John Smith', false],
  ['小明', '王小明', true],
  ['', 'anything', true],
])('“%s” asks for “%s”: %s', (asked, text, found) => {
  expect(matcher(asked)(text)).toBe(found)
})

test('what was found is set apart, with its accents', () => {
  expect(pieces('Ángela García', ['garcia'])).toEqual([
    { text: 'Ángela ', found: false },
    { text: 'García', found: true },
  ])
  expect(pieces('ﬁne Straße', ['fine'])).toEqual([
    { text: 'ﬁne', found: true },
    { text: ' Straße', found: false },
  ])
  expect(pieces('王小明', ['小明'])).toEqual([
    { text: '王', found: false },
    { text: '小明', found: true },
  ])
  expect(pieces('Smith', ['nowhere'])).toEqual([{ text: 'Smith', found: false }])
})
