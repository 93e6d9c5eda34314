/** A country's worth of invented customers: names as unevenly spread as real ones, in many scripts, and the mistakes people make in them. */
import { allFakers } from '@faker-js/faker'
import { dictionary } from '@zxcvbn-ts/language-en'
import { chance, type Chance } from '#server/demo/random.ts'

export type Person = { first: string; last: string; company: number; email: string; phone: string }

/** 88,799 surnames of a census, most frequent first: rank r is drawn about 1/r as often, as in the census itself. */
const surnames = dictionary['lastnames-en'] as string[]
const firstNames = shuffled(dictionary['firstnames-en'] as string[], chance(5))
const words = (dictionary['commonWords-en'] as string[]).filter((word) => /^[a-z]{4,10}$/.test(word)).slice(500, 12_000)
const trades = ['Logistics', 'Foods', 'Energy', 'Systems', 'Partners', 'Media', 'Tools', 'Labs', 'Group', 'Consulting']
const forms = ['GmbH', 'Inc', 'Ltd', 'SA', 'LLC', 'AG', 'BV', 'Oy']

type Names = { first: string[]; last: string[]; joined?: true }
const namesOf = (locale: keyof typeof allFakers, joined?: true): Names => {
  const { first_name, last_name } = allFakers[locale].rawDefinitions.person ?? {}
  const flat = (lists: object | null | undefined) => Object.values(lists ?? {}).flat() as string[]
  return { first: flat(first_name), last: flat(last_name), ...(joined && { joined }) }
}
/** Of a thousand people so many each; the rest are of the census. */
const abroad: [share: number, names: Names][] = [
  ...(['de', 'fr', 'es', 'pl', 'cs_CZ', 'tr', 'it', 'hu'] as const).map((locale): [number, Names] => [
    15,
    namesOf(locale),
  ]),
  [25, namesOf('ru')],
  [10, namesOf('uk')],
  [10, namesOf('el')],
  [25, namesOf('zh_CN', true)],
  [10, namesOf('ja', true)],
  [10, namesOf('ko', true)],
  [15, namesOf('ar')],
  [10, namesOf('fa')],
]

/** Integers below `count`, small ones often: P(r) falls as 1/(r + 8), which leaves the first about 1 in 100 of 88,799. */
const skewed = ({ next }: Chance, count: number) => Math.min(count - 1, Math.floor(8 * ((count / 8 + 1) ** next() - 1)))
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

export function company(luck: Chance): string {
  const name = luck.next() < 0.4 ? surnames[skewed(luck, surnames.length)]! : luck.pick(words)
  const second = luck.next() < 0.5 ? luck.pick(trades) : capital(luck.pick(words))
  return `${capital(name)} ${second} ${luck.pick(forms)}`
}

export function person(luck: Chance, companies: readonly string[]): Person {
  const names = origin(luck)
  const first = names
    ? names.first[skewed(luck, names.first.length)]!
    : capital(firstNames[skewed(luck, firstNames.length)]!)
  const last = names ? names.last[skewed(luck, names.last.length)]! : capital(surnames[skewed(luck, surnames.length)]!)
  const number = skewed(luck, companies.length)
  const domain = companies[number]!.toLowerCase().split(' ').slice(0, 2).join('-')
  const local = /^[a-z]+$/i.test(first + last) ? `${first}.${last}`.toLowerCase() : `p${luck.int(1_000, 999_999)}`
  const phone = `+${luck.pick(['1', '44', '49', '33', '91'])} ${luck.int(100, 999)} ${luck.int(1_000_000, 9_999_999)}`
  // East Asian names are written as one, family name first
  return names?.joined
    ? { first: '', last: last + first, company: number, email: `${local}@${domain}.example`, phone }
    : { first, last, company: number, email: `${local}@${domain}.example`, phone }
}

function origin(luck: Chance): Names | null {
  let place = luck.int(0, 999)
  for (const [share, names] of abroad) {
    if (place < share) return names
    place -= share
  }
  return null
}

const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю']
/** One mistake at any letter, the first one too: a neighbouring key, a letter left out, doubled, or swapped with the next. */
export function mistyped(word: string, luck: Chance): string {
  const letters = [...word]
  if (letters.length < 3) return mistypedShort(letters, luck)
  for (;;) {
    const place = luck.int(0, letters.length - 1)
    const made = mistake(letters, place, luck.int(0, 3), luck)
    if (made !== null && made !== word) return made
  }
}
const mistypedShort = (letters: string[], luck: Chance) => mistake(letters, luck.int(0, letters.length - 1), 2, luck)!

function mistake(letters: readonly string[], place: number, kind: number, luck: Chance): string | null {
  const made = [...letters]
  const letter = made[place]!
  if (kind === 0) {
    const row = rows.find((keys) => keys.includes(letter.toLowerCase()))
    if (!row) return null
    const at = row.indexOf(letter.toLowerCase())
    made[place] = row[at === 0 ? 1 : at === row.length - 1 ? at - 1 : at + luck.pick([-1, 1])]!
  } else if (kind === 1) made.splice(place, 1)
  else if (kind === 2) made.splice(place, 0, letter)
  else {
    if (place === made.length - 1) return null
    made.splice(place, 2, made[place + 1]!, letter)
  }
  return made.join('')
}

function shuffled<T>(list: readonly T[], luck: Chance): T[] {
  const made = [...list]
  for (let place = made.length - 1; place > 0; place--) {
    const other = luck.int(0, place)
    ;[made[place], made[other]] = [made[other]!, made[place]!]
  }
  return made
}
