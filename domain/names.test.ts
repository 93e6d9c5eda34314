/** The law of the matcher: enough found, next to nobody confused, strangers left alone. Source of the names: test/data/names. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { buildNameFinder, clearMatch, confidenceOf, shortFormMatch, type NameFinder } from './names.ts'

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

const accounts = rows('accounts.csv').map(([id, name]) => ({ id: id!, name: name! }))
const queries = rows('queries.csv').map(([text, id]) => ({ text: text!, id: id! }))
const everybody = buildNameFinder(accounts)

/** `id` empty: a stranger's text, which nobody should get. */
function judge(finder: NameFinder, list: readonly { text: string; id: string }[]) {
  const found = list.map(({ text, id }) => ({ id, got: clearMatch(finder.find(text))?.id ?? null }))
  const right = found.filter(({ id, got }) => got !== null && got === id).length
  const attached = found.filter(({ got }) => got !== null).length
  const strangers = found.filter(({ id }) => id === '')
  return {
    precision: right / Math.max(1, attached),
    recall: right / Math.max(1, found.length - strangers.length),
    strangers: strangers.filter(({ got }) => got !== null).length / Math.max(1, strangers.length),
  }
}

test('everyday names find their account: precision ≥ 98.5 %, recall ≥ 95 %, strangers attached ≤ 1 %', () => {
  expect(queries.filter(({ id }) => id === '')).toHaveLength(97)
  const { precision, recall, strangers } = judge(everybody, queries)
  expect(precision).toBeGreaterThanOrEqual(0.985)
  expect(recall).toBeGreaterThanOrEqual(0.95)
  expect(strangers).toBeLessThanOrEqual(0.01)
})

test.each([0, 1])('half the queries (%i) meet the targets by themselves', (half) => {
  const { precision, recall, strangers } = judge(
    everybody,
    queries.filter((_, i) => i % 2 === half),
  )
  expect(precision).toBeGreaterThanOrEqual(0.985)
  expect(recall).toBeGreaterThanOrEqual(0.95)
  expect(strangers).toBeLessThanOrEqual(0.01)
})

test('a customer who is not among the accounts is given to nobody who resembles it', () => {
  const attached = queries.filter(
    ({ text, id }) => id !== '' && clearMatch(everybody.findAfresh(text).filter((match) => match.id !== id)) !== null,
  )
  expect(attached.length / queries.length).toBeLessThanOrEqual(0.01)
})

const bare = (name: string) =>
  name.replace(/\s*[/\\]\s*[A-Za-z]{2,4}\s*[/\\]?\s*$/, '').replace(/[,.]?\s+(inc|corp|ltd|co|plc|llc|lp)\.?$/i, '')
const title = (name: string) =>
  bare(name)
    .toLowerCase()
    .replace(/\b\w/g, (letter) => letter.toUpperCase())
const spellings: [string, (name: string) => string, number][] = [
  ['as a title', title, 0.99],
  ['in capitals', (name) => bare(name).toUpperCase(), 0.99],
  ['after the work', (name) => `Website Redesign for ${title(name)}`, 0.95],
  ['before the work', (name) => `${title(name)} - API integration`, 0.95],
  ['beside bare work', (name) => `${title(name)} support`, 0.95],
  ['in brackets', (name) => `[${bare(name).toLowerCase()}] support`, 0.95],
  ['in a mail’s title', (name) => `RE: ${title(name)} go-live – Message (HTML)`, 0.95],
  ['joined', (name) => bare(name).replace(/[\s-]+/, ''), 0.95],
  ['with two letters swapped', (name) => bare(name).replace(/(\w{4})(\w)(\w)/, '$1$3$2'), 0.6],
]

test.each(spellings)('every third account, written %s, is found or waits', (_name, spell, recall) => {
  const found = judge(
    everybody,
    accounts.filter((_, i) => i % 3 === 0).map(({ id, name }) => ({ text: spell(name), id })),
  )
  expect(found.precision).toBeGreaterThanOrEqual(0.99)
  expect(found.recall).toBeGreaterThanOrEqual(recall)
})

const half = buildNameFinder(accounts.filter((_, i) => i % 2 === 0))
test.each(spellings)('half the accounts, written %s, are strangers to the other half', (_name, spell) => {
  const strangers = accounts.filter((_, i) => i % 2 === 1).map(({ name }) => ({ text: spell(name), id: '' }))
  expect(judge(half, strangers).strangers).toBeLessThanOrEqual(0.01)
})

test('confidence grows with the score and stays within 0 and 1', () => {
  const scores = Array.from({ length: 101 }, (_, i) => confidenceOf(i / 100))
  expect(scores).toEqual(scores.toSorted((a, b) => a - b))
  expect([scores[0], scores[100]]).toEqual([0, 1])
})

test('a short form counts only where it fits one name alone', () => {
  const finder = buildNameFinder(
    ['Bubba Gump', 'Silverline Health', 'Silverline Hotels'].map((name) => ({ id: name, name })),
  )
  expect(clearMatch(finder.find('BUBBA'))).toBeNull()
  expect(shortFormMatch(finder.find('BUBBA'))?.name).toBe('Bubba Gump')
  expect(shortFormMatch(finder.find('Silverline'))).toBeNull()
})

test('the exact name is found whatever its legal form, unless two companies bear it', () => {
  const finder = buildNameFinder(
    ['Fenwick Ltd', 'Fenwick GmbH', 'Marlowe & Sons, Inc.'].map((name) => ({ id: name, name })),
  )
  expect(finder.exact('MARLOWE AND SONS')?.id).toBe('Marlowe & Sons, Inc.')
  expect(finder.exact('Fenwick gmbh')?.id).toBe('Fenwick GmbH')
  expect(finder.exact('Fenwick')).toBeNull()
  expect(finder.exact('')).toBeNull()
})

test('the same text gives the same answer from memory as afresh', () => {
  for (const { text } of queries.slice(0, 50)) expect(everybody.find(text)).toEqual(everybody.findAfresh(text))
})
