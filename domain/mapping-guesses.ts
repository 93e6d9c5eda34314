/** For what waits: where it may belong, best first, and why nothing was clear. */
import { clientTags, hostNames, otherTags, titleWithoutProgram, type Hints } from './mapping-hints.ts'
import type { Guess } from './mapping.ts'
import type { Catalog, CatalogDeal } from './name-catalog.ts'
import { attachAt, confidenceOf, type Match } from './names.ts'
import type { LiveRule } from './rules.ts'

const mostGuesses = 5
/** Worse ones help nobody. */
const leastScore = 0.3
const leastConfidence = 0.03

/** What a name or a rule speaks for is never internal work. */
type NamedGuess = Guess & { account_id: string }

/** A text, what it is called, and how far it is trusted: a title mentions many things, a host may be anybody's. */
type Source = { text: string; says: string; trust: number }

function sourcesOf(hints: Hints): Source[] {
  const named = (texts: readonly string[], says: string, trust: number) => texts.map((text) => ({ text, says, trust }))
  return [
    ...named(clientTags(hints), 'Client tag resembles', 1),
    ...named(hints.project_name ? [hints.project_name] : [], 'Project name resembles', 1),
    ...named(otherTags(hints).slice(0, 10), 'Tag resembles', 0.8),
    ...named(hints.title ? [titleWithoutProgram(hints.title)] : [], 'Title mentions', 0.8),
    ...named(hostNames(hints.url ?? ''), 'Web address resembles', 0.7),
  ].filter(({ text }) => text.trim() !== '')
}

/** At most five, ranked; one for each account, then other open deals of the likeliest one. Rules that only suggest join in. */
export function guessesFor(hints: Hints, catalog: Catalog, suggesting: readonly LiveRule[] = []): NamedGuess[] {
  const all = [
    ...suggesting.flatMap((rule) => ruleGuess(rule, catalog)),
    ...sourcesOf(hints).flatMap((source) => [...accountGuesses(source, catalog), ...dealGuesses(source, catalog)]),
  ]
  all.sort((a, b) => b.confidence - a.confidence || Number(b.deal_id !== null) - Number(a.deal_id !== null))
  const best = all.filter((guess, i) => all.findIndex((other) => samePlace(other, guess)) === i)
  const [first] = best
  const more =
    first && first.deal_id === null
      ? openDealsOf(first, catalog).filter((guess) => !best.some((other) => other.deal_id === guess.deal_id))
      : []
  return [...best, ...more].sort((a, b) => b.confidence - a.confidence).slice(0, mostGuesses)
}

const samePlace = (a: Guess, b: Guess) =>
  a.account_id === b.account_id && (a.deal_id === b.deal_id || a.deal_id === null || b.deal_id === null)

const ruleGuess = ({ name, number, target, confidence }: LiveRule, catalog: Catalog) =>
  target.account_id === null
    ? []
    : guess(
        target.account_id,
        target.deal_id === null ? null : (catalog.deal(target.deal_id) ?? null),
        confidence,
        `Rule “${name}”, version ${number}, suggests it`,
        catalog,
      )

function accountGuesses({ text, says, trust }: Source, catalog: Catalog): NamedGuess[] {
  return shared(catalog.accounts.find(text)).flatMap(({ match, confidence }) => {
    const open = catalog.dealsOf(match.id).filter((deal) => deal.open)
    const named = catalog.dealNamed(match.id, text)
    const deal = named?.open ? named : !named && open.length === 1 ? open[0]! : null
    return guess(match.id, deal, confidence * trust, `${says} “${match.name}”`, catalog)
  })
}

function dealGuesses({ text, says, trust }: Source, catalog: Catalog): NamedGuess[] {
  return shared(catalog.deals.find(text)).flatMap(({ match, confidence }) => {
    const deal = catalog.deal(match.id)!
    const trusted = confidence * trust * (deal.open ? 0.95 : 0.5)
    return guess(
      deal.account_id,
      deal,
      trusted,
      `${says} “${match.name}”${deal.open ? '' : ', which is closed'}`,
      catalog,
    )
  })
}

/** Several that fit about equally share the confidence: at most one of them is right. */
function shared(matches: readonly Match[]): { match: Match; confidence: number }[] {
  const close = matches.filter(({ score }) => score > matches[0]!.score - 0.1)
  return matches
    .filter(({ score }) => score >= leastScore)
    .map((match) => ({ match, confidence: confidenceOf(match.score) / (close.includes(match) ? close.length : 1) }))
}

const openDealsOf = ({ account_id, account_name, confidence }: NamedGuess, catalog: Catalog) =>
  catalog
    .dealsOf(account_id)
    .filter((deal) => deal.open)
    .slice(0, mostGuesses)
    .flatMap((deal) => guess(account_id, deal, confidence * 0.8, `Open deal of “${account_name}”`, catalog))

function guess(
  account_id: string,
  deal: CatalogDeal | null,
  share: number,
  because: string,
  catalog: Catalog,
): NamedGuess[] {
  const account_name = catalog.account(account_id)?.name
  if (account_name === undefined || share < leastConfidence) return []
  // What waits was not clear: no guess claims the confidence of a placement.
  const confidence = Math.round(Math.min(share, 0.95) * 100) / 100
  return [
    {
      account_id,
      deal_id: deal?.id ?? null,
      name: deal?.name ?? account_name,
      account_name,
      confidence,
      reason: `${because}.`,
    },
  ]
}

/** One sentence for the person who settles it. */
export function reasonToWait(hints: Hints, catalog: Catalog): string {
  const [client] = clientTags(hints)
  const project = hints.project_name?.trim()
  if (client !== undefined) return because(client, 'client tag', catalog.accounts.find(client), project)
  if (!project) return 'Nothing names its customer: no deal, no task, no client tag, no project name.'
  const accounts = catalog.accounts.find(project)
  const deals = catalog.deals.find(project)
  const named = (deals[0]?.score ?? 0) > (accounts[0]?.score ?? 0) ? deals : accounts
  return because(project, 'project name', named, undefined)
}

function because(text: string, what: string, [best, next]: readonly Match[], project: string | undefined): string {
  const quoted = `The ${what} “${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`
  const also = project ? ', and the project name does not settle it' : ''
  if (!best || best.score < leastScore) return `${quoted} resembles no account or deal${also}.`
  if (next && next.score > best.score - 0.1)
    return `${quoted} fits “${best.name}” and “${next.name}” about equally${also}.`
  if (best.score >= attachAt) return `${quoted} fits “${best.name}”, but something else speaks for another one.`
  return `${quoted} only distantly resembles “${best.name}”${also}.`
}
