/**
 * vCards as a table, so that they take the same way as every other file: versions 2.1 (quoted-printable, bare types),
 * 3.0 (RFC 2426) and 4.0 (RFC 6350). Photos and whatever no field wants are passed over.
 */
import type { Row } from './toggl.ts'

/** The column titles are ones that `guessColumns` knows. */
export const vcardHeader = [
  'Full name',
  'First name',
  'Last name',
  'Email',
  'Phone',
  'Company',
  'Job title',
  'Address',
  'Categories',
  'Notes',
  'UID',
] as const
type Title = (typeof vcardHeader)[number]

export const isVcard = (text: string) => /^\s*BEGIN:VCARD/i.test(text)

type Property = { name: string; params: string; value: string }

/** A row per card, each with the line its card begins on. A card that never ends is read as far as it goes. */
export function readVcards(text: string): Row[] {
  const rows: Row[] = []
  let card: Map<Title, string> | null = null
  let began = 0
  for (const { line, text: content } of unfold(text)) {
    if (/^BEGIN:VCARD\s*$/i.test(content)) {
      if (card) rows.push(rowOf(card, began))
      card = new Map()
      began = line
    } else if (/^END:VCARD\s*$/i.test(content)) {
      if (card) rows.push(rowOf(card, began))
      card = null
    } else if (card) take(card, content)
  }
  if (card) rows.push(rowOf(card, began))
  return rows
}

function rowOf(card: Map<Title, string>, line: number): Row {
  const whole = card.get('Full name')
  // the card of a company: its name is not the first and last name of somebody
  if (whole !== undefined && whole === card.get('Company') && !card.has('Last name')) card.set('Last name', whole)
  return { line, cells: vcardHeader.map((title) => card.get(title) ?? '') }
}

/** A line that begins with a blank goes on the one before; quoted-printable goes on after a `=` at the end. */
function* unfold(text: string): Generator<{ line: number; text: string }> {
  let open: { line: number; text: string } | null = null
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const soft: boolean = open !== null && open.text.endsWith('=') && /;[^:]*QUOTED-PRINTABLE[^:]*:/i.test(open.text)
    if (open && soft) open.text = open.text.slice(0, -1) + line
    else if (open && /^[ \t]/.test(line)) open.text += line.slice(1)
    else {
      if (open) yield open
      open = { line: index + 1, text: line }
    }
  }
  if (open) yield open
}

function readProperty(content: string): Property | null {
  // a quoted parameter may hold colons
  const [, left, value] = /^((?:[^":]|"[^"]*")+):(.*)$/s.exec(content) ?? []
  if (left === undefined) return null
  const [name = '', ...params] = left.split(';')
  return {
    name: name.replace(/^[\w-]+\./, '').toUpperCase(),
    params: params.join(';').toUpperCase(),
    value: decoded(value!, params.join(';')),
  }
}

function decoded(value: string, params: string): string {
  if (!/QUOTED-PRINTABLE/i.test(params)) return value
  const charset = /CHARSET="?([\w-]+)/i.exec(params)?.[1] ?? 'utf-8'
  const escaped = value.replaceAll(/%/g, '%25').replaceAll(/=([0-9A-F]{2})/gi, '%$1')
  if (/^utf-?8$/i.test(charset)) {
    try {
      return decodeURIComponent(escaped)
    } catch {
      // not UTF-8 after all
    }
  }
  return value.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** `\,` `\;` `\n` `\\` as the text they stand for. */
const plain = (text: string) =>
  text.replaceAll(/\\([\\,;nN])/g, (_, sign: string) => (sign === 'n' || sign === 'N' ? '\n' : sign)).trim()
/** Parts between semicolons that are not escaped. */
const partsOf = (value: string) =>
  (value.match(/(?:\\.|[^;\\])*(?:;|$)/gs) ?? []).map((part) => plain(part.replace(/;$/, '')))

function take(card: Map<Title, string>, content: string): void {
  const property = readProperty(content)
  if (!property) return
  const { name, params, value } = property
  // the first counts, unless a later one says that it is preferred
  const first = (title: Title, text: string) => {
    if (text !== '' && (!card.has(title) || /\bPREF\b/.test(params))) card.set(title, text)
  }
  if (name === 'FN') first('Full name', plain(value))
  else if (name === 'N') takeName(card, partsOf(value))
  else if (name === 'EMAIL') first('Email', plain(value))
  else if (name === 'TEL') first('Phone', plain(value).replace(/^tel:/i, ''))
  else if (name === 'ORG') first('Company', partsOf(value)[0] ?? '')
  else if (name === 'TITLE') first('Job title', plain(value))
  else if (name === 'ADR')
    first(
      'Address',
      partsOf(value)
        .filter((part) => part !== '')
        .join(', '),
    )
  else if (name === 'CATEGORIES') first('Categories', plain(value.replaceAll(/(?<!\\),/g, ';')))
  else if (name === 'NOTE') first('Notes', plain(value))
  else if (name === 'UID') first('UID', plain(value))
}

/** Family; given; more given names; titles in front; behind. */
function takeName(card: Map<Title, string>, [family = '', given = '', more = '']: string[]): void {
  if (family === '' && given === '') return
  card.set('First name', [given, more].filter((part) => part !== '').join(' '))
  card.set('Last name', family)
}
