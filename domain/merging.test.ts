import { expect, test } from 'vitest'
import { mix } from './merging.ts'

const mine = {
  name: 'Acme',
  phone: null,
  website: 'https://acme.example',
  tags: ['a', 'b'],
  metadata: { tier: 1, zone: 'n' },
}
const theirs = {
  name: 'ACME Ltd',
  phone: '1',
  website: 'https://acme.test',
  tags: ['b', 'c'],
  metadata: { tier: 2, fax: '3' },
}

test('without a choice the survivor stays as it is, and what is empty is filled from the other', () => {
  expect(mix('account', mine, theirs, {})).toMatchObject({
    name: 'Acme',
    phone: '1',
    website: 'https://acme.example',
    tags: ['a', 'b', 'c'],
    metadata: { tier: 1, zone: 'n', fax: '3' },
  })
})

test('what is chosen is taken, also where it is empty, and free fields key by key', () => {
  const take = { name: 'other', phone: 'this', metadata: { tier: 'other', zone: 'other' } } as const
  const mixed = mix('account', mine, theirs, take)
  expect(mixed).toMatchObject({ name: 'ACME Ltd', phone: null, website: 'https://acme.example' })
  expect(mixed.metadata).toEqual({ tier: 2, fax: '3' })
})
