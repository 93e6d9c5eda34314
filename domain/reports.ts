/** Questions a manager asks, and the shape of their answers. Durations are seconds; money is never added across currencies. */
import { weekStarts } from './periods.ts'
import { StageSummary, stages } from './deals.ts'
import { CalendarDate, Decimal, Id, Nullable, OneOf, Type, strict, type Static } from './shapes.ts'

const range = { date_from: Type.Optional(CalendarDate), date_to: Type.Optional(CalendarDate) }

export const PipelineQuery = strict({
  group_by: Type.Optional(OneOf(['stage'] as const)),
  ...range,
  owner_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
})
export type PipelineQuery = Static<typeof PipelineQuery>

export const Pipeline = strict({
  group_by: OneOf(['stage'] as const),
  date_from: Nullable(CalendarDate),
  date_to: Nullable(CalendarDate),
  data: Type.Array(StageSummary),
  rules: Type.Array(Type.String()),
})
export type Pipeline = Static<typeof Pipeline>

export const TimePerDealQuery = strict({
  ...range,
  deal_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  account_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  user_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 200 })),
})
export type TimePerDealQuery = Static<typeof TimePerDealQuery>

const sums = { seconds: Type.Integer(), billable_seconds: Type.Integer(), entries: Type.Integer() }

/** Deals by hours, most first. `deal_id` null with an account: placed on the customer, no deal chosen yet. */
export const TimePerDeal = strict({
  date_from: Nullable(CalendarDate),
  date_to: Nullable(CalendarDate),
  data: Type.Array(
    strict({
      deal_id: Nullable(Id),
      deal_name: Nullable(Type.String()),
      account_id: Nullable(Id),
      account_name: Nullable(Type.String()),
      stage: Nullable(OneOf(stages)),
      budget_hours: Nullable(Decimal),
      ...sums,
    }),
  ),
  other: strict({ deals: Type.Integer({ description: 'deals beyond the limit' }), ...sums }),
  totals: strict({
    on_deals: strict(sums),
    on_accounts: strict({ ...sums }),
    internal: strict(sums),
    waiting: strict(sums),
    all: strict(sums),
  }),
  rules: Type.Array(Type.String()),
})
export type TimePerDeal = Static<typeof TimePerDeal>

/** So many deals have a part of their own in each week; the rest is one more. */
export const mostParts = 5
export const TimePerWeekQuery = strict({
  account_id: Type.Optional(Id),
  deal_id: Type.Optional(Id),
  date_to: CalendarDate,
  weeks: Type.Optional(Type.Integer({ minimum: 1, maximum: 53, default: 26 })),
  week_start: Type.Optional(OneOf(weekStarts, { default: 'monday' })),
})
export type TimePerWeekQuery = Static<typeof TimePerWeekQuery>

/**
 * `parts`: the deals with the most hours first, then time on no deal and all other deals as they come. Each week has the seconds
 * of every part in that order; weeks without time are there.
 */
export const TimePerWeek = strict({
  parts: Type.Array(
    strict({
      kind: OneOf(['deal', 'no_deal', 'others'] as const),
      deal_id: Nullable(Id),
      deal_name: Nullable(Type.String()),
    }),
  ),
  data: Type.Array(strict({ week: CalendarDate, seconds: Type.Array(Type.Integer()) })),
})
export type TimePerWeek = Static<typeof TimePerWeek>
