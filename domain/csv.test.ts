import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

test.each([
  [['plain', 3, true, null], 'plain,3,true,\r\n'],
  [['with, comma', 'with "quotes"', 'two\nlines'], '"with, comma","with ""quotes""","two\nlines"\r\n'],
  [[-5, '-x', '+1', '=1+1', '@sum', '\ttab'], "-5,'-x,'+1,'=1+1,'@sum,'\ttab\r\n"],
  [['=cmd|"/c calc"!A1'], `"'=cmd|""/c calc""!A1"\r\n`],
  [['a=b', ' =not first'], 'a=b, =not first\r\n'],
  [['＝1+1', '＋1', '－1', '＠sum', '\n=1', '\r=1', '\0=1'], `'＝1+1,'＋1,'－1,'＠sum,"'\n=1","'\r=1",'\0=1\r\n`],
])('%j is written as %j', (cells, line) => {
  expect(csvLine(cells)).toBe(line)
})

test('a decimal in text stays one to the last digit, also below zero', () => {
  expect(csvLine(['-123456789012345.000001', '-1+1', '-', '12.50'])).toBe("-123456789012345.000001,'-1+1,'-,12.50\r\n")
})
