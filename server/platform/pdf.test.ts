import { expect, test } from 'vitest'
import { lettersIn, pagesOf } from '#test/pdf.ts'
import { renderPdf } from './pdf.ts'

const template = '#let data = json(bytes(sys.inputs.data))\n#for line in data.lines [#line \\ ]'
const made_ms = Date.UTC(2026, 8, 30)

test('names and amounts of many scripts are letters, and no boxes', async () => {
  const lines = ['₹ € £ ¥ –', 'Ährenfeld Łódź', 'Ελλάς', 'Дом', 'भारत', '株式会社 有限公司', 'شركة']
  const letters = lettersIn(await renderPdf(template, { lines }, made_ms))
  for (const letter of '₹€£¥ÄŁźΕλомभर株式会社有限公司') expect([letter, letters.has(letter)]).toEqual([letter, true])
})

test('what is data is shown and never run', async () => {
  const letters = lettersIn(await renderPdf(template, { lines: ['#panic("x") $ * _ @ <a> \\ [b]'] }, made_ms))
  for (const letter of '#$*_@<>\\[]') expect([letter, letters.has(letter)]).toEqual([letter, true])
})

test('the same data at the same instant gives the same bytes, and more of it more pages', async () => {
  const few = { lines: ['a'] }
  expect(await renderPdf(template, few, made_ms)).toEqual(await renderPdf(template, few, made_ms))
  expect(pagesOf(await renderPdf(template, few, made_ms))).toBe(1)
  expect(
    pagesOf(await renderPdf(template, { lines: Array.from({ length: 200 }, () => 'line') }, made_ms)),
  ).toBeGreaterThan(2)
})

test('a template that is wrong is a defect, and says where', async () => {
  await expect(renderPdf('#nothing', {}, made_ms)).rejects.toThrow(/does not compile.*nothing/)
})
