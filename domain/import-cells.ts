/** What people and their programs write into the cells of a table: amounts, days, yes or no, names, lists. Nothing is guessed row by row: how a column is written is settled over the whole column. */
import { minorDigits } from './money.ts'
import { orderOf, readDate, type DateOrder } from './wall-text.ts'

export type DecimalSign = '.' | ','

const symbols: Record<string, string> = {
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  '¥': 'JPY',
  '₩': 'KRW',
  '₽': 'RUB',
  '₺': 'TRY',
  '₪': 'ILS',
  '₫': 'VND',
  zł: 'PLN',
  Kč: 'CZK',
  US$: 'USD',
  R$: 'BRL',
}
const symbol = new RegExp(
  Object.keys(symbols)
    .sort((a, b) => b.length - a.length)
    .map((sign) => sign.replace('$', '\\$'))
    .join('|'),
)
/** Thin, narrow and plain spaces, and the apostrophes that part thousands in Switzerland. */
const gaps = /[\s\u00a0\u2009\u202f'’]/g

/** The digits with their signs, and the currency where the cell names one; `$` alone says none of a dozen dollars. */
function partsOf(text: string): { figures: string; currency: string | null } | null {
  const named = symbol.exec(text)?.[0]
  const code = /(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])/.exec(text)?.[0]
  if (code !== undefined && minorDigits(code) === null) return null
  const bare = text
    .replace(named ?? '', '')
    .replace(code ?? '', '')
    .replace('$', '')
    .replace(gaps, '')
  const inBrackets = /^\((.+)\)$/.exec(bare)?.[1]
  const figures = inBrackets === undefined ? bare.replace('−', '-') : `-${inBrackets}`
  return /^-?[\d.,]*\d[\d.,]*-?$/.test(figures)
    ? { figures, currency: code ?? (named === undefined ? null : symbols[named]!) }
    : null
}

/**
 * Which sign begins the decimals, over a whole column: `1.234,5` and `1,5` say comma, `1,234.5` and `1.5` say point; what
 * fits both (`1,234`) says nothing. Null where no cell decides, or where two contradict each other.
 */
export function decimalSignOf(cells: readonly string[]): DecimalSign | null {
  const votes = new Set(cells.flatMap((cell) => signIn(partsOf(cell.trim())?.figures ?? '') ?? []))
  return votes.size === 1 ? [...votes][0]! : null
}

function signIn(figures: string): DecimalSign | null {
  const points = figures.split('.').length - 1
  const commas = figures.split(',').length - 1
  if (points > 0 && commas > 0) return figures.lastIndexOf('.') > figures.lastIndexOf(',') ? '.' : ','
  if (points > 1) return ','
  if (commas > 1) return '.'
  const [, sign, after] = /^-?(?:[1-9]\d{0,2}|\d+)([.,])(\d*)$/.exec(figures) ?? []
  return sign !== undefined && (after!.length !== 3 || /^-?0[.,]|^-?\d{4}/.test(figures)) ? (sign as DecimalSign) : null
}

export type Amount = { amount: string; currency: string | null }

/** `587.974,75 €` as `587974.75` EUR; null for what is no number. Thousands must be grouped in threes (or as in India). */
export function readAmount(text: string, decimal: DecimalSign): Amount | null {
  const parts = partsOf(text.trim())
  const exponent = /^-?\d+(\.\d+)?[eE][+-]?\d{1,3}$/.test(text.trim())
  if (exponent) return Number.isFinite(Number(text)) ? { amount: plainDecimal(Number(text)), currency: null } : null
  if (!parts) return null
  const group = decimal === '.' ? ',' : '.'
  const trailing = parts.figures.endsWith('-')
  const [whole = '', fraction = '', ...more] = parts.figures.replace(/-/g, '').split(decimal)
  const grouped = whole.includes(group)
  if (more.length > 0 || fraction.includes(group)) return null
  if (grouped && !new RegExp(`^\\d{1,3}(\\${group}\\d{2,3})*\\${group}\\d{3}$`).test(whole)) return null
  const digits = whole.replaceAll(group, '').replace(/^0+(?=\d)/, '') || '0'
  const negative = trailing || parts.figures.startsWith('-')
  return { amount: `${negative ? '-' : ''}${digits}${fraction ? `.${fraction}` : ''}`, currency: parts.currency }
}

const plainDecimal = (value: number) => value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 6 })

