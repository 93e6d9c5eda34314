/** Time entries: what an agent or a person claims, how it is shown, and what becomes of it. */
import { exportFields } from './list-export.ts'
import { lockKinds } from './locks.ts'
import { Guess, Mapping } from './mapping.ts'
import { doubtKinds } from './doubts.ts'
import { queues } from './review.ts'
import {
  CalendarDate,
  Id,
  Instant,
  Money,
  Name,
  Nullable,
  OneOf,
  Page,
  Patch,
  Tags,
  Text,
  Type,
  deletedFields,
  listFields,
  rowFields,
  strict,
  type Static,
} from './shapes.ts'

export const activityTypes = ['app', 'website', 'manual'] as const
export const timeSources = ['agent', 'manual'] as const
/** synced: it has its place · unmapped: it waits in the review queue · quarantined: not believed yet, counted nowhere. */
export const entryStatuses = ['synced', 'unmapped', 'quarantined'] as const
const askedStatuses = ['synced', 'unmapped', 'quarantined', 'discarded'] as const
export type EntryStatus = (typeof entryStatuses)[number]
/** How an entry stops being one, until somebody takes it back. hidden: split or merged, and its person took a part of it out for good. */
export const endings = ['deleted', 'split', 'merged', 'hidden'] as const

const Score = Type.Number({ minimum: 0, maximum: 1 })
const ExternalId = Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000-\\u001f]+$' })

/** Optional hints: they help to find the deal and are shown only to the person whose time it is. */
const evidence = {
  title: Nullable(Text(2_000)),
  url: Nullable(Text(4_000)),
  app: Nullable(Text(300)),
}

/**
 * One claim of time. `user_id` is a Daybook user or the agent's own id of the employee. Spans are half-open,
 * `duration_seconds` may be left out; given, it must agree with the span to within a second.
 */
export const TimeEntryInput = strict({
  user_id: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000-\\u001f]+$' })),
  deal_id: Type.Optional(Nullable(Id)),
  task_id: Type.Optional(Nullable(Id)),
  start_time: Instant,
  end_time: Instant,
  duration_seconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 31_622_400 })),
  activity_type: Type.Optional(OneOf(activityTypes)),
  productivity_score: Type.Optional(Nullable(Score)),
  source: Type.Optional(OneOf(timeSources)),
  external_id: Type.Optional(Nullable(ExternalId)),
  billable: Type.Optional(Type.Boolean()),
  project_name: Type.Optional(Nullable(Text(500))),
  /** What an editor had open: kept where the person switched that on, shown with the title. */
  project_from_editor: Type.Optional(Type.Boolean()),
  tags: Type.Optional(Tags),
  ...Patch(evidence).properties,
})
export type TimeEntryInput = Static<typeof TimeEntryInput>

export const TimeEntry = strict({
  ...rowFields,
  user_id: Id,
  user_name: Type.String(),
  account_id: Nullable(Id),
  account_name: Nullable(Type.String()),
  deal_id: Nullable(Id),
  deal_name: Nullable(Type.String()),
  task_id: Nullable(Id),
  task_title: Nullable(Type.String()),
  start_time: Instant,
  end_time: Instant,
  duration_seconds: Type.Integer(),
  zone: Type.String({ description: 'the zone in force for the person; days are cut in it' }),
  activity_type: OneOf(activityTypes),
  productivity_score: Nullable(Score),
  source: OneOf(timeSources),
  external_id: Nullable(Type.String()),
  billable: Type.Boolean(),
  project_name: Nullable(Type.String()),
  project_from_editor: Type.Boolean(),
  tags: Type.Array(Type.String()),
  ...evidence,
  /** The person lets those who see the entry see its title, web address and app. */
  released: Type.Boolean(),
  /** Since when it is hours alone: its title, address and app were erased. */
  evidence_erased_at: Nullable(Instant),
  mapping: Nullable(Mapping),
  status: OneOf(entryStatuses),
  quarantine_reason: Nullable(Type.String()),
  /** Kept aside for good: somebody decided that it is no time. */
  discarded: Type.Boolean(),
  synced_at: Nullable(Instant),
  /** Of a part and of what was merged: by this the originals are found and put back. */
  made_in: Nullable(Id),
  /** Deleted, split and merged ones count nowhere and are kept as they were. */
  ended_as: Nullable(OneOf(endings)),
  ...deletedFields,
  /** Its days stay as they are: their week is approved, or their period closed. */
  locked: Nullable(OneOf(lockKinds)),
  /** Its week is handed in and waits for approval. */
  submitted: Type.Boolean(),
  /** Of what is kept aside: why, in one word. */
  doubt: Nullable(OneOf(doubtKinds)),
})
export type TimeEntry = Static<typeof TimeEntry>
export const TimeEntryPage = strict({
  ...Page(TimeEntry).properties,
  /**
   * Where words, apps or lengths are looked for, a page looks at so many entries and then ends, full or not: the day it got to.
   * The cursor goes on there. Null: the page is full, or all was looked at.
   */
  looked_through: Nullable(CalendarDate),
})

