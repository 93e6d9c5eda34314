/**
 * How time finds its place: what is named outright, then a client tag, a mapping rule, the project name; else it waits with guesses.
 * A wrong match bills the wrong customer, so whatever is contradictory or too close to decide waits.
 */
import { guessesFor, reasonToWait } from './mapping-guesses.ts'
import { clientTags, type Hints } from './mapping-hints.ts'
import type { Catalog, CatalogDeal } from './name-catalog.ts'
import { clearMatch, confidenceOf, shortFormMatch, type Match } from './names.ts'
import { buildRuleSet, whatMatched, type RuleSet } from './rule-set.ts'
import type { LiveRule } from './rules.ts'
import { Id, Instant, Nullable, OneOf, Type, strict, type Static } from './shapes.ts'

export { buildCatalog, type Catalog, type CatalogAccount, type CatalogDeal } from './name-catalog.ts'
export type { Hints } from './mapping-hints.ts'

export const mappingRules = ['named', 'tag', 'mapping_rule', 'project_name', 'person'] as const
const Confidence = Type.Number({ minimum: 0, maximum: 1 })

/**
 * Why an entry is where it is. `matched`: the text that did it. `by` and `at`: the person who chose, and when. `rule_id` and
 * `rule_version`: the mapping rule that placed it; `private`: it kept nothing of what was on the screen.
 */
export const Mapping = strict({
  rule: OneOf(mappingRules),
  reason: Type.String({ description: 'one plain sentence' }),
  confidence: Confidence,
  matched: Nullable(Type.String()),
  runner_up: Nullable(strict({ name: Type.String(), confidence: Confidence })),
  by: Type.Optional(Id),
  at: Type.Optional(Instant),
  rule_id: Type.Optional(Id),
  rule_version: Type.Optional(Type.Integer()),
  private: Type.Optional(Type.Boolean()),
})
export type Mapping = Static<typeof Mapping>

/**
 * Where a waiting entry may belong. `name` is the deal's, or the account's when no deal is guessed; without either it is internal
 * work. `confidence`: how often such a guess was right, so that of ten at 0.7 about seven are.
 */
export const Guess = strict({
  account_id: Nullable(Id),
  deal_id: Nullable(Id),
  name: Type.String(),
  account_name: Type.String(),
  confidence: Confidence,
  reason: Type.String(),
})
export type Guess = Static<typeof Guess>

/** `billable`: as a rule says, else as it was sent. */
export type Mapped = {
  account_id: string | null
  deal_id: string | null
  task_id: string | null
  mapping: Mapping
  billable?: boolean
}
/** At most five guesses, best first. Both are worked out when they are read: ingest does not need them. */
export type Waiting = { readonly guesses: Guess[]; readonly reason: string; billable?: boolean }

export type Rules = RuleSet<LiveRule>
export const noRules: Rules = buildRuleSet<LiveRule>([])

/** The five steps of the contract. Ids are known to exist and to agree (`dealAndTaskAgree`). */
export function mapEntry(hints: Hints, catalog: Catalog, rules: Rules = noRules): Mapped | Waiting {
  const holding = rules.matching(hints)
  const live = holding.filter(({ suggests }) => !suggests)
  const found =
    byName(hints, catalog) ??
    byTag(hints, catalog) ??
    byRule(hints, live, catalog, rules) ??
    byProjectName(hints, catalog) ??
    wait(hints, holding, catalog)
  const mark = live.find(({ target }) => target.kind === 'billable')?.target.billable ?? null
  if (mark !== null) found.billable ??= mark
  return found
}

/** Whether a deal and a task may stand on one entry: they belong to the same account, as far as both say one. */
export function dealAndTaskAgree(
  deal: { account_id: string } | null,
  task: { account_id: string | null } | null,
): boolean {
  return !deal || !task || task.account_id === null || task.account_id === deal.account_id
}

