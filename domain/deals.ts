/** A deal is what an account may buy, and once won the project its hours are worked for. */
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
  listFields,
  rowFields,
  strict,
  type Static,
} from './shapes.ts'

export const stages = ['prospecting', 'negotiation', 'won', 'lost'] as const
export type Stage = (typeof stages)[number]
export const openStages = ['prospecting', 'negotiation'] as const
export const isOpen = (stage: Stage) => stage === 'prospecting' || stage === 'negotiation'

/** Win probability in percent where nobody set one. Won leaves the open set at 100, lost at 0 (domain rules §11). */
export const stageProbability: Record<Stage, number> = { prospecting: 20, negotiation: 60, won: 100, lost: 0 }

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
  name: Type.String(),
  stage: OneOf(stages),
  probability: Probability,
  ...details,
  owner_name: Nullable(Type.String()),
  closed_at: Nullable(Instant),
  closed_by: Nullable(Id),
  closed_reason: Nullable(Type.String()),
  tracked_seconds: Type.Integer({ description: 'all time placed on the deal' }),
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

export const Closing = strict({ stage: OneOf(['won', 'lost'] as const), reason: Type.Optional(Nullable(Text(500))) })
export type Closing = Static<typeof Closing>

export const DealQuery = strict({
  ...listFields([
    'name',
    '-name',
    'created_at',
    '-created_at',
    'updated_at',
    '-updated_at',
    'value',
    '-value',
    'end_date',
    '-end_date',
  ] as const),
  q: Type.Optional(Name()),
  account_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  owner_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  stage: Type.Optional(Type.Array(OneOf(stages), { maxItems: 4 })),
  date_from: Type.Optional(CalendarDate),
  date_to: Type.Optional(CalendarDate),
})
export type DealQuery = Static<typeof DealQuery>
