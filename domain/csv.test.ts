import { expect, test } from 'vitest'
import { csvDialects, csvLine, decimal, dialectOf, isPartedBySemicolons, unguarded } from './csv.ts'

test.each([
  [['plain', 3, true, null], 'plain,3,true,\r\n'],
  [['with, comma', 'with "quotes"', 'two\nlines'], '"with, comma","with ""quotes""","two\nlines"\r\n'],
  [[-5, '-x', '+1', '=1+1', '@sum', '\ttab'], "-5,'-x,'+1,'=1+1,'@sum,'\ttab\r\n"],
  [['=cmd|"/c calc"!A1'], `"'=cmd|""/c calc""!A1"\r\n`],
  [['a=b', ' =not first'], 'a=b, =not first\r\n'],
  [['＝1+1', '＋1', '－1', '＠sum', '\n=1', '\r=1', '\0=1'], `'＝1+1,'＋1,'－1,'＠sum,"'\n'=1","'\r'=1",'\0=1\r\n`],
])('%j is written as %j', (cells, line) => {
  expect(csvLine(cells, 'comma_point')).toBe(line)
})

test.each([
  ['comma_point', '"a;b,c",-12.50,1234567.25,-0.5,3,,"say ""x"""\r\n'],
  ['semicolon_comma', '"a;b,c";-12,50;1234567,25;-0,5;3;;"say ""x"""\r\n'],
  ['semicolon_point', '"a;b,c";-12.50;1234567.25;-0.5;3;;"say ""x"""\r\n'],
] as const)('in %s numbers are numbers, also below zero, and no text falls into two cells', (dialect, line) => {
  const cells = ['a;b,c', decimal('-12.50'), decimal('1234567.25'), -0.5, 3, decimal(null), 'say "x"']
  expect(csvLine(cells, dialect)).toBe(line)
})

test('what is text stays as it was typed, also where it looks like a number', () => {
  expect(csvLine(['1.10', '2,5', '-3', '-1,5', '-1+1', '-'], 'semicolon_comma')).toBe("1.10;2,5;-3;-1,5;'-1+1;'-\r\n")
})

test('a decimal is written to its last digit', () => {
  expect(csvLine([decimal('-123456789012345.000001')], 'semicolon_comma')).toBe('-123456789012345,000001\r\n')
})

/** As a spreadsheet cuts a file whose signs it takes to be these, with no regard to quotes that do not begin a cell. */
function cut(text: string, between: string): string[] {
  const cells: string[] = ['']
  for (let at = 0, open = false; at < text.length; at++) {
    const sign = text[at]!
    if (open && sign === '"' && text[at + 1] === '"') cells[cells.length - 1] += text[++at]!
    else if (sign === '"' && (open || cells.at(-1) === '')) open = !open
    else if (!open && (sign === between || /[\r\n]/.test(sign))) cells.push('')
    else cells[cells.length - 1] += sign
  }
  return cells
}

const evil = [
  '=1+1',
  'x;=1+1',
  'x,=1+1',
  'x\t=1+1',
  'x;"=1+1;',
  'x,""=1+1,',
  'x\n=1+1',
  'x\r\n@sum(1)',
  ';+1',
  ',-1+2',
  'a";=1+1;"b',
  'a;＝1+1',
  "a;'=1",
]
test.each(
  csvDialects.flatMap((dialect) => [',', ';', '\t'].map((between): [typeof dialect, string] => [dialect, between])),
)('a file of %s that is opened as one of %j runs nothing', (dialect, between) => {
  for (const text of evil) {
    const line = csvLine(['first', text, decimal('-1.50'), 'last'], dialect)
    for (const cell of cut(line, between))
      expect([text, cell]).toEqual([text, expect.not.stringMatching(/^[=+@＝]|^-(?!\d+([.,]\d+)?$)/)])
  }
})

test('whoever reads such a file has the text as it was', () => {
  const texts = [...evil, '+49 30 1234', '- milk\n- tea', '\tindented', '-12.50', "'s-Hertogenbosch", "O'Neil", 'plain']
  for (const text of texts)
    for (const dialect of csvDialects) {
      const between = dialect === 'comma_point' ? ',' : ';'
      const [cell] = cut(csvLine([text, 'last'], dialect), between)
      // what was guarded before it was written had a quote of its own
      if (!text.includes("'=")) expect([text, unguarded(cell!)]).toEqual([text, text])
    }
})

test.each([
  ['en', undefined, 'comma_point'],
  ['en-GB', 'locale', 'comma_point'],
  ['en-IN', 'locale', 'comma_point'],
  ['ja-JP', 'locale', 'comma_point'],
  ['de-DE', 'locale', 'semicolon_comma'],
  ['de-AT', undefined, 'semicolon_comma'],
  ['fr-FR', 'locale', 'semicolon_comma'],
  ['pt-BR', 'locale', 'semicolon_comma'],
  ['sv-SE', 'locale', 'semicolon_comma'],
  ['de-CH', 'locale', 'semicolon_point'],
  ['ar-EG', 'locale', 'semicolon_point'],
  ['de-DE', 'comma_point', 'comma_point'],
  ['en-GB', 'semicolon_comma', 'semicolon_comma'],
] as const)('for %s with %s chosen a file is %s', (locale, preference, dialect) => {
  expect(dialectOf(preference, locale)).toBe(dialect)
})

test.each([
  ['decimals', 'Name;Value, EUR\r\nQuill;1,5\r\n', true],
  ['a comma in each cell', 'a, b;c, d\n1,2;3,4\n', true],
  ['quotes around what parts nothing', 'a;b\n"x;y;\nz";2\n', true],
  ['a list in one cell', 'Name,Tags\nQuill,a; b\n', false],
  ['a list in one cell of each line', 'Name,"Tags; all"\nQuill,"a; b"\n', false],
  ['one column', 'Name\nQuill\n', false],
  ['nothing', '', false],
])('%s: semicolons part cells, or they do not', (_, text, expected) => {
  expect(isPartedBySemicolons(text)).toBe(expected)
})
