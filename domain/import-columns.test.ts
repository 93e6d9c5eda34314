import { expect, test } from 'vitest'
import { guessColumns, guessObject, headerWords } from './import-columns.ts'
import type { ImportObject } from './import-fields.ts'

const fieldsOf = (object: ImportObject, header: string[], samples: string[][] = []) =>
  guessColumns(object, header, samples).map(({ field }) => field)

test.each([
  ['E-Mail-Adresse', 'e mail adresse'],
  ['Create Date (GMT+5:30)', 'create date'],
  ['OWNER.NAME', 'owner name'],
  ['firstName', 'first name'],
  ['\uFEFF Straße geschäftlich ', 'strasse geschaftlich'],
  ['first_name', 'first name'],
])('the title %s is read as %s', (title, words) => {
  expect(headerWords(title)).toBe(words)
})

test.each<[string, ImportObject, string[], (string | null)[]]>([
  [
    'a HubSpot export of contacts',
    'contact',
    [
      'Record ID',
      'First Name',
      'Last Name',
      'Email',
      'Phone Number',
      'Contact owner',
      'Associated Company',
      'Lead Status',
      'Job Title',
      'Notes',
    ],
    ['external_id', 'first_name', 'last_name', 'email', 'phone', 'owner', 'account', null, 'job_title', 'note'],
  ],
  [
    'a HubSpot export of companies',
    'account',
    [
      'Record ID',
      'Company name',
      'Company owner',
      'Industry',
      'Company Domain Name',
      'Street Address',
      'City',
      'Country/Region',
    ],
    ['external_id', 'name', 'owner', 'industry', 'website', 'address', 'address', 'address'],
  ],
  [
    'a HubSpot export of deals',
    'deal',
    ['Record ID', 'Deal Name', 'Deal Stage', 'Close Date', 'Deal owner', 'Amount', 'Pipeline', 'Associated Company'],
    ['external_id', 'name', 'stage', 'end_date', 'owner', 'value', null, 'account'],
  ],
  [
    'Salesforce opportunities',
    'deal',
    [
      'ID',
      'ACCOUNTID',
      'NAME',
      'STAGENAME',
      'AMOUNT',
      'PROBABILITY',
      'CLOSEDATE',
      'ISWON',
      'CREATEDDATE',
      'CURRENCYISOCODE',
      'OWNER.NAME',
    ],
    [
      'external_id',
      'account_external_id',
      'name',
      'stage',
      'value',
      'probability',
      'end_date',
      null,
      'start_date',
      'currency',
      'owner',
    ],
  ],
  [
    'Salesforce accounts',
    'account',
    ['ID', 'NAME', 'INDUSTRY', 'BILLINGSTREET', 'BILLINGCITY', 'BILLINGCOUNTRY', 'WEBSITE', 'ISDELETED'],
    ['external_id', 'name', 'industry', 'address', 'address', 'address', 'website', null],
  ],
  [
    'a German address book',
    'contact',
    ['Vorname', 'Nachname', 'Firma', 'Position', 'E-Mail-Adresse', 'Telefon geschäftlich', 'Geburtstag', 'Notizen'],
    ['first_name', 'last_name', 'account', 'job_title', 'email', 'phone', null, 'note'],
  ],
  [
    'a Google export',
    'contact',
    [
      'First Name',
      'Last Name',
      'Organization Name',
      'Organization Title',
      'E-mail 1 - Value',
      'Phone 1 - Value',
      'Labels',
    ],
    ['first_name', 'last_name', 'account', 'job_title', 'email', 'phone', 'tags'],
  ],
  [
    'tasks of a tracker',
    'task',
    ['Issue', 'Assignee', 'Priority', 'Status', 'Due Date', 'Estimate', 'Project'],
    ['title', 'assignee', 'priority', 'status', 'due_date', 'estimated_hours', 'deal'],
  ],
])('%s finds its fields', (_, object, header, fields) => {
  expect(fieldsOf(object, header)).toEqual(fields)
  expect(guessObject(header, [])).toBe(object)
})

test('a field takes one column, the surer one; several e-mails and telephones stand in for each other', () => {
  expect(fieldsOf('contact', ['Name', 'Title', 'Position', 'Email', 'Email 2'])).toEqual([
    'full_name',
    null,
    'job_title',
    'email',
    'email',
  ])
})

test('cells speak against a title that does not fit them, and for one that says nothing', () => {
  expect(
    fieldsOf(
      'deal',
      ['Amount', 'Close date'],
      [
        ['much', 'soon'],
        ['little', 'later'],
        ['none', 'never'],
      ],
    ),
  ).toEqual([null, null])
  expect(fieldsOf('contact', ['Spalte 7'], [['a@b.example'], ['c@d.example']])).toEqual(['email'])
})

test('a column called like a field made in Settings goes there', () => {
  const [guess] = guessColumns('contact', ['Customer tier'], [], [{ key: 'tier', label: 'Customer Tier' }])
  expect(guess).toMatchObject({ field: 'metadata.tier', confidence: 1 })
})
