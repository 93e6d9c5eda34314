import { expect, test } from 'vitest'
import { backTo, conflicts } from './resource.ts'

const base = { name: 'Fleet', stage: 'negotiation', owner: null }

test('what others changed beside mine is no conflict', () => {
  expect(conflicts(base, { ...base, stage: 'prospecting' }, { name: 'Fleet 2' })).toEqual([])
})
test('the same field changed to two things is one', () => {
  expect(conflicts(base, { ...base, name: 'Fleet A', stage: 'won' }, { name: 'Fleet B', owner: 'sam' })).toEqual([
    'name',
  ])
})
test('the same field changed to the same thing is none', () => {
  expect(conflicts(base, { ...base, name: 'Fleet B' }, { name: 'Fleet B' })).toEqual([])
})
test('empty text and nothing are the same', () => {
  expect(conflicts(base, { ...base, owner: '' }, { owner: 'sam' })).toEqual([])
})
test('a change is taken back by what its fields held before, and nothing else', () => {
  expect(backTo(base, { owner: 'sam', name: 'Fleet 2' })).toEqual({ owner: null, name: 'Fleet' })
})
