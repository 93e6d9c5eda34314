/** Documents as PDF: a Typst template, and its data as JSON, which it can only read and never run. */
import { fileURLToPath } from 'node:url'
import path from 'node:path'
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'

/** In this order a letter is looked for. All of them are files of packages: no font of the machine is asked, so the same data gives the same bytes. */
export const fontFamilies = ['Inter', 'Noto Sans Devanagari', 'Noto Sans Arabic', 'Noto Sans SC'] as const
const fontFolders = [
  ['inter', '400Regular'],
  ['inter', '600SemiBold'],
  ['noto-sans-devanagari', '400Regular'],
  ['noto-sans-arabic', '400Regular'],
  ['noto-sans-sc', '400Regular'],
] as const

let compiler: Promise<NodeCompiler> | null = null

/** Its 37 MB are read when the first document is made. */
async function start(): Promise<NodeCompiler> {
  const { NodeCompiler: Compiler } = await import('@myriaddreamin/typst-ts-node-compiler')
  const fontPaths = fontFolders.map(([font, weight]) =>
    path.join(path.dirname(fileURLToPath(import.meta.resolve(`@expo-google-fonts/${font}/package.json`))), weight),
  )
  return Compiler.create({ fontArgs: [{ fontPaths }] })
}

/** The same template, data and instant give the same bytes. @throws where the template is wrong, which is a defect */
export async function renderPdf(template: string, data: object, made_ms: number): Promise<Buffer> {
  const typst = await (compiler ??= start())
  const fonts = `#set text(font: (${fontFamilies.map((family) => `"${family}"`).join(', ')}), fallback: false)\n`
  const compiled = typst.compile({ mainFileContent: fonts + template, inputs: { data: JSON.stringify(data) } })
  const { result } = compiled
  if (!result || compiled.hasError()) {
    const faults = compiled.takeDiagnostics()?.shortDiagnostics ?? []
    throw new Error(`the template does not compile: ${JSON.stringify(faults).slice(0, 500)}`)
  }
  const pdf = typst.pdf(result, { creationTimestamp: Math.floor(made_ms / 1000) })
  // what was laid out is kept for the next document that is like it; after some it goes
  typst.evictCache(10)
  return pdf
}
