/**
 * How good the guesses of the review queue are: `node bench/guesses.ts`. Each waiting entry is guessed with what was known when it is
 * decided, and nothing later. `node bench/guesses.ts fit` finds the weights, on other companies than those that are measured.
 */
import { buildCatalog, mapEntry, type Catalog, type Guess } from '#domain/mapping.ts'
import { features, optionsFor, type Feature, type Learned, type Weighed } from '#domain/guess-features.ts'
import { rankGuesses, shareOut, weights } from '#domain/guess-ranking.ts'
import { habitsOf, mostDecided, spotKey, type Decided, type Spot } from '#domain/habits.ts'
import { reviewCompany, type Worked } from './review-company.ts'

const fitted = [11, 12, 13, 14, 15, 16]
const measured = [101, 102, 103]
const day_ms = 86_400_000

type Case = { entry: Worked; named: Guess[]; learned: Learned; decided: Decided[] }

/** Day by day: what is clear is placed, the rest is decided in some order. Habits are counted when the queue is opened, once a day. */
function* casesOf(seed: number, rough: boolean, catalogOf: (catalog: Catalog) => void): Generator<Case> {
  const { accounts, deals, worked } = reviewCompany(seed, rough)
  const catalog = buildCatalog({ accounts, deals })
  catalogOf(catalog)
  const byPerson = Map.groupBy(worked, ({ user }) => user)
  for (const entries of byPerson.values()) {
    const decided: Decided[] = []
    const placed: (Spot & { start_ms: number; seconds: number })[] = []
    for (const today of Map.groupBy(entries, ({ day }) => day).values()) {
      const open: { entry: Worked; named: Guess[] }[] = []
      for (const entry of today) {
        const found = mapEntry(entry, catalog)
        if ('mapping' in found) placed.push(timeOf(entry, found))
        else open.push({ entry, named: found.guesses })
      }
      placed.sort((a, b) => a.start_ms - b.start_ms)
      const habits = habitsOf(decided.slice(-mostDecided))
      // the queue is not in the order of the day
      for (const { entry, named } of open.sort((a, b) => turn(a.entry) - turn(b.entry))) {
        const near = placed.filter(({ start_ms }) => Math.abs(start_ms - entry.start_ms) < day_ms / 2)
        const before = near.findLast(({ start_ms }) => start_ms < entry.start_ms) ?? null
        const after = near.find(({ start_ms }) => start_ms > entry.start_ms) ?? null
        yield { entry, named, learned: { habits, before, after, lately: latelyOf(placed, entry) }, decided }
        const { user: _user, day: _day, truth: _truth, chosen, start_ms: _start, end_ms: _end, ...facts } = entry
        decided.push({ ...facts, ...chosen })
        placed.push(timeOf(entry, chosen))
        placed.sort((a, b) => a.start_ms - b.start_ms)
      }
    }
  }
}

const turn = ({ start_ms, user }: Worked) => Math.imul(start_ms / 60_000, 2_654_435_761 + user) >>> 8

const timeOf = ({ start_ms, end_ms }: Worked, { account_id, deal_id }: Spot) => ({
  account_id,
  deal_id,
  start_ms,
  seconds: (end_ms - start_ms) / 1_000,
})

function latelyOf(placed: (Spot & { start_ms: number; seconds: number })[], entry: Worked): Learned['lately'] {
  const recent = placed.filter(({ start_ms }) => start_ms < entry.start_ms && start_ms > entry.start_ms - 14 * day_ms)
  const all = recent.reduce((sum, { seconds }) => sum + seconds, 0)
  const shares = new Map<string, Spot & { share: number }>()
  for (const { account_id, deal_id, seconds } of recent) {
    const key = spotKey({ account_id, deal_id })
    shares.set(key, { account_id, deal_id, share: (shares.get(key)?.share ?? 0) + seconds / all })
  }
  return shares
}

type Row = { options: Weighed[]; right: number }
function rowsOf(seeds: number[]): Row[] {
  return seeds.flatMap((seed) =>
    // every twelfth tells as much as all of them do
    [...casesOf(seed, false, () => {})]
      .filter((_, n) => n % 12 === 0)
      .map(({ entry, named, learned }) => {
        const { candidates, elsewhere } = optionsFor(entry, named, learned)
        const key = spotKey(entry.truth)
        return {
          options: [elsewhere, ...candidates.map(({ weighed }) => weighed)],
          right: 1 + candidates.findIndex((one) => one.key === key),
        }
      }),
  )
}