/** January to December as the languages of the offices we know abbreviate them; the first three letters decide, or four. */
const months = [
  'jan ene gen',
  'feb fév fev',
  'mar mär mrz',
  'apr avr abr',
  'may mai mag',
  'jun juin giu',
  'jul juil lug',
  'aug aoû ago',
  'sep set',
  'oct okt ott',
  'nov',
  'dec dez déc dic',
].map((names) => names.split(' '))

const monthOf = (word: string): number => {
  const lower = word.toLowerCase().replace('.', '')
  const longest = months
    .map((names, index) => ({
      index,
      fit: Math.max(...names.map((name) => (lower.startsWith(name) ? name.length : 0))),
    }))
    .sort((a, b) => b.fit - a.fit)[0]!
  return longest.fit > 0 ? longest.index + 1 : 0
}

/** The day of a date, of a date with a time behind it, of `13 Aug 2024`, `Aug 13, 2024` or `20240813`; null where there is no such day. */
export function readDay(text: string, order: DateOrder): string | null {
  const [, compactYear, compactMonth, compactDay] = /^(\d{4})(\d{2})(\d{2})$/.exec(text.trim()) ?? []
  if (compactYear) return readDate(`${compactYear}-${compactMonth}-${compactDay}`, 'ymd')
  const named = namedDay(text.trim())
  return named ?? readDate(dayPart(text), order)
}

/** What stands before the time of day. */
export const dayPart = (text: string) =>
  text
    .trim()
    .split(/[T\s,]+(?=\d{1,2}:)/)[0]!
    .trim()

/** A day of the week in front says nothing new; a year of two digits is one of this century. */
function namedDay(text: string): string | null {
  const bare = text.replace(/^\p{L}+[.,]*\s+(?=\d)|^\p{L}+[.,]+\s+(?=\p{L})/u, '')
  const [, day, word, year] = /^(\d{1,2})\.?[\s-]+(\p{L}+)\.?[\s,-]+(\d{4}|\d{2})(?:[\sT,].*)?$/u.exec(bare) ?? []
  const [, word2, day2, year2] =
    /^(\p{L}+)\.?[\s-]+(\d{1,2})(?:st|nd|rd|th)?[\s,-]+(\d{4})(?:[\sT,].*)?$/u.exec(text) ??
    /^(\p{L}+)\.?[\s-]+(\d{1,2})(?:st|nd|rd|th)?[\s,-]+(\d{4})(?:[\sT,].*)?$/u.exec(bare) ??
    []
  const month = monthOf(word ?? word2 ?? '')
  const full = year ?? year2 ?? ''
  return month === 0 ? null : readDate(`${full.length === 2 ? `20${full}` : full}-${month}-${day ?? day2}`, 'ymd')
}

/** Over a whole column; null where every cell fits day first and month first alike. */
export const dayOrderOf = (cells: readonly string[]): DateOrder | null => orderOf(cells.map(dayPart))

export const readYesNo = (text: string): boolean | null =>
  /^(yes|y|true|t|1|x|ja|oui|s[ií]|sim|wahr|vrai|verdadero)$/i.test(text.trim())
    ? true
    : /^(no|n|false|f|0|nein|non|não|nao|falsch|faux|falso)$/i.test(text.trim())
      ? false
      : null

/** A list in one cell. Google's `:::`, a semicolon or a bar parts where there is one, else a comma. */
export function readList(text: string): string[] {
  const sign = /:::|[;|]/.exec(text)?.[0] ?? ','
  const items = text.split(sign).map((item) => item.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim())
  return [...new Set(items)].filter((item) => item !== '')
}

/** `Müller, Anna` and `Dr. Anna Maria Müller` as first and last name; one word alone is the last name. */
export function splitPersonName(text: string): { first_name: string; last_name: string } {
  const tidy = text.replaceAll(/\s+/g, ' ').trim()
  const [last, first] = tidy.split(/\s*,\s*/)
  if (first) return { first_name: first, last_name: last! }
  const words = tidy.split(' ')
  // "van der Berg", "de la Cruz": particles belong to the name behind them
  const particle = words.findIndex(
    (word, index) => index > 0 && /^(van|von|de|del|della|der|da|dos|di|la|le|bin|al|el)$/.test(word),
  )
  const at = particle > 0 ? particle : words.length - 1
  return { first_name: words.slice(0, at).join(' '), last_name: words.slice(at).join(' ') }
}
