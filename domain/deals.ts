/** A deal is what an account may buy, and once won the project its hours are worked for. */
import { BulkOrder } from './bulk.ts'
import { metadataFilters } from './custom-fields.ts'
import { exportFields } from './list-export.ts'
import {
  CalendarDate,
  Hours,
  Id,
  Instant,
  Metadata,
  Money,
  Name,
  Nullable,
  OneOf,
  Page,
  Patch,
  Text,
  Type,
  deletedFields,
  listFields,
  rowFields,
  strict,
  type Static,
} from './shapes.ts'

export const stages = ['prospecting', 'negotiation', 'won', 'lost'] as const
export type Stage = (typeof stages)[number]
export const openStages = ['prospecting', 'negotiation'] as const
export type OpenStage = (typeof openStages)[number]
export const isOpen = (stage: Stage): stage is OpenStage => stage === 'prospecting' || stage === 'negotiation'

/** Win probability in percent where nobody set one. Won leaves the open set at 100, lost at 0 (domain rules §11). */
export const stageProbability: Record<Stage, number> = { prospecting: 20, negotiation: 60, won: 100, lost: 0 }

/** Days without a change, a task done or tracked time after which a deal counts as rotting, where the workspace sets no other. */
export const rottingDays: Record<OpenStage, number> = { prospecting: 14, negotiation: 30 }
const Days = Type.Integer({ minimum: 1, maximum: 365, description: 'days' })
export const RottingDays = strict({ prospecting: Days, negotiation: Days })
export type RottingDays = Static<typeof RottingDays>

/**
 * Whether so many cards were put into one gap that its neighbours have to be spread anew: every halving of a gap adds a
 * decimal, and a hundred of them are as long as the rest of the row.
 */
export const isCrowded = (position: string): boolean => (position.split('.')[1]?.length ?? 0) > 100

const Probability = Type.Integer({ minimum: 0, maximum: 100, description: 'percent' })
const details = {
  description: Nullable(Text()),
  value: Nullable(Money),
  owner_id: Nullable(Id),
  start_date: Nullable(CalendarDate),
  end_date: Nullable(CalendarDate),
  budget_hours: Nullable(Hours),
  budget_money: Nullable(Money),
  metadata: Metadata,
}

export const Deal = strict({
  ...rowFields,
  account_id: Id,
  account_name: Type.String(),
  account_deleted: Type.Boolean({ description: 'the account is deleted; the deal stays and goes on' }),
  name: Type.String(),
  stage: OneOf(stages),
  probability: Probability,
  probability_pinned: Type.Boolean({ description: 'set by hand: a change of stage leaves it' }),
  ...details,
  owner_name: Nullable(Type.String()),
  closed_at: Nullable(Instant),
  closed_by: Nullable(Id),
  closed_reason: Nullable(Type.String()),
  tracked_seconds: Type.Integer({ description: 'all time placed on the deal' }),
  idle_days: Nullable(
    Type.Integer({ description: 'since the last change, task done or tracked time; null once closed' }),
  ),
  rotting: Type.Boolean({ description: 'idle for longer than its stage allows' }),
  next_task: Nullable(strict({ id: Id, title: Type.String(), due_date: Nullable(CalendarDate) })),
  ...deletedFields,
})
export type Deal = Static<typeof Deal>
export const DealPage = Page(Deal)

export const DealInput = strict({
  account_id: Id,
  name: Name(),
  stage: Type.Optional(OneOf(openStages)),
  probability: Type.Optional(Nullable(Probability)),
  ...Patch(details).properties,
})
export type DealInput = Static<typeof DealInput>

/** Winning or losing goes through closing, which asks for the reason; an open stage here moves or reopens the deal. */
export const DealPatch = Patch({
  account_id: Id,
  name: Name(),
  stage: OneOf(openStages),
  probability: Nullable(Probability),
  ...details,
})
export type DealPatch = Static<typeof DealPatch>

/** Every field. The stage may be the one it is in, won or lost too, so that what was read can be sent back. */
export const DealWhole = strict({
  account_id: Id,
  name: Name(),
  stage: OneOf(stages),
  probability: Nullable(Probability),
  ...details,
})
export type DealWhole = Static<typeof DealWhole>

/** What many may have in common; a worth is one deal's own, and winning, losing and reopening are done one by one. */
export const DealBulk = BulkOrder(
  Patch({
    stage: OneOf(openStages),
    owner_id: details.owner_id,
    end_date: details.end_date,
    metadata: details.metadata,
  }),
)
export type DealBulk = Static<typeof DealBulk>

const closing = {
  reason: Type.Optional(Nullable(Text(500))),
  /** The day it was decided, in the zone of whoever says so; today unless said. */
  closed_on: Type.Optional(CalendarDate),
}
export const Closing = strict({ stage: OneOf(['won', 'lost'] as const), ...closing })
export type Closing = Static<typeof Closing>

