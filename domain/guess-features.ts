/** What speaks for each place a waiting entry may have, in numbers that add up (domain/guess-ranking.ts weighs them). */
import { spotKey, type Habits, type Spot, type Tally } from './habits.ts'
import { signalKinds, signalsOf, type Signal, type SignalKind } from './habit-signals.ts'
import type { Hints } from './mapping-hints.ts'
import type { Guess } from './mapping.ts'

/** Everything that is known of the person whose entry it is, as far as whoever asks may see it. */
export type Learned = {
  habits: Habits
  /** Where the time just before and just after it on the same day is. */
  before: Spot | null
  after: Spot | null
  /** Of the time of the last two weeks that has its place, the share at each spot. */
  lately: ReadonlyMap<string, Spot & { share: number }>
}

export const features = [
  'often',
  ...signalKinds,
  'before',
  'after',
  'lately',
  'named',
  'account_named',
  'never',
  'elsewhere',
  'elsewhere_newcomer',
  'elsewhere_unseen',
  'elsewhere_named',
] as const
export type Feature = (typeof features)[number]
export type Weighed = Partial<Record<Feature, number>>
/** How often a signal was here, and how often there was one. */
export type Seen = { says: string; here: number; of: number }
/** `seen`: of each kind the signal that says most. */
export type Candidate = Spot & {
  key: string
  weighed: Weighed
  named: Guess | null
  seen: Partial<Record<SignalKind, Seen>>
}

/** So many entries without the signal weigh as much as one with it. */
const doubt = 1
const mostWordsCounted = 3

/** A signal of the entry with what is known of earlier ones that had it. */
type Met = Signal & { tally: Tally | undefined }
const meet = (hints: Hints, habits: Habits): Met[] =>
  signalsOf(hints).map((signal) => ({ ...signal, tally: habits.tally(signal.kind, signal.value) }))

/** The places in question, and last what speaks for none of them. */
export type Options = { candidates: Candidate[]; elsewhere: Weighed }

export function optionsFor(hints: Hints, named: readonly Guess[], learned: Learned): Options {
  const met = meet(hints, learned.habits)
  const spots = spotsInQuestion(met, named, learned)
  return {
    candidates: [...spots].map(([key, spot]) => candidate(key, spot, met, named, learned, spots.size)),
    elsewhere: elsewhere(met, named, learned.habits),
  }
}

/** What a name, a signal or a neighbour speaks for, and what this person does most. */
function spotsInQuestion(met: readonly Met[], named: readonly Guess[], { habits, before, after, lately }: Learned) {
  const spots = new Map<string, Spot>()
  const add = (spot: Spot | null | undefined) => {
    if (spot) spots.set(spotKey(spot), { account_id: spot.account_id, deal_id: spot.deal_id })
  }
  for (const guess of named) add(guess)
  for (const { kind, tally } of met)
    if (tally && kind !== 'app') for (const key of tally.at.keys()) add(habits.spots.get(key))
  for (const spot of habits.most) add(spot)
  for (const spot of lately.values()) add(spot)
  add(before)
  add(after)
  return spots
}

function candidate(
  key: string,
  spot: Spot,
  met: readonly Met[],
  named: readonly Guess[],
  { habits, before, after, lately }: Learned,
  spots: number,
): Candidate {
  const here = habits.spots.get(key)?.entries ?? 0
  const usual = (here + 0.5) / (habits.entries + 0.5 * spots)
  const guess = named.find((one) => spotKey(one) === key) ?? null
  const ofAccount = guess ? 0 : likeliestOf(named, spot.account_id)
  const weighed: Weighed = {
    often: Math.log(usual),
    before: before && spotKey(before) === key ? 1 : 0,
    after: after && spotKey(after) === key ? 1 : 0,
    lately: Math.log(1 + 20 * (lately.get(key)?.share ?? 0)),
    named: oddsOf(guess?.confidence ?? 0),
    account_named: oddsOf(ofAccount),
    never: here === 0 ? 1 : 0,
  }
  const found: Candidate = { ...spot, key, weighed, named: guess, seen: {} }
  weighSignals(found, met, usual)
  return found
}

const likeliestOf = (named: readonly Guess[], account_id: string | null) =>
  account_id === null
    ? 0
    : named.reduce((most, one) => (one.account_id === account_id ? Math.max(most, one.confidence) : most), 0)

/** How much more often the signal is here than anything is, as a logarithm; words add up, of the rest the strongest counts. */
function weighSignals({ key, weighed, seen }: Candidate, met: readonly Met[], usual: number): void {
  const words: number[] = []
  for (const { kind, says, tally } of met) {
    if (!tally) continue
    const here = tally.at.get(key) ?? 0
    const weight = Math.log((here + doubt * usual) / (tally.entries + doubt) / usual)
    if (kind === 'word') words.push(weight)
    if (!seen[kind] || weight > (weighed[kind] ?? 0)) {
      weighed[kind] = weight
      seen[kind] = { says, here, of: tally.entries }
    }
  }
  if (words.length > 0) weighed.word = mostTelling(words)
}

const mostTelling = (words: number[]) =>
  words
    .sort((a, b) => Math.abs(b) - Math.abs(a))
    .slice(0, mostWordsCounted)
    .reduce((sum, weight) => sum + weight, 0)

/** That it belongs to none of them: likelier of a newcomer, of what was never seen, and where no name speaks. */
function elsewhere(met: readonly Met[], named: readonly Guess[], { entries }: Habits): Weighed {
  const telling = met.filter(({ kind }) => kind !== 'app' && kind !== 'word')
  const unseen = telling.filter(({ tally }) => tally === undefined).length
  return {
    elsewhere: 1,
    elsewhere_newcomer: 1 / (1 + entries / 20),
    elsewhere_unseen: telling.length === 0 ? 0.5 : unseen / telling.length,
    elsewhere_named: oddsOf(named[0]?.confidence ?? 0),
  }
}

const oddsOf = (confidence: number) => Math.log(1 + (20 * confidence) / (1.02 - confidence))
