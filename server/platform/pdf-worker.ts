/** The thread in which documents are laid out (platform/pdf): a template and its data come in, the bytes of the document go back. */
import { findPackageJSON } from 'node:module'
import path from 'node:path'
import { parentPort } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
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
const typst = NodeCompiler.create({
  fontArgs: [{ fontPaths: files.map(([name, file]) => path.join(folderOf(name), file)) }],
})
const fonts = `#set text(font: (${families.map((family) => `"${family}"`).join(', ')}), fallback: false)\n`

/** Where a package lies; not each lets its package.json be looked for. */
function folderOf(name: string): string {
  const found = findPackageJSON(name, import.meta.url)
  if (found === undefined) throw new Error(`the package ${name} is not installed`)
  return path.dirname(found)
}

function render({ template, data, made_ms }: Asked): Uint8Array<ArrayBuffer> {
  const compiled = typst.compile({ mainFileContent: fonts + template, inputs: { data } })
  const { result } = compiled
  if (!result || compiled.hasError()) {
    const faults = compiled.takeDiagnostics()?.shortDiagnostics ?? []
    throw new Error(`the template does not compile: ${JSON.stringify(faults).slice(0, 500)}`)
  }
  const pdf = Uint8Array.from(typst.pdf(result, { pdfStandard: 'ua-1', creationTimestamp: Math.floor(made_ms / 1000) }))
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
