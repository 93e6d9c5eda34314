import { expect, test } from 'vitest'
import { dayOrderOf, decimalSignOf, readAmount, readDay, readList, readYesNo, splitPersonName } from './import-cells.ts'

test.each<[string[], '.' | ',' | null]>([
  [['587.974,75 €', '1'], ','],
  [['1,7', '200'], ','],
  [['200.000.000'], ','],
  [['1,234,567'], '.'],
  [['57.0', '0.0', ''], '.'],
  [['$1,234.50'], '.'],
  [['0,125'], ','],
  [['1234.567'], '.'],
  [['1,234', '12', 'n/a'], null],
  [['1.5', '1,5'], null],
  [[], null],
])('the decimals of %j begin with %s', (cells, sign) => {
  expect(decimalSignOf(cells)).toBe(sign)
})

test.each<[string, '.' | ',', string | null, string | null]>([
  ['587.974,75 €', ',', '587974.75', 'EUR'],
  ['1,234.50', '.', '1234.50', null],
  ['$1,234.50', '.', '1234.50', null],
  ['US$ 12', '.', '12', 'USD'],
  ['₹1,23,45,678.05', '.', '12345678.05', 'INR'],
  ["CHF 1'250.00", '.', '1250.00', 'CHF'],
  ['1 250,5 kr', ',', null, null],
  ['12 345,60 zł', ',', '12345.60', 'PLN'],
  ['1100040000.0', '.', '1100040000.0', null],
  ['1.5e3', '.', '1500', null],
  ['1e400', '.', null, null],
  ['(12.50)', '.', '-12.50', null],
  ['12.50-', '.', '-12.50', null],
  ['-0.5', '.', '-0.5', null],
  ['007', '.', '7', null],
  ['.5', '.', '0.5', null],
  ['1.234', ',', '1234', null],
  ['1.23', ',', null, null],
  ['12,34', '.', null, null],
  ['1.2.3', '.', null, null],
  ['ABC 12', '.', null, null],
  ['twelve', '.', null, null],
  ['', '.', null, null],
])('%s with the decimal sign %s is %s %s', (text, sign, amount, currency) => {
  expect(readAmount(text, sign)).toEqual(amount === null ? null : { amount, currency })
})

test.each<[string, 'ymd' | 'dmy' | 'mdy', string | null]>([
  ['2024-08-22 13:25', 'ymd', '2024-08-22'],
  ['2024-08-13T18:04:34.666+00:00', 'dmy', '2024-08-13'],
  ['05.02.1978', 'dmy', '1978-02-05'],
  ['02/01/2014', 'mdy', '2014-02-01'],
  ['31/12/2012 9:05 PM', 'dmy', '2012-12-31'],
  ['13 Aug 2024', 'ymd', '2024-08-13'],
  ['13. März 2024', 'ymd', '2024-03-13'],
  ['Aug 13, 2024', 'ymd', '2024-08-13'],
  ['December 1st, 2024', 'ymd', '2024-12-01'],
  ['3-juil-2024', 'ymd', '2024-07-03'],
  ['15 juin 2024', 'ymd', '2024-06-15'],
  ['20240813', 'ymd', '2024-08-13'],
  ['05-Jan-24', 'mdy', '2024-01-05'],
  ['Fri, 5 Jan 2024', 'ymd', '2024-01-05'],
  ['Friday, January 5, 2024', 'ymd', '2024-01-05'],
  ['2024-13-01', 'ymd', null],
  ['30.02.2024', 'dmy', null],
  ['13 Xyz 2024', 'ymd', null],
  ['soon', 'ymd', null],
])('%s read %s is %s', (text, order, day) => {
  expect(readDay(text, order)).toBe(day)
})

test('the order of a column of dates is settled by the one cell that decides', () => {
  expect(dayOrderOf(['02/01/2014 10:00', '31/12/2012 11:30'])).toBe('dmy')
  expect(dayOrderOf(['02/01/2014', '03/04/2012'])).toBeNull()
  expect(dayOrderOf(['2024-08-13T18:04:34Z'])).toBe('ymd')
})

test.each<[string, boolean | null]>([
  ['Yes', true],
  ['ja', true],
  ['0', false],
  ['FALSE', false],
  ['maybe', null],
])('%s is %s', (text, answer) => {
  expect(readYesNo(text)).toBe(answer)
})

test.each([
  ['vip, football fan,vip', ['vip', 'football fan']],
  ['Procurement; IT, Law;; ', ['Procurement', 'IT, Law']],
  ['a|b', ['a', 'b']],
  ['Friends ::: Work', ['Friends', 'Work']],
  [' ', []],
])('the list %s is %j', (text, items) => {
  expect(readList(text)).toEqual(items)
})

test.each([
  ['Anna Müller', 'Anna', 'Müller'],
  ['Müller, Anna', 'Anna', 'Müller'],
  ['Anna Maria  de la Cruz', 'Anna Maria', 'de la Cruz'],
  ['王秀英', '', '王秀英'],
  ['van Dyck', 'van', 'Dyck'],
])('%s is %s and %s', (text, first_name, last_name) => {
  expect(splitPersonName(text)).toEqual({ first_name, last_name })
})
