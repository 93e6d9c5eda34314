/** A mapping rule over past entries: what it would move, what it leaves alone and why, and how far it got. */
import {
  CalendarDate,
  Id,
  Instant,
  Nullable,
  OneOf,
  Page,
  Type,
  listFields,
  rowFields,
  strict,
  type Static,
} from './shapes.ts'

export const remapStatuses = ['previewing', 'previewed', 'running', 'done', 'undoing', 'undone'] as const
export type RemapStatus = (typeof remapStatuses)[number]

const counted = {
  moves: Type.Integer({ description: 'entries that would be placed anew' }),
  seconds: Type.Integer({ description: 'of those' }),
  waiting: Type.Integer({ description: 'of those, in the review queue now' }),
  by_person: Type.Integer({ description: 'left alone: a person placed them' }),
  by_name: Type.Integer({ description: 'left alone: their deal, task or client tag is named outright' }),
  by_other_rule: Type.Integer({ description: 'left alone: another rule comes first' }),
  in_place: Type.Integer({ description: 'left alone: they are there already' }),
  locked: Type.Integer({ description: 'left alone: their week is approved, or their days are closed' }),
}
export const RemapCounts = strict(counted)
export type RemapCounts = Static<typeof RemapCounts>
export const countedNothing: RemapCounts = {
  moves: 0,
  seconds: 0,
  waiting: 0,
  by_person: 0,
  by_name: 0,
  by_other_rule: 0,
  in_place: 0,
  locked: 0,
}

export const Remap = strict({
  ...rowFields,
  rule_id: Id,
  rule_number: Type.Integer(),
  date_from: CalendarDate,
  asked_by_name: Type.String(),
  status: OneOf(remapStatuses),
  total: Type.Integer({ description: 'entries to look at, to move or to put back' }),
  looked_at: Type.Integer(),
  counts: RemapCounts,
  moved: Type.Integer(),
  kept: Type.Integer({ description: 'not moved or not put back, because they were changed meanwhile' }),
  undo_until: Nullable(Instant),
})
export type Remap = Static<typeof Remap>
export const RemapPage = Page(Remap)
export const RemapQuery = strict(listFields(['created_at']))
export type RemapQuery = Static<typeof RemapQuery>
export const RemapOrder = strict({ date_from: CalendarDate })

export type Seen = {
  /** It is where the rule would put it. */
  there: boolean
  status: 'synced' | 'unmapped' | 'quarantined'
  /** What placed it, as `Mapping` says; null while it waits. */
  placed_by: string | null
  locked: boolean
}

/** What a rule that holds for a past entry does with it: `moves`, or why it leaves it alone; null for what is not believed yet. */
export function judgePast(seen: Seen, first: boolean): keyof RemapCounts | null {
  if (seen.status === 'quarantined') return null
  if (seen.placed_by === 'person') return 'by_person'
  if (seen.placed_by === 'named' || seen.placed_by === 'tag') return 'by_name'
  if (!first) return 'by_other_rule'
  if (seen.status === 'synced' && seen.there) return 'in_place'
  return seen.locked ? 'locked' : 'moves'
}
