/** Where a person put time before, counted by what those entries have in common. Nothing of it is stored: it is counted when read. */
import { signalsOf } from './habit-signals.ts'
import type { Facts } from './rule-facts.ts'

/** Both null: internal work, which belongs to no customer. */
export type Spot = { account_id: string | null; deal_id: string | null }
export type Decided = Facts & Spot

/** A deal, an account without a deal, or internal work. */
export const spotKey = ({ account_id, deal_id }: Spot): string => deal_id ?? account_id ?? 'internal'

export type Tally = { entries: number; at: Map<string, number> }
export type Habits = {
  entries: number
  spots: ReadonlyMap<string, Spot & { entries: number }>
  /** The spots that come up most, a handful. */
  most: readonly Spot[]
  /** Of the entries that have it, how many there are and how many of them are at a spot. */
  tally: (kind: string, value: string) => Tally | undefined
}

/** So many, the newest, are looked at: what somebody did half a year ago says little about today. */
export const mostDecided = 400
export const habitDays = 120
const handful = 8

export function habitsOf(decided: readonly Decided[]): Habits {
  const spots = new Map<string, Spot & { entries: number }>()
  const tallies = new Map<string, Tally>()
  for (const { account_id, deal_id, ...facts } of decided) {
    const key = spotKey({ account_id, deal_id })
    const spot = spots.get(key) ?? { account_id, deal_id, entries: 0 }
    spot.entries++
    spots.set(key, spot)
    for (const { kind, value } of signalsOf(facts)) count(tallies, `${kind} ${value}`, key)
  }
  const most = [...spots.values()].sort((a, b) => b.entries - a.entries).slice(0, handful)
  return { entries: decided.length, spots, most, tally: (kind, value) => tallies.get(`${kind} ${value}`) }
}

function count(tallies: Map<string, Tally>, signal: string, key: string): void {
  const tally = tallies.get(signal) ?? { entries: 0, at: new Map<string, number>() }
  tally.entries++
  tally.at.set(key, (tally.at.get(key) ?? 0) + 1)
  tallies.set(signal, tally)
}
