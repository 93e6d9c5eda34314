import { expect, test } from 'vitest'
import { nameIn, readEstimate, readQuickAdd } from './quick-add.ts'
import { readDay } from './quick-days.ts'

// a Thursday
const now = { today: '2026-11-26', week_start: 'monday' } as const
const person = (name: string) => ({ id: name, name })
const people = ['Sam Lee', 'Sam Ortiz', 'Zoë Kern', 'Dana', 'Dana Fox'].map(person)
const records = ['Acme', 'Acme relaunch', 'Quill & Sons GmbH', 'Fleet dashboard'].map(person)

/** What was understood, in one readable word each. */
function read(line: string) {
  const { title, ...rest } = readQuickAdd(line, now, { people, records })
  const said = Object.entries(rest).flatMap(([field, value]) => {
    if (value === null) return []
    if (typeof value === 'string') return [[field, value]]
    return [[field, 'among' in value ? value.among.map(({ name }) => name) : value.name]]
  })
  return { title, ...Object.fromEntries(said) }
}

test.each<[string, object]>([
  [
    'Call Anna re contract !high @zoe #acme fri 2h',
    {
      title: 'Call Anna re contract',
      priority: 'high',
      person: 'Zoë Kern',
      record: 'Acme',
      due_date: '2026-11-27',
      estimated_hours: '2',
    },
  ],
  ['Call Anna', { title: 'Call Anna' }],
  ['  Call   Anna  ', { title: 'Call Anna' }],
  ['', { title: '' }],
  // signs count anywhere
  ['!urgent @zoe call Anna', { title: 'call Anna', priority: 'urgent', person: 'Zoë Kern' }],
  ['Call !! Anna', { title: 'Call Anna', priority: 'urgent' }],
  ['Call Anna !', { title: 'Call Anna', priority: 'high' }],
  ['Call Anna !low !high', { title: 'Call Anna !high', priority: 'low' }],
  ['Shout! Now', { title: 'Shout! Now' }],
  ['Call Anna urgent', { title: 'Call Anna', priority: 'urgent' }],
  ['Call Anna low priority tomorrow', { title: 'Call Anna', priority: 'low', due_date: '2026-11-27' }],
  ['Aim high', { title: 'Aim high' }],
  // names
  ['Call @sam', { title: 'Call', person: ['Sam Lee', 'Sam Ortiz'] }],
  ['Call @sam.lee', { title: 'Call', person: 'Sam Lee' }],
  ['Call @"sam ortiz" today', { title: 'Call', person: 'Sam Ortiz', due_date: '2026-11-26' }],
  // whoever is called exactly so is meant
  ['Call @dana', { title: 'Call', person: 'Dana' }],
  ['Call @dana-fox, soon', { title: 'Call soon', person: 'Dana Fox' }],
  ['Call @nobody fri', { title: 'Call @nobody', due_date: '2026-11-27' }],
  ['Write to anna@acme.com', { title: 'Write to anna@acme.com' }],
  ['Plan #"acme rel" mon', { title: 'Plan', record: 'Acme relaunch', due_date: '2026-11-30' }],
  ['Plan #quill', { title: 'Plan', record: 'Quill & Sons GmbH' }],
  ['Fix bug #12', { title: 'Fix bug #12' }],
  ['Fix bug #12 fri', { title: 'Fix bug #12', due_date: '2026-11-27' }],
  ['Learn C# in 3 days', { title: 'Learn C#', due_date: '2026-11-29' }],
  ['Say @ # !', { title: 'Say @ #', priority: 'high' }],
  ['Two @zoe @dana', { title: 'Two @dana', person: 'Zoë Kern' }],
  // what only looks like a day or an estimate
  ['Send Friday report', { title: 'Send Friday report' }],
  ['Send Friday report mon', { title: 'Send Friday report', due_date: '2026-11-30' }],
  ['Watch the sun', { title: 'Watch the sun' }],
  ['Stand-up every mon', { title: 'Stand-up every mon' }],
  ['Read "in 3 days"', { title: 'Read "in 3 days"' }],
  ['Ship version 2026-12-24', { title: 'Ship version 2026-12-24' }],
  ['Ask about 2026-13-40', { title: 'Ask about 2026-13-40' }],
  ['Party 31 feb', { title: 'Party 31 feb' }],
  ['Order 24 december calendars', { title: 'Order 24 december calendars' }],
  ['Meet at 1:30', { title: 'Meet at 1:30' }],
  ['Buy 2h2o', { title: 'Buy 2h2o' }],
  ['Fri', { title: 'Fri' }],
  ['today tomorrow', { title: 'today', due_date: '2026-11-27' }],
  ['Call 2h 3h', { title: 'Call 2h', estimated_hours: '3' }],
  ['Call by 24 dec, 90m', { title: 'Call', due_date: '2026-12-24', estimated_hours: '1.5' }],
  ['Call 1.5 h on friday.', { title: 'Call', due_date: '2026-11-27', estimated_hours: '1.5' }],
])('“%s”', (line, understood) => {
  expect(read(line)).toEqual(understood)
})

test.each([
  ['today', '2026-11-26'],
  ['tomorrow', '2026-11-27'],
  ['thu', '2026-12-03'],
  ['wednesday', '2026-12-02'],
  ['sun', '2026-11-29'],
  ['next mon', '2026-11-30'],
  ['next fri', '2026-12-04'],
  ['next week', '2026-11-30'],
  ['in a week', '2026-12-03'],
  ['in 1 day', '2026-11-27'],
  ['24 dec', '2026-12-24'],
  ['dec 24', '2026-12-24'],
  ['December 24th, 2027', '2027-12-24'],
  ['26 nov', '2026-11-26'],
  ['25 nov', '2027-11-25'],
  ['29 feb', '2028-02-29'],
  ['1 sept', '2027-09-01'],
  ['2026-12-24', '2026-12-24'],
  ['2026-02-29', null],
  ['0001-01-01', null],
  ['24 decembre', null],
  ['12/24', null],
  ['friendly', null],
  ['in 3 months', null],
])('%s on a Thursday is %s', (text, day) => {
  expect(readDay(text.toLowerCase(), now)).toBe(day)
})

test('the next week is that of the person', () => {
  expect(readDay('next mon', { today: '2026-11-29', week_start: 'sunday' })).toBe('2026-12-07')
  expect(readDay('next mon', { today: '2026-11-29', week_start: 'monday' })).toBe('2026-11-30')
})

test.each([
  ['2h', '2'],
  ['1.5h', '1.5'],
  ['1,5h', '1.5'],
  ['2 hours', '2'],
  ['90m', '1.5'],
  ['20min', '0.3333'],
  ['1:30', '1.5'],
  ['1h30', '1.5'],
  ['1h 15m', '1.25'],
  ['0h', null],
  ['1:75', null],
  ['2d', null],
  ['9999h', null],
])('an estimate of %s is %s hours', (text, hours) => {
  expect(readEstimate(text)).toBe(hours)
})

test('the name to search for is the first with its sign, without its quotes', () => {
  expect(nameIn('Call #"Quill & Sons" #acme', '#')).toBe('Quill & Sons')
  expect(nameIn('Call anna@acme.com', '@')).toBeNull()
})
