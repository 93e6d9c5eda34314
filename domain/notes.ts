/** What people write down about a record, and the one line of everything that happened to it. */
import { stages } from './deals.ts'
import {
  CalendarDate,
  Id,
  Instant,
  Nullable,
  OneOf,
  Page,
  Patch,
  Type,
  deletedFields,
  listFields,
  rowFields,
  strict,
  type Static,
} from './shapes.ts'

/** Markdown, kept as it was typed and shown without HTML. */
const NoteText = Type.String({ minLength: 1, maxLength: 20_000, pattern: '\\S' })

const parents = {
  account_id: Type.Optional(Id),
  contact_id: Type.Optional(Id),
  deal_id: Type.Optional(Id),
  task_id: Type.Optional(Id),
}
export const parentNames = ['account_id', 'contact_id', 'deal_id', 'task_id'] as const
export type ParentName = (typeof parentNames)[number]
type Parents = Partial<Record<ParentName, string>>

/** The one record a note hangs on, or a list is of; null where none is named, or several are. */
export function parentOf(given: Parents): { name: ParentName; id: string } | null {
  const named = parentNames.filter((name) => given[name] !== undefined)
  return named.length === 1 ? { name: named[0]!, id: given[named[0]!]! } : null
}

export const Note = strict({
  ...rowFields,
  account_id: Nullable(Id),
  contact_id: Nullable(Id),
  deal_id: Nullable(Id),
  task_id: Nullable(Id),
  author_id: Nullable(Id),
  author_name: Nullable(Type.String()),
  text: Type.String(),
  edited: Type.Boolean(),
  ...deletedFields,
})
export type Note = Static<typeof Note>
export const NotePage = Page(Note)
export const NoteInput = strict({ ...parents, text: NoteText })
export type NoteInput = Static<typeof NoteInput>
export const NotePatch = Patch({ text: NoteText })
export type NotePatch = Static<typeof NotePatch>
export const NoteQuery = strict({
  ...listFields(['created_at']),
  ...parents,
  deleted: Type.Optional(Type.Boolean({ description: 'true: what is in the bin instead' })),
})
export type NoteQuery = Static<typeof NoteQuery>

/** What the note said in each earlier version, newest first. */
export const NoteVersions = strict({
  data: Type.Array(strict({ version: Type.Integer(), text: Type.String(), written_at: Instant })),
})
export type NoteVersions = Static<typeof NoteVersions>

export const timelineKinds = ['note', 'task_created', 'task_done', 'stage', 'time'] as const
export type TimelineKind = (typeof timelineKinds)[number]

/** One thing that happened. Time is told by day and person, never by single entries. */
export const Happening = strict({
  id: Id,
  kind: OneOf(timelineKinds),
  at: Instant,
  person_id: Nullable(Id),
  person_name: Nullable(Type.String()),
  /** The note, task or deal it is about; null for time on no deal. */
  object_id: Nullable(Id),
  /** The note's text, or the name of the task or deal. */
  text: Nullable(Type.String()),
  from_stage: Nullable(OneOf(stages)),
  to_stage: Nullable(OneOf(stages)),
  day: Nullable(CalendarDate),
  seconds: Nullable(Type.Integer()),
})
export type Happening = Static<typeof Happening>
export const Timeline = Page(Happening)
export const TimelineQuery = strict({
  ...listFields(['at']),
  account_id: Type.Optional(Id),
  contact_id: Type.Optional(Id),
  deal_id: Type.Optional(Id),
  kind: Type.Optional(Type.Array(OneOf(timelineKinds), { maxItems: 5 })),
})
export type TimelineQuery = Static<typeof TimelineQuery>