/** Without a stage it goes back to the one it was closed from. */
export const Reopening = strict({ stage: Type.Optional(OneOf(openStages)) })
export type Reopening = Static<typeof Reopening>

/** To the top of a stage, or beside a card of it. Into won or lost it is a closing, back from there a reopening. */
export const Move = strict({
  stage: OneOf(stages),
  after_id: Type.Optional(Id),
  before_id: Type.Optional(Id),
  ...closing,
})
export type Move = Static<typeof Move>

/** A time in a stage, with the deal as it was on entering it. */
export const StageStay = strict({
  id: Id,
  from_stage: Nullable(OneOf(stages)),
  to_stage: OneOf(stages),
  entered_at: Instant,
  left_at: Nullable(Instant),
  actor_id: Nullable(Id),
  actor_name: Nullable(Type.String()),
  value: Nullable(Money),
  probability: Probability,
  end_date: Nullable(CalendarDate),
})
export type StageStay = Static<typeof StageStay>
export const StageStays = strict({ data: Type.Array(StageStay) })

const filters = {
  q: Type.Optional(Name()),
  account_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  owner_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  date_from: Type.Optional(CalendarDate),
  date_to: Type.Optional(CalendarDate),
  /** Of won and lost deals those closed on this day or later, in the zone of whoever asks. */
  closed_from: Type.Optional(CalendarDate),
  /** And on this day or earlier. */
  closed_to: Type.Optional(CalendarDate),
}

/** What a deal may have or lack. */
export const dealParts = ['value', 'owner', 'team', 'end_date'] as const
const Parts = (description: string) => Type.Optional(Type.Array(OneOf(dealParts), { maxItems: 4, description }))
/** What became of a deal from the beginning of one day to the end of another. */
export const movements = ['open_before', 'created', 'reopened', 'changed', 'won', 'lost', 'open_after'] as const
const reachable = ['prospecting', 'negotiation', 'won'] as const

const listed = {
  stage: Type.Optional(Type.Array(OneOf(stages), { maxItems: 4 })),
  ...filters,
  deal_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  /** Of its owner. */
  team_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  /** In which it is worth something. */
  currency: Type.Optional(Type.Array(Type.String({ pattern: '^[A-Z]{3}$' }), { maxItems: 20 })),
  with: Parts('all of these are there'),
  without: Parts('all of these are missing; the team is that of the owner'),
  /** Entered on this day or later, in the zone of whoever asks. */
  created_from: Type.Optional(CalendarDate),
  created_to: Type.Optional(CalendarDate),
  rotting: Type.Optional(Type.Boolean({ description: 'idle for longer than its stage allows' })),
  reached: Type.Optional(
    Type.Array(OneOf(reachable), {
      maxItems: 3,
      description: 'got to this stage or to one behind it, also where it was skipped',
    }),
  ),
  touched: Type.Optional(
    Type.Array(OneOf(reachable), { maxItems: 3, description: 'stood in this stage at some time' }),
  ),
  movement: Type.Optional(
    Type.Array(OneOf(movements), {
      maxItems: 7,
      description:
        'what became of it from the beginning of moved_from to the end of moved_to; from before all until now unless said',
    }),
  ),
  moved_from: Type.Optional(CalendarDate),
  moved_to: Type.Optional(CalendarDate),
  deleted: Type.Optional(Type.Boolean({ description: 'true: what is in the bin instead' })),
}
const order = listFields(['name', 'created_at', 'updated_at', 'value', 'end_date', 'position'])
export const DealQuery = strict({ ...order, ...listed }, metadataFilters)
export type DealQuery = Static<typeof DealQuery>
/** The same list by its ids. */
export const DealFilter = strict(listed, metadataFilters)
export type DealFilter = Static<typeof DealFilter>
/** The same list as a file. */
export const DealExport = strict({ sort: order.sort, ...listed, ...exportFields }, metadataFilters)
export type DealExport = Static<typeof DealExport>

/** One stage: number of deals, value and probability-weighted value per currency, hours worked. */
export const StageSummary = strict({
  stage: OneOf(stages),
  deals: Type.Integer(),
  value: Type.Array(Money),
  weighted_value: Type.Array(Money),
  deals_without_value: Type.Integer(),
  tracked_seconds: Type.Integer(),
})
export type StageSummary = Static<typeof StageSummary>

export const BoardQuery = strict(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20, description: 'cards of each stage' })),
    ...filters,
  },
  metadataFilters,
)
export type BoardQuery = Static<typeof BoardQuery>

/** `cards` is the first page of `GET /deals?stage=…&sort=position` with the same filters; its cursor goes on there. */
export const Board = strict({ data: Type.Array(strict({ ...StageSummary.properties, cards: DealPage })) })
export type Board = Static<typeof Board>
