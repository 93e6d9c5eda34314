/** The thread in which documents are laid out (platform/pdf): a template and its data come in, the bytes of the document go back. */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parentPort } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { Answered, Asked } from './pdf.ts'

/** In this order a letter is looked for. All of them are files of packages: no font of the machine is asked, so the same data gives the same bytes. */
const families = ['Inter', 'Noto Sans Devanagari', 'Noto Sans Arabic', 'Noto Sans SC']
const folders = [
  ['inter', '400Regular'],
  ['inter', '600SemiBold'],
  ['noto-sans-devanagari', '400Regular'],
  ['noto-sans-arabic', '400Regular'],
  ['noto-sans-sc', '400Regular'],
] as const

/** Its 37 MB are read here, once. */
const typst = NodeCompiler.create({
  fontArgs: [
    {
      fontPaths: folders.map(([font, weight]) =>
        path.join(path.dirname(fileURLToPath(import.meta.resolve(`@expo-google-fonts/${font}/package.json`))), weight),
      ),
    },
  ],
})
const fonts = `#set text(font: (${families.map((family) => `"${family}"`).join(', ')}), fallback: false)\n`

function render({ template, data, made_ms }: Asked): Uint8Array<ArrayBuffer> {
  const compiled = typst.compile({ mainFileContent: fonts + template, inputs: { data } })
  const { result } = compiled
  if (!result || compiled.hasError()) {
    const faults = compiled.takeDiagnostics()?.shortDiagnostics ?? []
    throw new Error(`the template does not compile: ${JSON.stringify(faults).slice(0, 500)}`)
  }
  const pdf = Uint8Array.from(typst.pdf(result, { creationTimestamp: Math.floor(made_ms / 1000) }))
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
