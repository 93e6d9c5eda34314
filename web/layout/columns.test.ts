import { expect, test } from 'vitest'
import type { Column } from '../ui/DataTable.tsx'
import { sortInWords, sortedBy } from '../ui/sorting.ts'
import { flipped, moved, readColumns, withWidth, writeColumns } from './columns.ts'

const column = (key: string, more: Partial<Column<object>> = {}): Column<object> => ({
  key,
  title: key,
  cell: () => null,
  ...more,
})
const all = [
  column('name', { sort: 'name' }),
  column('owner'),
  column('due', { title: 'Due date', sort: 'due_date', kind: 'date' }),
  column('tags', { optional: true }),
]
const keys = (columns: Column<object>[]) => columns.map(({ key }) => key)

test('without a word in the address the page’s own choice is shown, and nothing is written', () => {
  expect(keys(readColumns(undefined, all))).toEqual(['name', 'owner', 'due'])
  expect(writeColumns(readColumns(undefined, all), all)).toBeUndefined()
})

test('order, width and what is shown survive the address', () => {
  const shown = withWidth(moved(flipped(readColumns(undefined, all), all[3]!), 'tags', -1), 'owner', 240)
  const text = writeColumns(shown, all)!
  expect(text).toBe('name,owner:240,tags,due')
  expect(writeColumns(readColumns(text, all), all)).toBe(text)
})

test('the first column always stays first, and columns that are gone are left out', () => {
  expect(keys(readColumns('due,gone,name:300', all))).toEqual(['name', 'due'])
  expect(keys(moved(readColumns(undefined, all), 'owner', -1))).toEqual(['name', 'owner', 'due'])
})

test('a width that is no number is none', () => {
  expect(readColumns('name:wide', all)[0]!.chosen).toBeUndefined()
})

test('a heading turns the sort round, or adds to it, up to four', () => {
  expect(sortedBy('name', 'name', false)).toBe('-name')
  expect(sortedBy('name', 'due_date', true)).toBe('name,due_date')
  expect(sortedBy('name,due_date', 'due_date', true)).toBe('name,-due_date')
  expect(sortedBy('a,b,c,d', 'e', true)).toBe('b,c,d,e')
})

test('the sort is said in words', () => {
  expect(sortInWords('due_date', all)).toBe('Sorted by due date, earliest first')
  expect(sortInWords('-due_date,name', all)).toBe('Sorted by due date, latest first, then name, A to Z')
  expect(sortInWords('-updated_at', all)).toBe('Sorted by updated, latest first')
})