/** Where an entry comes from and went, of what one may see. */
export const EntryOrigin = strict({
  recorded: Nullable(
    strict({
      by: Nullable(
        Type.String({ description: 'the person, or what the key is called: that of a machine is its name' }),
      ),
      by_program: Type.Boolean(),
      at: Instant,
    }),
  ),
  /** Who split or merged the originals, or deleted, split or merged this one. */
  reshaped: Nullable(strict({ how: OneOf(endings), by: Nullable(Type.String()), at: Instant })),
  originals: Type.Array(TimeEntry),
  parts: Type.Array(TimeEntry),
})
export type EntryOrigin = Static<typeof EntryOrigin>

/** Of both only one's own entries; the others are left alone and not counted. */
export const EntryRelease = strict({
  ids: Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true }),
  released: Type.Boolean(),
})
export const EntryReleased = strict({ changed: Type.Integer() })

export const EntryHiding = strict({ ids: Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true }) })
export const EntriesHidden = strict({ hidden: Type.Integer() })

const ids = (item: Type.TSchema) => Type.Optional(Type.Array(item, { maxItems: 50 }))
const entryFilters = {
  q: Type.Optional(Name()),
  user_id: ids(Id) as Type.TOptional<Type.TArray<typeof Id>>,
  deal_id: ids(Id) as Type.TOptional<Type.TArray<typeof Id>>,
  account_id: ids(Id) as Type.TOptional<Type.TArray<typeof Id>>,
  date_from: Type.Optional(CalendarDate),
  date_to: Type.Optional(CalendarDate),
}
const Minutes = Type.Optional(Type.Integer({ minimum: 0, maximum: 527_040 }))
const Words = Type.Optional(Type.Array(Name(300), { maxItems: 50 }))
/** What an entry may have or lack. */
export const entryParts = ['account', 'deal', 'task', 'owner', 'team'] as const
const Lacking = (description: string) => Type.Optional(Type.Array(OneOf(entryParts), { maxItems: 5, description }))
/** The steps that give an entry its place (domain/mapping.ts). */
export const placements = ['named', 'tag', 'mapping_rule', 'project_name', 'person'] as const
const listed = {
  ...entryFilters,
  team_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  /** Whose deal it is on, and in what currency that deal is worth something. */
  owner_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  currency: Type.Optional(Type.Array(Type.String({ pattern: '^[A-Z]{3}$' }), { maxItems: 20 })),
  task_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  status: Type.Optional(
    Type.Array(OneOf(askedStatuses), {
      maxItems: 4,
      description: 'discarded: quarantined for good; quarantined names both',
    }),
  ),
  with: Lacking('all of these are there'),
  without: Lacking('all of these are missing; the owner is that of the deal, the team that of the person'),
  placed_by: Type.Optional(
    Type.Array(OneOf(placements), { maxItems: 5, description: 'how an entry that has its place came there' }),
  ),
  rule_id: Type.Optional(Type.Array(Id, { maxItems: 50, description: 'the mapping rule that placed it' })),
  source: Type.Optional(OneOf(timeSources)),
  activity_type: Type.Optional(Type.Array(OneOf(activityTypes), { maxItems: 3 })),
  app: Words,
  project: Words,
  tag: Words,
  'minutes.from': Minutes,
  'minutes.to': Minutes,
  billable: Type.Optional(Type.Boolean()),
  discarded: Type.Optional(Type.Boolean()),
  deleted: Type.Optional(Type.Boolean({ description: 'true: what was deleted and can be restored instead' })),
}
const order = listFields(['start_time', 'duration_seconds'])
export const TimeEntryQuery = strict({ ...order, ...listed })
export type TimeEntryQuery = Static<typeof TimeEntryQuery>
/** The same list by its ids. */
export const TimeEntryFilter = strict(listed)
export type TimeEntryFilter = Static<typeof TimeEntryFilter>
/** The same list as a file. */
export const TimeEntryExport = strict({ sort: order.sort, ...listed, ...exportFields })
export type TimeEntryExport = Static<typeof TimeEntryExport>

