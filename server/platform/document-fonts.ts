/** The fonts of documents (docs/decisions/0035): whole files of packages, none of them the machine's, so that the same data gives the same bytes. */

/** Its name as the files say it, the files of its package, and which letters it is likely to have, so that a file is not read to find that it has none. */
export type Font = { family: string; package: string; files: string[]; letters: RegExp }

/** Script_Extensions (UAX #24): signs that several scripts share are letters of each. */
const lettersOf = (scripts: readonly string[]) =>
  new RegExp(`[${scripts.map((script) => `\\p{scx=${script}}`).join('')}]`, 'u')

/** Of a script, by its code (ISO 15924). */
const noto = (name: string, ...scripts: string[]) => ({
  family: `Noto Sans ${name}`,
  package: `@expo-google-fonts/noto-sans-${name.toLowerCase()}`,
  files: [`400Regular/NotoSans${name}_400Regular.ttf`],
  scripts,
})

export const latin: Font = {
  family: 'Inter',
  package: '@expo-google-fonts/inter',
  files: ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'],
  letters: lettersOf(['Latn', 'Grek', 'Cyrl']),
}

const scripted = [
  noto('Devanagari', 'Deva'),
  noto('Arabic', 'Arab'),
  {
    family: 'Noto Sans Hebrew',
    package: '@embedpdf/fonts-hebrew',
    files: ['fonts/NotoSansHebrew-Regular.ttf'],
    scripts: ['Hebr'],
  },
  noto('Thai', 'Thai'),
  noto('Bengali', 'Beng'),
  noto('Gujarati', 'Gujr'),
  noto('Gurmukhi', 'Guru'),
  noto('Kannada', 'Knda'),
  noto('Malayalam', 'Mlym'),
  noto('Oriya', 'Orya'),
  noto('Tamil', 'Taml'),
  noto('Telugu', 'Telu'),
  noto('Sinhala', 'Sinh'),
  noto('Khmer', 'Khmr'),
  noto('Lao', 'Laoo'),
  noto('Myanmar', 'Mymr'),
  noto('Armenian', 'Armn'),
  noto('Georgian', 'Geor'),
  noto('Ethiopic', 'Ethi'),
  {
    family: 'Noto Sans S Chinese',
    package: '@embedpdf/fonts-sc',
    files: ['fonts/NotoSansHans-Regular.otf'],
    scripts: ['Hani', 'Hira', 'Kana', 'Bopo'],
  },
  {
    family: 'Noto Sans Korean',
    package: '@embedpdf/fonts-kr',
    files: ['fonts/NotoSansKR-Regular.otf'],
    scripts: ['Hang'],
  },
]

/** In black, as everything is that is printed. */
const emoji: Font = {
  family: 'Noto Emoji',
  package: '@expo-google-fonts/noto-emoji',
  files: ['400Regular/NotoEmoji_400Regular.ttf'],
  letters: /[\p{Emoji}\p{Emoji_Component}]/u,
}

/** In this order a letter is looked for. */
export const fonts: readonly Font[] = [
  latin,
  ...scripted.map(({ scripts, ...font }) => ({ ...font, letters: lettersOf(scripts) })),
  emoji,
]

/** What a language is written in (ISO 15924), some of them in several scripts at once. */
const printed = new Set([
  'Latn',
  'Grek',
  'Cyrl',
  'Hans',
  'Hant',
  'Jpan',
  'Kore',
  ...scripted.flatMap(({ scripts }) => scripts),
])

/** What runs from right to left: within the English of a document “from – to” would stand the other way round. */
const turned = new Set(['Arab', 'Hebr'])

/** The locale a document is written in: figures and months in letters it has, else in English as it is written in that country. */
export function printable(locale: string): string {
  const { script, region } = new Intl.Locale(locale).maximize()
  return script && printed.has(script) && !turned.has(script) ? locale : `en-${region ?? 'GB'}`
}
