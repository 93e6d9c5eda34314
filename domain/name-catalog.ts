/** Everything time can be put on, ready to be searched by name. Built once, used until an account or deal changes. */
import { isWork, readingsOf, splitLegal, wordsOf } from './name-text.ts'
import { connectors, fillers, legalForms, particles, sameWord } from './name-words.ts'
import { buildNameFinder, clearMatch, shortFormMatch, type Match, type NameFinder } from './names.ts'

export type CatalogAccount = { id: string; name: string }
/** `open`: time can be put on it, that is not lost. `won`: it is being delivered; an open sale of the same account comes first. */
export type CatalogDeal = { id: string; account_id: string; name: string; open: boolean; won?: boolean }

export type Catalog = {
  account: (id: string) => CatalogAccount | undefined
  deal: (id: string) => CatalogDeal | undefined
  accounts: NameFinder
  deals: NameFinder
  /** The deals of an account, in the order given; and the one among them that a text names. */
  dealsOf: (account_id: string) => readonly CatalogDeal[]
  dealNamed: (account_id: string, text: string) => CatalogDeal | null
  /** Whether a text says nothing but a part of it, the account's name and work: "Zephyr - Orion rollout" may be Zephyr's. */
  explains: (text: string, part: string, account_id: string) => boolean
}

export function buildCatalog(lists: { accounts: readonly CatalogAccount[]; deals: readonly CatalogDeal[] }): Catalog {
  const accounts = new Map(lists.accounts.map((account) => [account.id, account]))
  const deals = new Map(lists.deals.map((deal) => [deal.id, deal]))
  const byAccount = Map.groupBy(lists.deals, (deal) => deal.account_id)
  const dealsOf = (account_id: string) => byAccount.get(account_id) ?? []
  const within = new Map<string, NameFinder>()
  return {
    account: (id) => accounts.get(id),
    deal: (id) => deals.get(id),
    accounts: buildNameFinder(lists.accounts),
    deals: buildNameFinder(lists.deals),
    dealsOf,
    dealNamed: (account_id, text) => {
      const own = ownWords(accounts.get(account_id)?.name ?? '')
      const finder = within.get(account_id) ?? buildWithin(dealsOf(account_id), own)
      within.set(account_id, finder)
      return namedAmong(dealsOf(account_id), finder, residuesOf(text, own))
    },
    explains: (text, part, account_id) => {
      const said = new Set([...wordsOf(part), ...wordsOf(accounts.get(account_id)?.name ?? '')].map(spelling))
      return wordsOf(text)
        .map(spelling)
        .every((word) => said.has(word) || isWork(word) || saysNothing(word))
    },
  }
}

const saysNothing = (word: string) =>
  fillers.has(word) || particles.has(word) || connectors.includes(word) || legalForms.has(word)
const spelling = (word: string) => sameWord.get(word) ?? word

/** What is left of a text without the account's own words is what may name the deal. */
const ownWords = (name: string) => new Set(splitLegal(wordsOf(name)).core)
const less = (words: readonly string[], own: Set<string>) => words.filter((word) => !own.has(word)).join(' ')

const buildWithin = (deals: readonly CatalogDeal[], own: Set<string>) =>
  buildNameFinder(
    deals.map(({ id, name }) => ({ id, name: less(splitLegal(wordsOf(name)).core, own) || name })),
    true,
  )

const residuesOf = (text: string, own: Set<string>) =>
  [...new Set(readingsOf(text).map(({ core }) => less(core, own)))].filter((rest) => rest !== '')

/** Two deals of one name, one of them closed: the open one is meant. Otherwise the clear one, open or not. */
function namedAmong(deals: readonly CatalogDeal[], finder: NameFinder, texts: string[]): CatalogDeal | null {
  const matches = bestEach(texts.flatMap((text) => finder.find(text)))
  const open = new Set(deals.filter((deal) => deal.open).map((deal) => deal.id))
  const top = matches[0]?.score ?? 0
  const contested = matches.filter(
    (match) => open.has(match.id) || !matches.some((other) => open.has(other.id) && other.score >= top),
  )
  const named = clearMatch(contested) ?? shortFormMatch(contested)
  return deals.find((deal) => deal.id === named?.id) ?? null
}

function bestEach(matches: readonly Match[]): Match[] {
  const best = new Map<string, Match>()
  for (const match of matches) if (match.score > (best.get(match.id)?.score ?? 0)) best.set(match.id, match)
  return [...best.values()].sort((a, b) => b.score - a.score)
}
