/** The thread in which documents are laid out (platform/pdf): a template and its data come in, the bytes of the document go back. */
import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import path from 'node:path'
import { parentPort } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { addLetters, everyLetter, has } from './font-letters.ts'
import type { Answered, Asked } from './pdf.ts'

/** In this order a letter is looked for. All of them are files of packages: no font of the machine is asked, so the same data gives the same bytes. */
const families = [
  'Inter',
  'Noto Sans Devanagari',
  'Noto Sans Arabic',
  'Noto Sans Hebrew',
  'Noto Sans Thai',
  'Noto Sans S Chinese',
  'Noto Sans Korean',
]
/** Packages, and of the files in each those that are used. */
const files = [
  ['@expo-google-fonts/inter', '400Regular/Inter_400Regular.ttf'],
  ['@expo-google-fonts/inter', '600SemiBold/Inter_600SemiBold.ttf'],
  ['@expo-google-fonts/noto-sans-devanagari', '400Regular/NotoSansDevanagari_400Regular.ttf'],
  ['@expo-google-fonts/noto-sans-arabic', '400Regular/NotoSansArabic_400Regular.ttf'],
  ['@expo-google-fonts/noto-sans-thai', '400Regular/NotoSansThai_400Regular.ttf'],
  ['@embedpdf/fonts-hebrew', 'fonts/NotoSansHebrew-Regular.ttf'],
  ['@embedpdf/fonts-sc', 'fonts/NotoSansHans-Regular.otf'],
  ['@embedpdf/fonts-kr', 'fonts/NotoSansKR-Regular.otf'],
] as const

/** The compiler and its fonts are read here, once. */
const fontPaths = files.map(([name, file]) => path.join(folderOf(name), file))
const typst = NodeCompiler.create({ fontArgs: [{ fontPaths }] })
const letters = everyLetter()
for (const file of fontPaths) addLetters(letters, readFileSync(file))
const fonts = `#set text(font: (${families.map((family) => `"${family}"`).join(', ')}), fallback: false)\n`

/** Where a package lies; not each lets its package.json be looked for. */
function folderOf(name: string): string {
  const found = findPackageJSON(name, import.meta.url)
  if (found === undefined) throw new Error(`the package ${name} is not installed`)
  return path.dirname(found)
}

const box = '□'
/** What no font has as a box; what only says how others are drawn goes without a trace. */
const inBoxes = (text: string) =>
  text.replaceAll(/[^\p{ASCII}]/gu, (letter) => {
    if (has(letters, letter.codePointAt(0)!)) return letter
    if (/\s/u.test(letter)) return ' '
    return /\p{Default_Ignorable_Code_Point}/u.test(letter) ? '' : box
  })

function render({ template, data, made_ms }: Asked): Uint8Array<ArrayBuffer> {
  const shown = inBoxes(data)
  const boxed = shown.includes(box) ? 'yes' : 'no'
  const compiled = typst.compile({ mainFileContent: fonts + template, inputs: { data: shown, boxed } })
  const { result } = compiled
  if (!result || compiled.hasError()) {
    const faults = compiled.takeDiagnostics()?.shortDiagnostics ?? []
    throw new Error(`the template does not compile: ${JSON.stringify(faults).slice(0, 500)}`)
  }
  const creationTimestamp = Math.floor(made_ms / 1000)
  let written: Uint8Array
  try {
    written = typst.pdf(result, { pdfStandard: 'ua-1', creationTimestamp })
  } catch {
    // a letter of one font with a mark of another has no glyph together, and the standard wants one: better a document without its seal
    written = typst.pdf(result, { creationTimestamp })
  }
  const pdf = Uint8Array.from(written)
  // what was laid out is kept for the next document alone: ten reports of 20 pages hold 360 MB and make none quicker
  typst.evictCache(1)
  return pdf
}

parentPort!.on('message', (asked: Asked) => {
  try {
    const pdf = render(asked)
    parentPort!.postMessage({ id: asked.id, pdf } satisfies Answered, [pdf.buffer])
  } catch (error) {
    parentPort!.postMessage({ id: asked.id, fault: (error as Error).message } satisfies Answered, [])
  }
})
