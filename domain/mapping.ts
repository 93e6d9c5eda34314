/**
 * How time finds its place: what is named outright, then a client tag, then the project name; else it waits with guesses.
 * A wrong match bills the wrong customer, so whatever is contradictory or too close to decide waits.
 */
import { guessesFor, reasonToWait } from './mapping-guesses.ts'
import { clientTags, type Hints } from './mapping-hints.ts'
import type { Catalog, CatalogDeal } from './name-catalog.ts'
import { clearMatch, confidenceOf, shortFormMatch, type Match } from './names.ts'
import { Id, Instant, Nullable, OneOf, Type, strict, type Static } from './shapes.ts'

export { buildCatalog, type Catalog, type CatalogAccount, type CatalogDeal } from './name-catalog.ts'
export type { Hints } from './mapping-hints.ts'

export const mappingRules = ['named', 'tag', 'project_name', 'person'] as const
const Confidence = Type.Number({ minimum: 0, maximum: 1 })

/** Why an entry is where it is. `matched`: the text that did it. `by` and `at`: the person who chose, and when. */
export const Mapping = strict({
  rule: OneOf(mappingRules),
  reason: Type.String({ description: 'one plain sentence' }),
  confidence: Confidence,
  matched: Nullable(Type.String()),
  runner_up: Nullable(strict({ name: Type.String(), confidence: Confidence })),
  by: Type.Optional(Id),
  at: Type.Optional(Instant),
})
export type Mapping = Static<typeof Mapping>

/** Where a waiting entry may belong. `name` is the deal's, or the account's when no deal is guessed. */
export const Guess = strict({
  account_id: Id,
  deal_id: Nullable(Id),
  name: Type.String(),
  account_name: Type.String(),
  confidence: Confidence,
  reason: Type.String(),
})
export type Guess = Static<typeof Guess>

export type Mapped = { account_id: string | null; deal_id: string | null; task_id: string | null; mapping: Mapping }
/** At most five guesses, best first. Both are worked out when they are read: ingest does not need them. */
export type Waiting = { readonly guesses: Guess[]; readonly reason: string }

/** Steps 1, 2, 4 and 5 of the contract. Ids are known to exist and to agree (`dealAndTaskAgree`). */
export function mapEntry(hints: Hints, catalog: Catalog): Mapped | Waiting {
  return byName(hints, catalog) ?? byTag(hints, catalog) ?? byProjectName(hints, catalog) ?? wait(hints, catalog)
}

/** Whether a deal and a task may stand on one entry: they belong to the same account, as far as both say one. */
export function dealAndTaskAgree(
  deal: { account_id: string } | null,
  task: { account_id: string | null } | null,
): boolean {
  return !deal || !task || task.account_id === null || task.account_id === deal.account_id
}

function wait(hints: Hints, catalog: Catalog): Waiting {
  return {
    get guesses() {
      return guessesFor(hints, catalog)
    },
    get reason() {
      return reasonToWait(hints, catalog)
    },
  }
}

function byName({ deal_id, task }: Hints, catalog: Catalog): Mapped | null {
  const named = deal_id ?? task?.deal_id ?? null
  if (named === null && !task) return null
  const deal = named === null ? undefined : catalog.deal(named)
  const matched = deal?.name ?? null
  const reason = deal_id
    ? `The entry names ${deal ? `the deal ${quote(deal.name)}` : 'its deal'}.`
    : `The entry names a task${deal ? ` of the deal ${quote(deal.name)}` : ''}.`
  return {
    account_id: deal?.account_id ?? task?.account_id ?? null,
    deal_id: named,
    task_id: task?.id ?? null,
    mapping: { rule: 'named', reason, confidence: 1, matched, runner_up: null },
  }
}

function byTag(hints: Hints, catalog: Catalog): Mapped | null {
  const named = clientTags(hints).map((client) => ({ client, ...accountTagged(client, catalog) }))
  const [first, ...others] = named
  if (!first?.match || others.some(({ match }) => match?.id !== first.match!.id)) return null
  const { deal, because } = dealFor(first.match.id, hints.project_name ?? '', 'the project name its deal', catalog)
  return placed(
    'tag',
    first.match,
    first.others,
    deal,
    `The tag names the customer ${quote(first.match.name)}${because}`,
    catalog,
  )
}

