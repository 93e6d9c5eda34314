/**
 * Which account or deal a text means. Words are weighed by their rarity, what everybody shares (legal forms, trades,
 * work) weighs little, and an answer is clear only when it is good and well ahead of the next one.
 */
import { buildNameIndex, type NameIndex } from './name-index.ts'
import { scoreNames } from './name-score.ts'
import { readingsOf, splitLegal, wordsOf } from './name-text.ts'

export type Match = {
  id: string
  name: string
  /** 0..1 */ score: number
  /** share of that part which the name explains, 0..1 */ covers: number
  /** the same words */ exact: boolean
  /** the part of the text that matched */ text: string
}
export type NameFinder = {
  /** The likeliest names, best first, at most eight. */
  find: (text: string) => readonly Match[]
  /** The same, without the memory of earlier texts. */
  findAfresh: (text: string) => Match[]
  /** The one name that this is, legal form and spelling aside; null when there is none or more than one. */
  exact: (text: string) => Match | null
}

/** Texts repeat: a year of entries of one person has a few hundred. */
const rememberedTexts = 20_000
const mostMatches = 8

export function buildNameFinder(list: readonly { id: string; name: string }[], plainNames = false): NameFinder {
  const index = buildNameIndex(list, plainNames)
  const remembered = new Map<string, readonly Match[]>()
  const findAfresh = (text: string) => findMatches(index, text)
  const find = (text: string) => {
    const known = remembered.get(text)
    if (known) return known
    if (remembered.size >= rememberedTexts) remembered.clear()
    const matches = findAfresh(text)
    remembered.set(text, matches)
    return matches
  }
  return { find, findAfresh, exact: (text) => findExact(index, text) }
}

function findMatches(index: NameIndex, text: string): Match[] {
  // a customer may have several names
  const best = new Map<string, Match>()
  const known = new Map<string, Map<number, number>>()
  for (const reading of readingsOf(text))
    for (const { position, text: matched, ...scored } of scoreNames(index, reading, known)) {
      const { id, name } = index.names[position]!
      if (scored.score > (best.get(id)?.score ?? 0)) best.set(id, { id, name, ...scored, text: matched })
    }
  return [...best.values()].sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, mostMatches)
}

function findExact(index: NameIndex, text: string): Match | null {
  const { core, legal } = splitLegal(wordsOf(text))
  const same = (index.compacts.get(core.join('')) ?? []).map((position) => index.names[position]!)
  const isOne = (names: typeof same) => new Set(names.map(({ id }) => id)).size === 1
  const meant = isOne(same) ? same : same.filter((name) => name.legal === legal)
  const [found] = meant
  return found && isOne(meant)
    ? { id: found.id, name: found.name, score: 1, covers: 1, exact: true, text: text.trim() }
    : null
}

/** Good enough to attach, and so far ahead of every other that no other is meant. Chosen on half the sample names. */
export const attachAt = 0.8
const lead = 0.1
/** The same words need less of a lead: the others only resemble, or differ in the legal form that was given. */
const exactLead = 0.03
/** A short form ("Acme") that fits several names equally well needs more: which one was left out is a guess. */
const shortFormBelow = 0.93
const shortFormLead = 0.25

/** The match that is clearly meant, or null. `matches` are sorted, best first. */
export function clearMatch<M extends Match>(matches: readonly M[]): M | null {
  const [best, ...others] = matches
  if (!best || best.score < attachAt) return null
  return others.every((other) => best.score - other.score >= leadOver(best, other)) ? best : null
}

function leadOver(best: Match, other: Match): number {
  // Two parts of the text name two customers: "Condax - Cancity handover".
  if (!best.text.includes(other.text) && !other.text.includes(best.text) && other.score >= attachAt) return 1
  if (best.exact) return exactLead
  const fitsBoth = best.text === other.text && other.covers >= best.covers - 0.02
  return fitsBoth && best.score < shortFormBelow ? shortFormLead : lead
}

/**
 * How often a best match of such a score was right, from score to share: measured with half of the sample's accounts and
 * 9,100 spellings of all of them, so that every other text was a stranger's. Below 0.8 nothing is attached.
 */
const measured = [
  [0, 0],
  [0.4, 0.1],
  [0.5, 0.25],
  [0.6, 0.5],
  [0.7, 0.78],
  [0.8, 0.95],
  [0.93, 0.98],
  [0.97, 0.995],
  [1, 1],
] as const

/** A score as a probability, 0..1, to two decimals. */
export function confidenceOf(score: number): number {
  const above = Math.max(
    1,
    measured.findIndex(([from]) => from >= score),
  )
  const [[low, atLow], [high, atHigh]] = [measured[above - 1]!, measured[above]!]
  const share = atLow + ((Math.min(score, 1) - low) / (high - low)) * (atHigh - atLow)
  return Math.round(share * 100) / 100
}

/**
 * A short form that fits one name alone ("Bubba" for Bubba Gump), or null. Only where the text is known to name something
 * of ours, as a client tag is; for other texts it would take strangers for customers.
 */
export function shortFormMatch<M extends Match>(matches: readonly M[]): M | null {
  const [best, next] = matches
  if (!best || best.score < 0.6 || best.covers < 0.99) return null
  return best.score - (next?.score ?? 0) >= shortFormLead ? best : null
}
