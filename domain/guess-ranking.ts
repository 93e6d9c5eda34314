/**
 * Guesses ranked by names and by what the person accepted before, each with how likely it is and why. A conditional logit: what
 * speaks for a spot adds up by the weights below, and the spots share the likelihood with “somewhere else”.
 */
import { optionsFor, type Candidate, type Feature, type Learned, type Seen, type Weighed } from './guess-features.ts'
import type { Spot } from './habits.ts'
import { signalKinds, type SignalKind } from './habit-signals.ts'
import type { Hints } from './mapping-hints.ts'
import type { Guess } from './mapping.ts'
import type { Catalog } from './name-catalog.ts'

/** Found by `node bench/guesses.ts fit` on companies other than those the figures of decision 0027 are from. */
export const weights: Record<Feature, number> = {
  often: -0.7,
  title: 0.1,
  project: 0.3,
  tag: 0,
  site: 0.85,
  app: 0.82,
  word: 0.31,
  before: 1.91,
  after: 2.09,
  lately: 0.54,
  named: 1.38,
  account_named: 1.24,
  never: -0.39,
  elsewhere: -0.11,
  elsewhere_newcomer: 1.61,
  elsewhere_unseen: 1.25,
  elsewhere_named: 0.27,
}

const mostGuesses = 5
/** Less likely ones help nobody. */
const leastLikely = 0.03

/** `who`: “You”, or the name of the person whose entry it is. At most five, the likeliest first. */
export function rankGuesses(
  hints: Hints,
  named: readonly Guess[],
  learned: Learned,
  catalog: Catalog,
  who: string,
): Guess[] {
  const { candidates, elsewhere } = optionsFor(hints, named, learned)
  const open = candidates.filter((one) => one.named !== null || isOpen(one, catalog))
  const shares = shareOut([elsewhere, ...open.map(({ weighed }) => weighed)])
  return open
    .map((one, at) => ({ one, share: shares[at + 1]! }))
    .filter(({ share }) => share >= leastLikely)
    .sort((a, b) => b.share - a.share)
    .slice(0, mostGuesses)
    .map(({ one, share }) => guess(one, share, learned, catalog, who))
}

export function shareOut(options: readonly Weighed[], by: Record<Feature, number> = weights): number[] {
  const sums = options.map((weighed) => Math.exp(sumOf(weighed, by)))
  const all = sums.reduce((sum, one) => sum + one, 0)
  return sums.map((one) => one / all)
}

function sumOf(weighed: Weighed, by: Record<Feature, number>): number {
  let sum = 0
  for (const feature in weighed) sum += weighed[feature as Feature]! * by[feature as Feature]
  return sum
}

/** What time can be put on: a deal that is not lost, an account that is there, internal work. */
const isOpen = ({ deal_id, account_id }: Spot, catalog: Catalog) =>
  deal_id === null
    ? account_id === null || catalog.account(account_id) !== undefined
    : catalog.deal(deal_id)?.open === true

function guess(found: Candidate, share: number, learned: Learned, catalog: Catalog, who: string): Guess {
  const { account_id, deal_id } = found
  const account_name = account_id === null ? '' : (catalog.account(account_id)?.name ?? '')
  const deal_name = deal_id === null ? undefined : catalog.deal(deal_id)?.name
  // what waits was not clear: no guess claims the confidence of a placement
  const confidence = Math.round(Math.min(share, 0.99) * 100) / 100
  const name = deal_name ?? (account_id === null ? 'Internal, not billable' : account_name)
  return { account_id, deal_id, name, account_name, confidence, reason: because(found, learned, who) }
}

/** What weighs most of what speaks for it; that a person works there anyway says least. */
function because({ key, weighed, seen, named }: Candidate, { habits, lately }: Learned, who: string): string {
  const feature = reasons
    .filter((one) => (isSignal(one) ? isTelling(seen[one], weighed[one]) : (weighed[one] ?? 0) > 0))
    .sort((a, b) => weights[b] * weighed[b]! - weights[a] * weighed[a]!)[0]
  if (feature && isSignal(feature)) {
    const { says, here, of } = seen[feature]!
    const such = of === 1 ? 'the one entry' : `${here} of ${of} entries`
    return `${who} put ${such} ${said[feature](shorten(says))} here.`
  }
  if (feature === 'named' && named) return named.reason
  if (feature === 'before' || feature === 'after')
    return weighed.before && weighed.after
      ? 'What comes before and after it that day is here.'
      : `What comes just ${feature} it that day is here.`
  if (feature === 'account_named') return 'Another guess is of the same account.'
  const often = habits.spots.get(key)?.entries ?? 0
  if (often > 0) return `${who} put ${often} of the last ${habits.entries} entries here.`
  const share = Math.round((lately.get(key)?.share ?? 0) * 100)
  return `${share} % of ${who === 'You' ? 'your' : 'their'} time of these two weeks is here.`
}

const reasons = [...signalKinds, 'before', 'after', 'named', 'account_named'] as const
const isSignal = (feature: Feature): feature is SignalKind => (signalKinds as readonly string[]).includes(feature)
const isTelling = (seen: Seen | undefined, weight = 0) =>
  seen !== undefined && seen.here > 0 && (weight > 0 || seen.here === seen.of)

const said: Record<SignalKind, (says: string) => string> = {
  title: () => 'with this title',
  project: () => 'with this project name',
  tag: (says) => `tagged “${says}”`,
  site: (says) => `on ${says}`,
  app: (says) => `in ${says}`,
  word: (says) => `that mention “${says}”`,
}

const shorten = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
