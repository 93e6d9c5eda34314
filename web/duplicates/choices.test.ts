import { expect, test } from 'vitest'
import type { Account } from '../accounts/calls.ts'
import { choicesOf, takeOf } from './choices.ts'

const account = (fields: object) => ({ name: 'Acme', metadata: {}, ...fields }) as unknown as Account
const mine = account({ phone: null, owner_id: 'a', owner_name: 'Ada', metadata: { tier: 1 } })
const theirs = account({ phone: '1', owner_id: 'b', owner_name: 'Bo', metadata: { tier: 2 } })
const choices = choicesOf('account', mine, theirs, { tier: 'Tier' })

test('only what differs is a choice, in the words people read', () => {
  expect(choices).toEqual([
    { field: 'phone', label: 'Phone', mine: null, theirs: '1' },
    { field: 'owner_id', label: 'Owner', mine: 'Ada', theirs: 'Bo' },
    { field: 'metadata.tier', label: 'Tier', mine: '1', theirs: '2' },
  ])
})

test('what nobody chose is what is there, and of two the one that stays', () => {
  expect(takeOf(choices, {})).toEqual({ phone: 'other', owner_id: 'this', metadata: { tier: 'this' } })
  expect(takeOf(choices, { owner_id: 'other', 'metadata.tier': 'other' })).toEqual({
    phone: 'other',
    owner_id: 'other',
    metadata: { tier: 'other' },
  })
})
