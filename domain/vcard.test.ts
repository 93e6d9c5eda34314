import { expect, test } from 'vitest'
import { isVcard, readVcards, vcardHeader } from './vcard.ts'

const read = (text: string) =>
  readVcards(text).map(({ cells }) =>
    Object.fromEntries(vcardHeader.flatMap((title, index) => (cells[index] ? [[title, cells[index]]] : []))),
  )
const card = (...lines: string[]) => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n')

test.each<[string, string, Record<string, string>]>([
  [
    'version 3.0 with escapes and folded lines',
    card(
      'VERSION:3.0',
      'N:Müller;Anna;Maria;Dr.;',
      'FN:Dr. Anna Müller',
      'ORG:Konex GmbH\\; Co. KG;Sales',
      'NOTE:First line\\nsecond\\, and',
      '  more',
      'EMAIL;TYPE=INTERNET,HOME:home@konex.example',
      'EMAIL;TYPE=WORK,PREF:anna@konex.example',
    ),
    {
      'Full name': 'Dr. Anna Müller',
      'First name': 'Anna Maria',
      'Last name': 'Müller',
      Company: 'Konex GmbH; Co. KG',
      Notes: 'First line\nsecond, and more',
      Email: 'anna@konex.example',
    },
  ],
  [
    'version 4.0 with groups, addresses of telephones and quoted parameters',
    card(
      'VERSION:4.0',
      'FN:Björn Le',
      'item1.TEL;VALUE=uri;PREF=1;TYPE="voice,work":tel:+44-20-7946-0661',
      'ADR;LABEL="Main: 1":;;1 High St;London;;W1;UK',
      'CATEGORIES:vip,north\\,east',
      'UID:urn:uuid:1',
    ),
    {
      'Full name': 'Björn Le',
      Phone: '+44-20-7946-0661',
      Address: '1 High St, London, W1, UK',
      Categories: 'vip;north,east',
      UID: 'urn:uuid:1',
    },
  ],
  [
    'version 2.1 with quoted-printable over two lines',
    card(
      'VERSION:2.1',
      'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Sch=C3=A4fer;Ren=C3=A9;;;',
      'TITLE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Head of =',
      'Finance 100%',
      'TEL;WORK;VOICE:+49 30 1',
    ),
    { 'First name': 'René', 'Last name': 'Schäfer', 'Job title': 'Head of Finance 100%', Phone: '+49 30 1' },
  ],
  [
    'version 2.1 in Latin-1',
    card('VERSION:2.1', 'FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Ren=E9'),
    { 'Full name': 'René' },
  ],
  [
    'a company',
    card('VERSION:4.0', 'KIND:org', 'FN:Konex Ltd', 'ORG:Konex Ltd'),
    { 'Full name': 'Konex Ltd', 'Last name': 'Konex Ltd', Company: 'Konex Ltd' },
  ],
  [
    'a photo and properties nobody knows',
    card('FN:A', 'PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ', ' SkZJRg==', 'X-ABC:1', 'no colon here', 'TITLE:'),
    { 'Full name': 'A' },
  ],
])('a card of %s is read', (_, text, expected) => {
  expect(read(text)).toEqual([expected])
})

test('each card knows its line, and one that never ends is read as far as it goes', () => {
  const rows = readVcards(`\uFEFF${card('FN:A')}${card('FN:B')}BEGIN:VCARD\nFN:C`)
  expect(rows.map(({ line, cells }) => [line, cells[0]])).toEqual([
    [1, 'A'],
    [4, 'B'],
    [7, 'C'],
  ])
})

test('a vCard is told from a table', () => {
  expect(isVcard('\r\nbegin:vcard\r\n')).toBe(true)
  expect(isVcard('name,BEGIN:VCARD')).toBe(false)
})
