import { expect, test } from 'vitest'
import { compareAccounts, compareContacts, isSamePhone, likely } from './duplicates.ts'

test.each([
  ['+46 8 123 456 78', '08-123 456 78', true],
  ['+1 (212) 555-0100', '212.555.0100', true],
  ['0046 8 12345678', '+46812345678', true],
  ['+44 (0)20 7946 0958', '020 7946 0958', true],
  ['+49 30 1234', '030/1234', false],
  ['+49 30 9018200 ext. 12', '030/9018200', true],
  ['+49 30 9018200', '+43 30 9018200', false],
  ['030 9018200', '030 9018201', false],
  ['12345', '12345', false],
  [null, '030 9018200', false],
  ['call me', 'call me', false],
])('%s and %s are one number: %s', (a, b, same) => {
  expect(isSamePhone(a, b)).toBe(same)
  expect(isSamePhone(b, a)).toBe(same)
})

const account = (name: string, website: string | null = null, phone: string | null = null) => ({ name, website, phone })
test.each([
  ['the legal form left out', account('Quill Publishing GmbH'), account('Quill Publishing'), true],
  ['case and accents', account('MÜLLER & Söhne'), account('Muller und Sohne'), true],
  ['a letter left out', account('Kestrel Logistics'), account('Kestrel Logistcs'), true],
  [
    'the website alone',
    account('Acme', 'https://www.acme.example/en'),
    account('Umbrella', 'http://acme.example'),
    true,
  ],
  ['name and phone', account('Acme', null, '+49 30 9018200'), account('Acme AG', null, '030 9018200'), true],
  ['one name, two websites', account('Delta', 'https://delta.com'), account('Delta', 'https://deltafaucet.com'), false],
  ['a page at a network', account('Acme', 'https://facebook.com/a'), account('Bolt', 'https://facebook.com/b'), false],
  ['the switchboard alone', account('Acme', null, '030 9018200'), account('Bolt', null, '030 9018200'), false],
  ['another number in the name', account('Warehouse 12'), account('Warehouse 13'), false],
  ['short names', account('Aon'), account('Axon'), false],
  ['names that begin alike', account('Rockwell Automation'), account('Rockwell Medical'), false],
  ['nothing in common', account('Acme'), account('Bolt'), false],
])('two accounts are taken for one: %s', (_, a, b, expected) => {
  expect([compareAccounts(a, b).score >= likely, compareAccounts(b, a).score]).toEqual([
    expected,
    compareAccounts(a, b).score,
  ])
})

const anna = { first_name: 'Anna', last_name: 'Åkesson', email: null, phone: null, account_id: null }
const at = (account_id: string) => ({ account_id })
test.each([
  [
    'the same e-mail and name',
    { ...anna, email: 'Anna@quill.example' },
    { ...anna, email: 'anna@quill.example' },
    true,
  ],
  [
    'the same e-mail, married',
    { ...anna, email: 'anna@x.io' },
    { ...anna, last_name: 'Berg', email: 'anna@x.io' },
    true,
  ],
  [
    'a mailbox of many',
    { ...anna, email: 'info@x.io' },
    { ...anna, first_name: 'Bo', last_name: 'Ek', email: 'info@x.io' },
    false,
  ],
  [
    'first and last name swapped',
    { ...anna, ...at('1') },
    { ...anna, first_name: 'Åkesson', last_name: 'Anna', ...at('1') },
    true,
  ],
  ['without accents', { ...anna, ...at('1') }, { ...anna, last_name: 'Akesson', ...at('1') }, true],
  ['initials at one company', { ...anna, ...at('1') }, { ...anna, first_name: 'A.', ...at('1') }, true],
  ['initials of somebody else', { ...anna, ...at('1') }, { ...anna, first_name: 'B.', ...at('1') }, false],
  ['a mistake, at one company', { ...anna, ...at('1') }, { ...anna, last_name: 'Åkeson', ...at('1') }, true],
  ['the same name and phone', { ...anna, phone: '+46 8 1234567' }, { ...anna, phone: '08 1234567' }, true],
  ['one domain', { ...anna, email: 'anna@quill.example' }, { ...anna, email: 'a.akesson@quill.example' }, true],
  ['free mail', { ...anna, email: 'anna@gmail.com' }, { ...anna, email: 'akesson@gmail.com' }, false],
  ['the name alone', anna, anna, false],
  ['the name at two companies', { ...anna, ...at('1') }, { ...anna, ...at('2') }, false],
  ['colleagues', { ...anna, ...at('1') }, { ...anna, first_name: 'Bo', last_name: 'Ek', ...at('1') }, false],
  ['siblings', { ...anna, ...at('1') }, { ...anna, first_name: 'Lars', ...at('1') }, false],
  [
    'two of one phone',
    { ...anna, phone: '08 1234567' },
    { ...anna, first_name: 'Bo', last_name: 'Ek', phone: '08 1234567' },
    false,
  ],
])('two contacts are taken for one: %s', (_, a, b, expected) => {
  expect([compareContacts(a, b).score >= likely, compareContacts(b, a).score]).toEqual([
    expected,
    compareContacts(a, b).score,
  ])
})

test('what speaks for it is said in words', () => {
  const a = { ...anna, email: 'anna@quill.example', phone: '+46 8 1234567', account_id: '1' }
  const { score, reasons } = compareContacts(a, { ...a, first_name: 'Åkesson', last_name: 'Anna', phone: '08-1234567' })
  expect(score).toBe(100)
  expect(reasons).toEqual([
    'The same names in another order',
    'The same e-mail anna@quill.example',
    'The same phone number',
    'The same company',
  ])
})