/** Gradient steps (Adam) on the logarithm of what the right one was given, and a little towards zero. */
function fit(rows: Row[]): Record<Feature, number> {
  const by = { ...weights }
  const speed = Object.fromEntries(features.map((feature) => [feature, { m: 0, v: 0 }])) as Record<
    Feature,
    { m: number; v: number }
  >
  const steps = 300
  for (let step = 1; step <= steps; step++) {
    const slope = Object.fromEntries(features.map((feature) => [feature, -0.0005 * by[feature]])) as Record<
      Feature,
      number
    >
    for (const { options, right } of rows) {
      const shares = shareOut(options, by)
      for (const [at, weighed] of options.entries())
        for (const [feature, value] of Object.entries(weighed) as [Feature, number][])
          slope[feature] += (((at === right ? 1 : 0) - shares[at]!) * value) / rows.length
    }
    for (const feature of features) {
      const one = speed[feature]
      one.m = 0.9 * one.m + 0.1 * slope[feature]
      one.v = 0.99 * one.v + 0.01 * slope[feature] ** 2
      by[feature] +=
        ((step < 200 ? 0.05 : 0.015) * (one.m / (1 - 0.9 ** step))) / (Math.sqrt(one.v / (1 - 0.99 ** step)) + 1e-8)
    }
  }
  return by
}

type Score = {
  entries: number
  first: number
  five: number
  brier: number
  bins: { said: number; right: number; entries: number }[]
}
const blank = (): Score => ({
  entries: 0,
  first: 0,
  five: 0,
  brier: 0,
  bins: Array.from({ length: 10 }, () => ({ said: 0, right: 0, entries: 0 })),
})

function add(
  score: Score,
  guesses: readonly Pick<Guess, 'account_id' | 'deal_id' | 'confidence'>[],
  truth: Spot,
): void {
  const place = guesses.findIndex((guess) => spotKey(guess) === spotKey(truth))
  score.entries++
  if (place === 0) score.first++
  if (place >= 0) score.five++
  const [best] = guesses
  const right = place === 0 ? 1 : 0
  score.brier += ((best?.confidence ?? 0) - right) ** 2
  if (!best) return
  const bin = score.bins[Math.min(9, Math.floor(best.confidence * 10))]!
  bin.said += best.confidence
  bin.right += right
  bin.entries++
}

const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`.padStart(7)

function print(name: string, { entries, first, five, brier }: Score): void {
  console.log(
    `${name.padEnd(34)} top-1 ${percent(first, entries)}  top-5 ${percent(five, entries)}  Brier ${(brier / entries).toFixed(3)}`,
  )
}

/** The deals this person had decided for most often until then. */
function mostFrequent({ spots, entries }: Learned['habits']) {
  return [...spots.values()]
    .sort((a, b) => b.entries - a.entries)
    .slice(0, 5)
    .map((spot) => ({ ...spot, confidence: spot.entries / entries }))
}

function measure(rough: boolean): void {
  const scores = { names: blank(), frequent: blank(), before: blank(), learned: blank() }
  const without: Record<string, Score> = { 'without neighbours': blank(), 'without what was decided': blank() }
  let took_ms = 0
  for (const seed of measured) {
    let catalog: Catalog
    for (const { entry, named, learned } of casesOf(seed, rough, (built) => (catalog = built))) {
      // the last third of the days: everything before it is known, nothing after it
      if (entry.day < 36) continue
      const began = performance.now()
      const guesses = rankGuesses(entry, named, learned, catalog!, 'You')
      took_ms += performance.now() - began
      add(scores.learned, guesses, entry.truth)
      add(scores.names, named, entry.truth)
      add(scores.frequent, mostFrequent(learned.habits), entry.truth)
      add(scores.before, learned.before ? [{ ...learned.before, confidence: 0.5 }] : [], entry.truth)
      add(
        without['without neighbours']!,
        rankGuesses(entry, named, { ...learned, before: null, after: null }, catalog!, 'You'),
        entry.truth,
      )
      add(
        without['without what was decided']!,
        rankGuesses(entry, named, { ...learned, habits: habitsOf([]) }, catalog!, 'You'),
        entry.truth,
      )
    }
  }
  const { entries, bins } = scores.learned
  console.log(`${entries} waiting entries of ${measured.length} companies, last third of the days`)
  print('names only (before)', scores.names)
  print('most frequent of the person', scores.frequent)
  print('as the entry before it', scores.before)
  print('learned', scores.learned)
  for (const [name, score] of Object.entries(without)) print(`learned, ${name}`, score)
  console.log(`ranking one entry ${((1_000 * took_ms) / entries).toFixed(0)} µs`)
  console.log('\nwhat the first guess said, and how often it was right')
  for (const { said, right, entries: n } of bins)
    if (n > 0)
      console.log(
        `${((100 * said) / n).toFixed(0).padStart(4)} % said ${percent(right, n)} right  ${String(n).padStart(6)} entries`,
      )
  const gap = bins.reduce((sum, { said, right }) => sum + Math.abs(said - right), 0) / entries
  console.log(`expected calibration error ${gap.toFixed(3)}`)
}

if (process.argv[2] === 'fit') {
  const by = fit(rowsOf(fitted))
  for (const feature of features) console.log(`  ${feature}: ${by[feature].toFixed(2)},`)
} else {
  measure(false)
  console.log('\nin rougher companies than the weights were found on')
  measure(true)
}
