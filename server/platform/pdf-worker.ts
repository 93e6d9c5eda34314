/** The thread in which documents are laid out (platform/pdf): a template and its data come in, the bytes of the document go back. */
import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import path from 'node:path'
import { parentPort } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { fonts, latin, type Font } from './document-fonts.ts'
import { addLetters, everyLetter, has } from './font-letters.ts'
import type { Answered, Asked } from './pdf.ts'

/** Where the files of a font lie; not each package lets its package.json be looked for. */
function pathsOf({ package: name, files }: Font): string[] {
  const found = findPackageJSON(name, import.meta.url)
  if (found === undefined) throw new Error(`the package ${name} is not installed`)
  return files.map((file) => path.join(path.dirname(found), file))
}

/** What each font can draw, read when a document may need it: all of them together are 20 MB, of which most companies need one. */
const read = new Map<Font, Uint8Array>()
function draws(font: Font, code: number): boolean {
  let letters = read.get(font)
  if (!letters) {
    letters = everyLetter()
    // the weights of a family have the same letters
    addLetters(letters, readFileSync(pathsOf(font)[0]!))
    read.set(font, letters)
  }
  return has(letters, code)
}

/** The font that draws a letter: one of its script, else any; null where none does. */
const known = new Map<string, Font | null>()
function fontOf(letter: string): Font | null {
  let font = known.get(letter)
  if (font === undefined) {
    const can = (one: Font) => draws(one, letter.codePointAt(0)!)
    font = can(latin) ? latin : (fonts.find((one) => one.letters.test(letter) && can(one)) ?? fonts.find(can) ?? null)
    known.set(letter, font)
  }
  return font
}

const box = '□'
/** What is not seen itself: it calls for no font, and is drawn by one that is there already. */
const unseen = /[\s\p{Default_Ignorable_Code_Point}]/u

/** The text as it can be printed, and by which fonts: what none has is a box, and what only says how others are drawn goes without a trace. */
function printedBy(text: string): { shown: string; used: Font[] } {
  const wanted = new Set<Font | null>([latin])
  for (const [letter] of text.matchAll(/[^\p{ASCII}]/gu)) if (!unseen.test(letter)) wanted.add(fontOf(letter))
  const used = fonts.filter((font) => wanted.has(font))
  const shown = text.replaceAll(/[^\p{ASCII}]/gu, (letter) => {
    if (!unseen.test(letter)) return fontOf(letter) ? letter : box
    if (used.some((font) => draws(font, letter.codePointAt(0)!))) return letter
    return /\s/u.test(letter) ? ' ' : ''
  })
  return { shown, used }
}

/** A compiler reads its fonts once, when it is made: for one that no document needed before there is another, with those of all before it. */
const taken = new Set<Font>()
let made: NodeCompiler | null = null
function compilerWith(used: Font[]): NodeCompiler {
  if (made && used.every((font) => taken.has(font))) return made
  for (const font of used) taken.add(font)
  return (made = NodeCompiler.create({ fontArgs: [{ fontPaths: [...taken].flatMap(pathsOf) }] }))
}

function render({ template, data, made_ms }: Asked): Uint8Array<ArrayBuffer> {
  const { shown, used } = printedBy(data)
  const boxed = shown.includes(box) ? 'yes' : 'no'
  const typst = compilerWith(used)
  const families = `#set text(font: (${used.map(({ family }) => `"${family}",`).join(' ')}), fallback: false)\n`
  const compiled = typst.compile({ mainFileContent: families + template, inputs: { data: shown, boxed } })
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
