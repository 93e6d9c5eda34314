import { expect, test } from 'vitest'
import { bodyOf, textOf, valueOf, valuesOf } from './values.ts'

const tier = { key: 'tier', type: 'select' } as const
const size = { key: 'size', type: 'number' } as const
const budget = { key: 'budget', type: 'money' } as const
const areas = { key: 'areas', type: 'multi_select' } as const

test.each([
  [tier, 'Gold', 'Gold'],
  [size, 1250.5, '1250.5'],
  [budget, { amount: '12.00', currency: 'CHF' }, '12.00 CHF'],
  [areas, ['North', 'Sea, far'], 'North\nSea, far'],
])('a value survives its form: %o', (field, value, text) => {
  expect(textOf(field, value)).toBe(text)
  expect(valueOf(field, text, 'EUR')).toEqual(value)
})

test('money without a currency is in that of the workspace, and nothing is nothing', () => {
  expect(valueOf(budget, '12', 'EUR')).toEqual({ amount: '12', currency: 'EUR' })
  expect(valueOf(budget, null, 'EUR')).toBeNull()
  expect(textOf(budget, undefined)).toBeNull()
})

test('what is no number goes to the server as typed, and what was stored under other rules breaks no form', () => {
  expect(valueOf(size, 'many', 'EUR')).toBe('many')
  expect(textOf(budget, 12)).toBeNull()
  expect(textOf(tier, { odd: true })).toBe('{"odd":true}')
})

test('only what was changed is sent, free fields in one object', () => {
  const fields = [tier, size]
  expect(valuesOf(fields, { size: 3 })).toEqual({ 'metadata.tier': null, 'metadata.size': '3' })
  expect(bodyOf(fields, { name: 'Quill' }, 'EUR')).toEqual({ name: 'Quill' })
  expect(bodyOf(fields, { name: 'Quill', 'metadata.size': null, 'metadata.tier': 'Gold' }, 'EUR')).toEqual({
    name: 'Quill',
    metadata: { tier: 'Gold', size: null },
  })
})
