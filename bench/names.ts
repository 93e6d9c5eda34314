/** How well and how fast names are matched: `node bench/names.ts`. */
import { readFileSync } from 'node:fs'
import { buildCatalog, mapEntry, type CatalogAccount, type CatalogDeal } from '#domain/mapping.ts'
import { clearMatch } from '#domain/names.ts'

const rows = (file: string) =>
  readFileSync(new URL(`../test/data/names/${file}`, import.meta.url), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
      ),
    )

const size = 5_000
const listed = rows('accounts.csv').map(([id, name]) => ({ id: id!, name: name! }))
const queries = rows('queries.csv').map(([text, id]) => ({ text: text!, id: id! }))

/** Invented customers to fill up to 5,000, their names built from syllables so that the rare words stay rare. */
const syllables = [
  'bra',
  'cor',
  'dun',
  'fel',
  'gar',
  'hol',
  'jun',
  'kel',
  'lor',
  'mar',
  'nev',
  'pol',
  'quin',
  'ros',
  'sel',
  'tor',
  'ulm',
  'ver',
  'wex',
  'zan',
]
const invented = (i: number) => [i, i * 7 + 3, i * 13 + 5].map((n) => syllables[Math.floor(n / 3) % 20]).join('')
const accounts: CatalogAccount[] = [
  ...listed,
  ...Array.from({ length: size - listed.length }, (_, i) => ({
    id: `x${i}`,
    name: `${invented(i)} ${['Systems', 'Foods', 'Logistics', 'Group'][i % 4]} ${['Inc', 'GmbH', 'Ltd'][i % 3]}`,
  })),
]
const works = [
  'Website Redesign',
  'Data migration',
  'API integration',
  'Support retainer 2025',
  'Phase 2',
  'Onboarding',
  'ERP rollout',
  'Security audit',
]
const deals: CatalogDeal[] = Array.from({ length: size }, (_, i) => {
  const account = accounts[(i * 37) % size]!
  const work = works[i % works.length]!
  return {
    id: `d${i}`,
    account_id: account.id,
    name: i % 3 === 0 ? `${account.name} - ${work}` : i % 3 === 1 ? work : `${invented(i * 11)} ${work}`,
    open: i % 5 !== 0,
  }
})

const build = () => buildCatalog({ accounts, deals })
const started = performance.now()
let catalog = build()
const build_ms = performance.now() - started

const found = queries.map(({ text, id }) => ({ id, got: clearMatch(catalog.accounts.findAfresh(text))?.id ?? null }))
const attached = found.filter(({ got }) => got !== null)
const right = attached.filter(({ id, got }) => id === got).length
const strangers = found.filter(({ id }) => id === '')
const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(2)} %`

console.log(`accounts ${accounts.length}, deals ${deals.length}, queries ${queries.length}`)
console.log(
  `precision ${percent(right, attached.length)}   recall ${percent(right, found.length - strangers.length)}   strangers attached ${strangers.filter(({ got }) => got !== null).length} of ${strangers.length}`,
)
console.log(`catalog built in ${build_ms.toFixed(0)} ms`)

/** Distinct texts as entries carry them, so that no memory helps. */
const frames = [
  '%',
  'Website Redesign for %',
  '[%] support',
  '% - API integration',
  'RE: % go-live – Message (HTML)',
  '%: Q3 rollout',
]
const texts = frames.flatMap((frame) => queries.map(({ text }) => frame.replace('%', text)))
const perLookup = (look: (text: string) => unknown) => {
  const from = performance.now()
  for (const text of texts) look(text)
  return `${((1_000 * (performance.now() - from)) / texts.length).toFixed(1)} µs`
}

console.log(`account of a new text, first pass    ${perLookup((text) => catalog.accounts.findAfresh(text))}`)
console.log(`account of a new text, warm code     ${perLookup((text) => catalog.accounts.findAfresh(text))}`)
catalog = build()
console.log(`entry placed by a new project name   ${perLookup((project_name) => mapEntry({ project_name }, catalog))}`)
console.log(`the same again, from memory          ${perLookup((project_name) => mapEntry({ project_name }, catalog))}`)
const waiting = (title: string) => {
  const entry = mapEntry({ title }, catalog)
  return 'guesses' in entry && entry.guesses
}
console.log(`guesses for a new title              ${perLookup((text) => waiting(`${text} `))}`)
