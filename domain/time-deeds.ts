/** What is done to time entries, one or many: changed, deleted, split, merged, and put back as they were. */
import { BulkOrder, Matching, mostAtOnce } from './bulk.ts'
import { CalendarDate, Id, Instant, Nullable, Patch, Tags, Text, Type, strict, type Static } from './shapes.ts'

/** All three null or left out: internal work. */
const EntryPlace = strict({
  account_id: Type.Optional(Nullable(Id)),
  deal_id: Type.Optional(Nullable(Id)),
  task_id: Type.Optional(Nullable(Id)),
})

/**
 * Time of one's own, entered by hand: from when to when, or how long on a day, where it is laid into what the day has free. What a
 * person says is believed or refused, never kept aside.
 */
export const HandEntry = strict({
  start_time: Type.Optional(Instant),
  end_time: Type.Optional(Instant),
  day: Type.Optional(CalendarDate),
  duration_seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 25 * 3_600 })),
  /** Null or left out: it finds its place like what arrives. */
  place: Type.Optional(Nullable(EntryPlace)),
  billable: Type.Optional(Type.Boolean()),
  title: Type.Optional(Nullable(Text(2_000))),
  tags: Type.Optional(Tags),
})
export type HandEntry = Static<typeof HandEntry>

/**
 * Other times without `duration_seconds` count what was worked: pauses that were merged in stay out. Of what was merged, and of parts, it may
 * be said; elsewhere it must agree with the span as in a claim.
 */
export const TimeEntryPatch = Patch({
  start_time: Instant,
  end_time: Instant,
  duration_seconds: Type.Integer({ minimum: 1, maximum: 604_800 }),
  deal_id: Id,
  task_id: Id,
  billable: Type.Boolean(),
  project_name: Nullable(Text(500)),
  tags: Tags,
})
export type TimeEntryPatch = Static<typeof TimeEntryPatch>

export const EntryChange = Patch({
  /** Null: it waits for review. */
  place: Nullable(EntryPlace),
  billable: Type.Boolean(),
  tags: strict({ add: Type.Optional(Tags), remove: Type.Optional(Tags) }),
})
export type EntryChange = Static<typeof EntryChange>
export const EntryBulk = BulkOrder(EntryChange)
export type EntryBulk = Static<typeof EntryBulk>

const many = {
  ids: Type.Array(Id, { minItems: 1, maxItems: mostAtOnce, uniqueItems: true }),
  versions: Type.Optional(Type.Array(Type.Integer({ minimum: 1 }), { maxItems: mostAtOnce })),
  dry_run: Type.Optional(Type.Boolean()),
}
const mostCuts = 49

/** Exactly one of `parts`, `at` and `durations_seconds`. */
export const EntrySplit = strict({
  ...many,
  parts: Type.Optional(Type.Integer({ minimum: 2, maximum: mostCuts + 1 })),
  at: Type.Optional(Type.Array(Instant, { minItems: 1, maxItems: mostCuts })),
  durations_seconds: Type.Optional(
    Type.Array(Type.Integer({ minimum: 1, maximum: 604_800 }), {
      minItems: 1,
      maxItems: mostCuts,
      description: 'how long each part is; what is left is a part too',
    }),
  ),
})
export type EntrySplit = Static<typeof EntrySplit>

/** Of those that are named, what follows each other on the same place becomes one; pauses of five minutes may lie between and do not count. */
export const EntryMerge = strict(many)
export type EntryMerge = Static<typeof EntryMerge>

export const EntryPutBack = strict({
  ids: Type.Array(Id, {
    minItems: 1,
    maxItems: mostAtOnce,
    uniqueItems: true,
    description: '`made_in` of the parts, or of what was merged',
  }),
  even_changed: Type.Optional(Type.Boolean({ description: 'what was done to the parts since is given up' })),
})
export type EntryPutBack = Static<typeof EntryPutBack>

/** All that fit a filter, where so many entries can be looked through at once. */
export const EntriesMatching = strict({
  ...Matching.properties,
  date_from: Nullable(
    Type.String({
      format: 'date',
      description: 'only the days from this one on were looked through, and of them these are all; null: all days were',
    }),
  ),
})
export type EntriesMatching = Static<typeof EntriesMatching>
