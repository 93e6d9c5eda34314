/** Rules that people follow without having written them: what they placed alike because of one thing entries have in common. */
import { folded } from './rule-conditions.ts'
import { lookAt, type Facts } from './rule-facts.ts'
import { fewestReviewed, precisionFloor, precisionOf, type Precision } from './rule-proof.ts'
import type { Placed } from './rule-targets.ts'
import { printTest } from './rule-text.ts'

export type Decided = Facts & Placed & { duration_seconds: number }
export type Habit = {
  condition: string
  deal_id: string | null
  account_id: string | null
  precision: Precision
  seconds: number
}

const mostHabits = 20
/** What only one or two people had on their screens is theirs. */
const fewestPeople = 3
const kinds = ['project', 'tag', 'site'] as const
type Kind = (typeof kinds)[number]

/** `open`: it was sent or typed as such, not only seen on screens. */
type Group = {
  kind: Kind
  value: string
  open: boolean
  entries: number
  people: Set<string>
  places: Map<string, Place>
}
type Place = Pick<Placed, 'deal_id' | 'account_id'> & { entries: number; seconds: number }

/** Those that would be above the floor, the most hours first. `isCovered`: a rule says so already. */
export function habitsIn(decided: readonly Decided[], isCovered: (facts: Facts) => boolean): Habit[] {
  const groups = new Map<string, Group>()
  for (const entry of decided) {
    const look = lookAt(entry, () => undefined)
    for (const kind of kinds)
      // of a site the host itself: what it belongs to may be anybody's
      for (const value of kind === 'tag' ? look.tag : look[kind].slice(0, 1)) count(groups, kind, value, entry)
  }
  return [...groups.values()]
    .flatMap((group) => habitOf(group, isCovered))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, mostHabits)
}

function count(groups: Map<string, Group>, kind: Kind, value: string, entry: Decided): void {
  if (value === '' || value.length > 200 || (kind === 'tag' && /^(client|customer|account)\s*:/.test(value))) return
  const key = `${kind} ${folded(value)}`
  const group = groups.get(key) ?? { kind, value, open: false, entries: 0, people: new Set(), places: new Map() }
  groups.set(key, group)
  group.open ||= kind === 'tag' || (kind === 'project' && entry.project_from_editor !== true)
  group.entries++
  group.people.add(entry.user_id ?? '')
  const { deal_id, account_id } = entry
  const at = deal_id ?? account_id ?? ''
  const place = group.places.get(at) ?? { deal_id, account_id, entries: 0, seconds: 0 }
  group.places.set(at, place)
  place.entries++
  place.seconds += entry.duration_seconds
}

function habitOf({ kind, value, open, entries, people, places }: Group, isCovered: (facts: Facts) => boolean): Habit[] {
  if (entries < fewestReviewed || (!open && people.size < fewestPeople)) return []
  const best = [...places.values()].reduce((a, b) => (b.entries > a.entries ? b : a))
  if (best.entries / entries < precisionFloor || isCovered(factsOf(kind, value))) return []
  return [
    {
      condition: printTest({ field: kind, operator: 'is', values: [value] }),
      deal_id: best.deal_id,
      account_id: best.deal_id === null ? best.account_id : null,
      precision: precisionOf(best.entries, entries),
      seconds: best.seconds,
    },
  ]
}

const factsOf = (kind: Kind, value: string): Facts =>
  kind === 'project' ? { project_name: value } : kind === 'tag' ? { tags: [value] } : { url: `https://${value}/` }
