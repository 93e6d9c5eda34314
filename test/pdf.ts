/** What a PDF says, as far as a test asks: the letters its fonts are told to mean, and its pages. */
import { inflateSync } from 'node:zlib'

/** The letters that can be copied out of it: each font has a table of them (ToUnicode, PDF 32000-1 §9.10.3). */
export function lettersIn(pdf: Buffer): Set<string> {
  const letters = new Set<string>()
  for (const text of streamsOf(pdf))
    for (const [, block = ''] of text.matchAll(/beginbfchar([^]*?)endbfchar/g))
      for (const [, code = ''] of block.matchAll(/<[0-9A-Fa-f]+>\s*<([0-9A-Fa-f]+)>/g))
        for (const letter of decode(code)) letters.add(letter)
  return letters
}
const decode = (hex: string) =>
  String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16)))

/** What it is made of, unpacked. */
function streamsOf(pdf: Buffer): string[] {
  const found: string[] = []
  for (let at = pdf.indexOf('stream'); at >= 0; at = pdf.indexOf('stream', at + 6)) {
    const begin = at + (pdf[at + 6] === 13 ? 8 : 7)
    const end = pdf.indexOf('endstream', begin)
    if (end < 0) break
    try {
      found.push(inflateSync(pdf.subarray(begin, end)).toString('latin1'))
    } catch {
      // what a letter means stands there as it is, and a font is packed otherwise
      found.push(pdf.subarray(begin, end).toString('latin1'))
    }
    at = end
  }
  return found
}

/** What its parts are said to be: headings, tables, the heads of their columns (PDF 32000-1 §14.8.4). */
export const tagsIn = (pdf: Buffer): Set<string> =>
  new Set(
    [pdf.toString('latin1'), ...streamsOf(pdf)].flatMap((text) =>
      [...text.matchAll(/\/S\s*(\/[A-Z][A-Za-z0-9]*)/g)].map(([, tag = '']) => tag),
    ),
  )

export const pagesOf = (pdf: Buffer): number =>
  [pdf.toString('latin1'), ...streamsOf(pdf)].reduce(
    (sum, text) => sum + (text.match(/\/Type\s*\/Page\b/g)?.length ?? 0),
    0,
  )
