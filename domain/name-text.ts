/** From the text people type to the words that are compared. */
import { calendarWords, connectors, fillers, leadingWork, legalForms, sameWord, workWords } from './name-words.ts'

/** Longer texts are titles or mistakes; what names a customer stands at their beginning. Bounds the cost of a lookup. */
const longestText = 240
const mostWords = 16
const mostParts = 8

/** The words of a name, its legal form apart. `closed`: the name is meant to be whole, as a legal form after it says. */
/** `written`: the core in its own spelling, in one. */
export type Words = { core: string[]; legal: string; closed: boolean; written: string }

/** One way to read a text as a name. `sure` is 1 for the text as written, less the more was cut away. */
export type Reading = Words & { text: string; sure: number }

const letters: Record<string, string> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }

/** One spelling for what looks the same: compatibility forms, case, accents (of scripts that can do without), apostrophes. */
export function fold(text: string): string {
  const cut = text.slice(0, longestText)
  if (/^[\x20-\x7e]*$/.test(cut)) return cut.toLowerCase().replaceAll("'", '')
  return cut
    .normalize('NFKD')
    .replace(/(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu, '')
    .normalize('NFC')
    .slice(0, longestText)
    .toLowerCase()
    .replace(/[ßøæœłđðþı]/g, (letter) => letters[letter]!)
    .replace(/['’‘`´ʼ＇]/g, '')
    .replace(/株式会社|有限会社|合同会社|股份有限公司|有限公司|주식회사/g, ' $& ')
}

/** A registrar's mark after the legal form: "CORP /DE/", "INC/RI", "Ltd./ADR", "CO \NEW\". */
const registrarMark =
  /(?:[/\\]\s*[a-z]{2,4}\s*[/\\]|\b(inc|corp|co|company|corporation|ltd|limited|plc|llc|lp|ag|sa|bancorp)\b[.,]?\s*[/\\]\s*(?:[a-z]{2,4})?)\s*$/
const shareClass = /\(?\bclass [a-d]\b\)?/

/** The words of a text, in order, as they are compared. */
export function wordsOf(text: string): string[] {
  const plain = fold(text).replace(registrarMark, ' $1').replace(shareClass, ' ')
  const found = plain.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  return joinInitials(found.slice(0, mostWords).map((word) => word.slice(0, 40)))
}

/** "j", "m", "smucker" → "jm", "smucker": initials are written with dots, spaces, ampersands or nothing. */
function joinInitials(found: string[]): string[] {
  const joined: string[] = []
  let run = ''
  for (const word of [...found, '']) {
    if (/^[a-z]$/.test(word)) run += word
    else {
      if (run) joined.push(run)
      run = ''
      if (word) joined.push(word)
    }
  }
  return joined
}

/** Sets the legal form apart: any run of legal words at the end, or one in front ("PT", "OOO", "株式会社"), never all. */
export function splitLegal(found: string[]): Words {
  let end = found.length
  while (end > 1 && legalForms.has(found[end - 1]!)) end -= 1
  const front = end > 1 && /^(pt|ooo|ооо|оао|зао|пао|ао|株式会社|有限会社)$/.test(found[0]!) ? 1 : 0
  const legal = [...found.slice(0, front), ...found.slice(end)].map((word) => legalForms.get(word)!)
  const named = found.slice(front, end)
  const kept = named.filter((word) => !fillers.has(word))
  const own = kept.length > 0 ? kept : named
  return {
    core: own.map((word) => sameWord.get(word) ?? word),
    legal: legal.join(' '),
    closed: legal.length > 0,
    written: own.join(''),
  }
}

const isNumber = (word: string) => /^\d+(st|nd|rd|th)?$|^[qvhw]\d{1,4}$|^fy\d+$|^\d+[hdw]$/.test(word)
/** Whether a word belongs to the work rather than to a name. */
export const isWork = (word: string) => workWords.has(word) || calendarWords.has(word) || isNumber(word)

/** "ACME support", "Call Acme": cuts the work off both ends. A legal form after a work word keeps it ("Tech Data Corp"). */
function withoutWork(found: string[]): string[] {
  const heard = found.map((word) => sameWord.get(word) ?? word)
  let end = found.length
  while (end > 0 && (isWork(heard[end - 1]!) || fillers.has(heard[end - 1]!))) end -= 1
  let start = 0
  while (start < end && (leadingWork.has(heard[start]!) || isNumber(heard[start]!))) start += 1
  return found.slice(start, end)
}

const separator = /\s+[-–—−·•»>~]+\s+|\s*[:;|[\]{}()«»“”"→⇒]\s*|\s+[/\\]\s+|\s*[–—]\s*|\s@\s*|\s#|\t|\n/u
const connector = new RegExp(`(?<=^|\\s)(?:${connectors.join('|')}|on behalf of)(?=\\s)`, 'iu')

/** Every way to read a text as a name: as written, its parts between separators, and each without its work words. */
export function readingsOf(text: string): Reading[] {
  const cut = text.slice(0, longestText)
  const parts = partsOf(cut, separator)
  const pieces = [cut, ...parts, ...(parts.length > 0 ? parts : [cut]).flatMap((part) => partsOf(part, connector))]
  const readings = new Map<string, Reading>()
  for (const [position, piece] of pieces.slice(0, 1 + 2 * mostParts).entries())
    for (const reading of readPiece(piece, position === 0 ? 1 : 0.99)) {
      const key = `${reading.core.join(' ')}|${reading.legal}`
      if (reading.core.length > 0 && !readings.has(key)) readings.set(key, reading)
    }
  return [...readings.values()]
}

function readPiece(piece: string, sure: number): Reading[] {
  const found = wordsOf(piece)
  if (found.length === 0) return []
  const whole = { ...splitLegal(found), text: piece.trim(), sure }
  const trimmed = withoutWork(found)
  if (trimmed.length === 0 || trimmed.length === found.length) return [whole]
  // Beside bare work words only a whole name is believed: "Rockwell Automation" is not short for Rockwell Medical.
  return [whole, { ...splitLegal(trimmed), closed: true, text: piece.trim(), sure: sure - 0.04 }]
}

function partsOf(text: string, by: RegExp): string[] {
  const parts = text.split(by).filter((part) => /[\p{L}\p{N}]/u.test(part ?? ''))
  return parts.length > 1 ? parts.slice(0, mostParts) : []
}