function wait(hints: Hints, suggesting: readonly LiveRule[], catalog: Catalog): Waiting {
  return {
    get guesses() {
      return guessesFor(hints, catalog, suggesting)
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

/** What a rule points to may be gone since: then it rests. */
const isOpen = ({ target: { deal_id, account_id } }: LiveRule, catalog: Catalog) =>
  deal_id === null
    ? account_id === null || catalog.account(account_id) !== undefined
    : catalog.deal(deal_id)?.open === true

function byRule(hints: Hints, holding: readonly LiveRule[], catalog: Catalog, { people }: Rules): Mapped | null {
  const [rule, next] = holding.filter((one) => one.target.kind !== 'billable' && isOpen(one, catalog))
  if (!rule) return null
  const { kind, account_id, deal_id, task_id, billable } = rule.target
  const kept = account_id !== null
  return {
    account_id,
    deal_id,
    task_id,
    ...(kept ? billable !== null && { billable } : { billable: false }),
    mapping: {
      rule: 'mapping_rule',
      reason: `The rule ${quote(rule.name)}, version ${rule.number}, ${sayTarget(rule, catalog)}.`,
      confidence: rule.confidence,
      // the words of the rule would tell which site it was
      matched: kind === 'private' ? null : whatMatched(rule.condition, hints, people),
      runner_up: next ? { name: `Rule ${quote(next.name)}`, confidence: next.confidence } : null,
      rule_id: rule.id,
      rule_version: rule.number,
      ...(kind === 'private' && { private: true }),
    },
  }
}

function sayTarget({ target: { kind, account_id, deal_id } }: LiveRule, catalog: Catalog): string {
  if (kind === 'private') return 'keeps it private: nothing of it but the time is stored'
  if (account_id === null) return 'says it belongs to no customer'
  const deal = deal_id === null ? undefined : catalog.deal(deal_id)
  if (kind === 'task') return `puts it on its task${deal ? ` of the deal ${quote(deal.name)}` : ''}`
  return deal
    ? `puts it on the deal ${quote(deal.name)}`
    : `puts it on ${quote(catalog.account(account_id)?.name ?? '')}`
}

function byProjectName(hints: Hints, catalog: Catalog): Mapped | null {
  const text = hints.project_name?.trim()
  if (!text) return null
  const called = hints.project_from_editor ? 'The project in the editor' : 'The project name'
  const found = placeNamed(text, called, catalog)
  if (!found?.account_id || !fitsTags(found.account_id, hints, catalog)) return null
  // whoever sees where it is must not read there what was open on the screen: what it named is in the reason
  return hints.project_from_editor ? { ...found, mapping: { ...found.mapping, matched: null } } : found
}

/** A project may settle which of several customers a tag means; it never overrules a tag that names another one. */
const fitsTags = (account_id: string, hints: Hints, catalog: Catalog) =>
  clientTags(hints).every((client) =>
    catalog.accounts.find(client).some((match) => match.id === account_id && match.score > 0.4),
  )

function placeNamed(text: string, called: string, catalog: Catalog): Mapped | null {
  const accounts = catalog.accounts.find(text)
  const deals = catalog.deals.find(text)
  const account = clearMatch(accounts)
  const named = clearMatch(withoutClosedTwins(deals, catalog))
  const deal = named ? catalog.deal(named.id)! : null
  if (account)
    return deal && deal.account_id !== account.id ? null : placeUnder(account, accounts, text, called, catalog)
  if (!named || !deal?.open || contradicted(deal, accounts) || !catalog.explains(text, named.text, deal.account_id))
    return null
  return placed('project_name', named, deals, deal, `${called} matches the deal ${quote(deal.name)}.`, catalog)
}

function placeUnder(
  account: Match,
  accounts: readonly Match[],
  text: string,
  called: string,
  catalog: Catalog,
): Mapped {
  const { deal, because } = dealFor(account.id, text, 'and its deal', catalog)
  return placed(
    'project_name',
    account,
    accounts,
    deal,
    `${called} matches the account ${quote(account.name)}${because}`,
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