/** Items are checked one by one, so that one bad item never sinks the others. */
export const TimeEntryBatch = strict({ entries: Type.Array(Type.Unknown(), { minItems: 1, maxItems: 5_000 }) })

/** private: its person keeps it out, so nothing of it was stored; sending it again changes nothing. */
export const resultStatuses = [
  'created',
  'updated',
  'duplicate',
  'conflict',
  'quarantined',
  'private',
  'rejected',
] as const
export type ResultStatus = (typeof resultStatuses)[number]

/** What became of one item of a batch, in the order sent: where it was mapped, that it waits, or why not. */
export const EntryResult = strict({
  status: OneOf(resultStatuses),
  id: Nullable(Id),
  external_id: Nullable(Type.String()),
  waiting: Type.Boolean({ description: 'true when it waits in the review queue' }),
  account_id: Nullable(Id),
  deal_id: Nullable(Id),
  task_id: Nullable(Id),
  mapping: Nullable(Mapping),
  problem: Nullable(
    strict({
      code: Type.String(),
      detail: Type.String(),
      errors: Type.Array(strict({ pointer: Type.String(), code: Type.String(), message: Type.String() })),
    }),
  ),
})
export type EntryResult = Static<typeof EntryResult>
export const EntryResults = strict({ results: Type.Array(EntryResult) })

/** `per_hour`: what an hour there brings, where that is known and one may see it. */
const OfferedGuess = strict({ ...Guess.properties, per_hour: Nullable(Money) })

/** An entry of the review queue with up to five ranked guesses, and how many like it wait. */
export const UnmappedEntry = strict({
  ...TimeEntry.properties,
  reason: Type.String(),
  guesses: Type.Array(OfferedGuess, { maxItems: 5 }),
  stake: Type.Number({
    description: 'hours × their likely worth × how unsure the best guess is; -stake puts the most first',
  }),
  asked_by_name: Nullable(Type.String({ description: 'who asked its person to place it' })),
  similar: Type.Integer({
    description: 'waiting entries of the same person with the same project, title and app, this one included',
  }),
})
export type UnmappedEntry = Static<typeof UnmappedEntry>
export const UnmappedPage = strict({
  ...Page(UnmappedEntry).properties,
  total: Type.Integer(),
  total_seconds: Type.Integer(),
  snoozed: Type.Integer({ description: 'how many of them one has put off, which are in neither number' }),
})
/** Time of others is here once they had their working days to place it, or were asked to and did not. */
export const UnmappedQuery = strict({
  ...listFields(['start_time', 'stake']),
  ...entryFilters,
  whose: Type.Optional(OneOf(queues)),
  snoozed: Type.Optional(Type.Boolean({ description: 'true: what one has put off, and nothing else' })),
  similar_to: Type.Optional(Id),
})
export type UnmappedQuery = Static<typeof UnmappedQuery>

/** Where a person puts an entry. All three null: internal work that belongs to no customer and is not billable. */
const target = {
  account_id: Type.Optional(Nullable(Id)),
  deal_id: Type.Optional(Nullable(Id)),
  task_id: Type.Optional(Nullable(Id)),
  billable: Type.Optional(Type.Boolean()),
}
export const Assignment = strict(target)
export type Assignment = Static<typeof Assignment>
export const BulkAssignment = strict({
  ids: Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true }),
  ...target,
})
export type BulkAssignment = Static<typeof BulkAssignment>
export const ReturnToQueue = strict({ ids: Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true }) })
export type ReturnToQueue = Static<typeof ReturnToQueue>

/** Per id, in the order sent. `skipped` says why: already placed, not there, not yours. */
export const BulkResults = strict({
  results: Type.Array(strict({ id: Id, status: OneOf(['done', 'skipped'] as const), reason: Nullable(Type.String()) })),
})
export type BulkResults = Static<typeof BulkResults>