/** Whoever writes such a tag means a customer of ours: the exact name first, else a clear one, else a short form. */
function accountTagged(client: string, catalog: Catalog): { match: Match | null; others: readonly Match[] } {
  const others = catalog.accounts.find(client)
  return { match: catalog.accounts.exact(client) ?? clearMatch(others) ?? shortFormMatch(others), others }
}

function byProjectName(hints: Hints, catalog: Catalog): Mapped | null {
  const text = hints.project_name?.trim()
  if (!text) return null
  const found = placeNamed(text, catalog)
  return found?.account_id && fitsTags(found.account_id, hints, catalog) ? found : null
}

/** A project may settle which of several customers a tag means; it never overrules a tag that names another one. */
const fitsTags = (account_id: string, hints: Hints, catalog: Catalog) =>
  clientTags(hints).every((client) =>
    catalog.accounts.find(client).some((match) => match.id === account_id && match.score > 0.4),
  )

function placeNamed(text: string, catalog: Catalog): Mapped | null {
  const accounts = catalog.accounts.find(text)
  const deals = catalog.deals.find(text)
  const account = clearMatch(accounts)
  const named = clearMatch(withoutClosedTwins(deals, catalog))
  const deal = named ? catalog.deal(named.id)! : null
  if (account) return deal && deal.account_id !== account.id ? null : placeUnder(account, accounts, text, catalog)
  if (!named || !deal?.open || contradicted(deal, accounts) || !catalog.explains(text, named.text, deal.account_id))
    return null
  return placed('project_name', named, deals, deal, `The project name matches the deal ${quote(deal.name)}.`, catalog)
}

function placeUnder(account: Match, accounts: readonly Match[], text: string, catalog: Catalog): Mapped {
  const { deal, because } = dealFor(account.id, text, 'and its deal', catalog)
  return placed(
    'project_name',
    account,
    accounts,
    deal,
    `The project name matches the account ${quote(account.name)}${because}`,
    catalog,
  )
}

/** Within one account an open deal stands for closed ones of the same name. */
const withoutClosedTwins = (deals: readonly Match[], catalog: Catalog) =>
  deals.filter((match) => {
    const { open, account_id } = catalog.deal(match.id)!
    return (
      open ||
      !deals.some(
        (other) =>
          other.score >= match.score &&
          catalog.deal(other.id)!.open &&
          catalog.deal(other.id)!.account_id === account_id,
      )
    )
  })

/** The text rather names another account than the deal's own. */
function contradicted(deal: CatalogDeal, accounts: readonly Match[]): boolean {
  const likeliest = accounts[0]?.score ?? 0
  return likeliest >= 0.6 && !accounts.some((match) => match.id === deal.account_id && match.score > likeliest - 0.15)
}

/** The deal of a known account: the one the text names, else the only open one. A closed one that is named stands for none. */
function dealFor(
  account_id: string,
  text: string,
  says: string,
  catalog: Catalog,
): { deal: CatalogDeal | null; because: string } {
  const live = catalog.dealsOf(account_id).filter((deal) => deal.open)
  const selling = live.filter((deal) => !deal.won)
  // with nothing left to sell, the project being delivered is what the work is for
  const open = selling.length > 0 ? selling : live
  const named = text === '' ? null : catalog.dealNamed(account_id, text)
  if (named?.open) return { deal: named, because: `, ${says} ${quote(named.name)}.` }
  if (named) return { deal: null, because: `; the deal it names, ${quote(named.name)}, is closed.` }
  if (open.length === 1) return { deal: open[0]!, because: `, whose only open deal is ${quote(open[0]!.name)}.` }
  return {
    deal: null,
    because:
      open.length === 0 ? ', which has no open deal.' : `, which has ${open.length} open deals: none is clearly meant.`,
  }
}

function placed(
  rule: Mapping['rule'],
  match: Match,
  others: readonly Match[],
  deal: CatalogDeal | null,
  reason: string,
  catalog: Catalog,
): Mapped {
  const next = others.find((other) => other.id !== match.id)
  const confidence = confidenceOf(match.score)
  const runner_up = next ? { name: next.name, confidence: Math.min(confidence, confidenceOf(next.score)) } : null
  const account_id = deal?.account_id ?? (catalog.account(match.id) ? match.id : null)
  return {
    account_id,
    deal_id: deal?.id ?? null,
    task_id: null,
    mapping: { rule, reason, confidence, matched: match.text, runner_up },
  }
}

const quote = (name: string) => `“${name}”`
