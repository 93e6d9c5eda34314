import { expect, test } from 'vitest'
import { lettersIn, pagesOf } from '#test/pdf.ts'
import { printable } from './document-fonts.ts'
import { renderPdf } from './pdf.ts'

const template =
  '#set document(title: "Test")\n#let data = json(bytes(sys.inputs.data))\n#for line in data.lines [#line \\ ]'
const made_ms = Date.UTC(2026, 8, 30)

test('names and amounts of many scripts are letters, and no boxes', async () => {
  const lines = [
    '₹ € £ ¥ –',
    'Ährenfeld Łódź',
    'Ελλάς',
    'Дом',
    'भारत',
    '株式会社 有限公司',
    'شركة',
    '주식회사 한국',
    'חברה',
    'บริษัท',
  ]
  const letters = lettersIn(await renderPdf(template, { lines }, made_ms))
  for (const letter of '₹€£¥ÄŁźΕλомभर株式会社有限公司주식회사한국חברהบรษท')
    expect([letter, letters.has(letter)]).toEqual([letter, true])
})

test.each([
  ['Tamil', 'முருகன் சுப்பிரமணியன்'],
  ['Telugu', 'వెంకటేశ్వర రావు'],
  ['Bengali', 'রবীন্দ্রনাথ ঠাকুর'],
  ['Gujarati', 'મહેન્દ્ર પટેલ'],
  ['Kannada', 'ಶ್ರೀನಿವಾಸ ಗೌಡ'],
  ['Malayalam', 'കൃഷ്ണൻ നമ്പൂതിരി'],
  ['Gurmukhi', 'ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ'],
  ['Odia', 'ଜଗନ୍ନାଥ ମହାନ୍ତି'],
  ['Sinhala', 'ශ්‍රී ලංකා ප්‍රනාන්දු'],
  ['Georgian', 'შოთა რუსთაველი'],
  ['Armenian', 'Արամ Խաչատրյան'],
  ['Khmer', 'សុខ ពិសិដ្ឋ'],
  ['Lao', 'ສົມຊາຍ ວົງສາ'],
  ['Burmese', 'အောင်ဆန်း'],
  ['Ethiopic', 'ኃይለ ገብረሥላሴ'],
  ['emoji', 'Rocket \u{1f680}\ufe0f \u{1f469}\u{1f3fd}\u200d\u{1f4bb} \u{1f1ee}\u{1f1f3} 1\ufe0f\u20e3'],
])('a name in %s is printed in its letters', async (_, name) => {
  const letters = lettersIn(await renderPdf(template, { lines: [name] }, made_ms))
  expect(letters.has('□')).toBe(false)
  for (const letter of name.match(/[\p{L}\p{Extended_Pictographic}]/gu)!)
    expect([letter, letters.has(letter)]).toEqual([letter, true])
})

test('a document is the same whatever was printed before it', async () => {
  const alone = await renderPdf(template, { lines: ['Zoë & Ähren'] }, made_ms)
  await renderPdf(template, { lines: ['თბილისი', '東京'] }, made_ms)
  expect(await renderPdf(template, { lines: ['Zoë & Ähren'] }, made_ms)).toEqual(alone)
})

test('a letter that no font has is a box, and the rest of the document is there', async () => {
  const lines = ['བོད་ཡིག Ltd', 'ᠮᠣᠩᠭᠣᠯ', 'न\u0301', '⟪Zoë⟫']
  const letters = lettersIn(await renderPdf(template, { lines }, made_ms))
  for (const letter of '□LtdZoëन') expect([letter, letters.has(letter)]).toEqual([letter, true])
})

test.each([
  ['de-DE', 'de-DE'],
  ['hi-IN', 'hi-IN'],
  ['ar-EG', 'en-EG'],
  ['he-IL', 'en-IL'],
  ['bn-BD', 'bn-BD'],
  ['ta', 'ta'],
  ['my-MM', 'my-MM'],
  ['dz-BT', 'en-BT'],
  ['ks-Deva', 'ks-Deva'],
  ['mn-Mong', 'en-CN'],
])('a document for %s is written as in %s, and never in digits it cannot print', async (locale, expected) => {
  expect(printable(locale)).toBe(expected)
  const figure = new Intl.NumberFormat(printable(locale), { style: 'currency', currency: 'INR' }).format(1_234_567.5)
  const month = new Intl.DateTimeFormat(printable(locale), { dateStyle: 'medium' }).format(made_ms)
  expect(lettersIn(await renderPdf(template, { lines: [figure, month] }, made_ms)).has('□')).toBe(false)
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

test('while a long document is laid out, everything else goes on', async () => {
  const lines = Array.from({ length: 4_000 }, (_, n) => `line ${n}`)
  let turns = 0
  const clock = setInterval(() => turns++, 1)
  const began = performance.now()
  await renderPdf(template, { lines }, made_ms)
  clearInterval(clock)
  // it takes long enough to tell, and others had their turn in at least a tenth of it
  expect(performance.now() - began).toBeGreaterThan(20)
  expect(turns).toBeGreaterThan((performance.now() - began) / 20)
})

test('several at once come each to whoever asked for it', async () => {
  const all = await Promise.all([1, 300, 600].map((n) => renderPdf(template, { lines: Array(n).fill('x') }, made_ms)))
  const pages = all.map(pagesOf)
  expect(pages[0]).toBe(1)
  expect(pages).toEqual(pages.toSorted((a, b) => a - b))
  expect(new Set(pages).size).toBe(3)
})

test('a template that is wrong is a defect, and says where', async () => {
  await expect(renderPdf('#nothing', {}, made_ms)).rejects.toThrow(/does not compile.*nothing/)
})
