/** The first page of a working day: what is sold, what was worked, what needs somebody, and what happened last. */
import { openStages } from './deals.ts'
import { TimePerDeal } from './reports.ts'
import { Happening } from './notes.ts'
import { CalendarDate, Id, Money, Nullable, OneOf, Type, strict, type Static } from './shapes.ts'
import { shift, type DayRange } from './periods.ts'

/** Both days included. `owner_id`: the deals, tasks and hours of one person instead of all one may see. */
export const DashboardQuery = strict({
  date_from: CalendarDate,
  date_to: CalendarDate,
  owner_id: Type.Optional(Id),
})
export type DashboardQuery = Static<typeof DashboardQuery>

const open = {
  deals: Type.Integer(),
  rotting: Type.Integer({ description: 'idle for longer than the stage allows' }),
  value: Type.Array(Money),
  weighted_value: Type.Array(Money),
}
const OpenStage = strict({ stage: OneOf(openStages), ...open })

/** `won_seconds`: all hours ever placed on the deals that were won. Values are per currency and never added across them. */
const Decided = strict({
  won: Type.Integer(),
  lost: Type.Integer(),
  value: Type.Array(strict({ ...Money.properties, deals: Type.Integer(), seconds: Type.Integer() })),
  won_without_value: Type.Integer(),
})
export type Decided = Static<typeof Decided>

/** Several currencies as one amount, as the reports have it; each null where a rate is missing. */
const Together = strict({
  open: Nullable(Money),
  weighted: Nullable(Money),
  won: Nullable(Money),
  won_before: Nullable(Money),
})

const Hours = strict({ seconds: Type.Integer(), billable_seconds: Type.Integer(), entries: Type.Integer() })

export const attentionKinds = ['over_budget', 'task_overdue', 'rule_demoted', 'deal_rotting', 'task_idle'] as const
const Attention = strict({
  kind: OneOf(attentionKinds),
  object_id: Id,
  name: Type.String(),
  account_name: Nullable(Type.String()),
  days: Nullable(
    Type.Integer({
      description: 'overdue, without anything happening, or since a rule places no more; null for a budget',
    }),
  ),
  spent_percent: Nullable(Type.Integer({ description: 'hours worked, of the hours planned; null for the others' })),
  value: Nullable(Money),
})
export type Attention = Static<typeof Attention>

/** `about`: what a note hangs on, null where that was deleted; of the others what they are about is in `object_id`. */
const Activity = strict({
  ...Happening.properties,
  about: Nullable(
    strict({ type: OneOf(['account', 'contact', 'deal', 'task'] as const), id: Id, name: Type.String() }),
  ),
})
export type Activity = Static<typeof Activity>

/** What somebody may not see is null; the rest is of the rows they may see. */
export const Dashboard = strict({
  date_from: CalendarDate,
  date_to: CalendarDate,
  before: strict({ date_from: CalendarDate, date_to: CalendarDate }),
  pipeline: Nullable(Type.Array(OpenStage)),
  /** Of all open stages: weighed together and rounded once, as in the report. */
  open: Nullable(strict(open)),
  decided: Nullable(strict({ now: Decided, before: Decided })),
  /** Null for who may not see what deals are worth. */
  together: Nullable(Together),
  hours: strict({ now: TimePerDeal, before: Hours }),
  accounts: Nullable(
    Type.Array(
      strict({
        account_id: Id,
        account_name: Type.String(),
        seconds: Type.Integer(),
        billable_seconds: Type.Integer(),
        open_value: Type.Array(Money),
      }),
    ),
  ),
  waiting: strict({
    entries: Type.Integer({ description: 'in the queue of whoever asks' }),
    seconds: Type.Integer(),
    later_entries: Type.Integer({ description: 'the turn of those who worked them, or put off' }),
    later_seconds: Type.Integer(),
  }),
  attention: Type.Array(Attention),
  activity: Type.Array(Activity),
  /** What whoever asks does not see in it, in sentences. */
  left_out: Type.Array(Type.String()),
  rules: Type.Array(Type.String()),
})
export type Dashboard = Static<typeof Dashboard>

const day_ms = 86_400_000
/** The period of the same length that ends where this one begins. */
export function periodBefore({ date_from, date_to }: DayRange): DayRange {
  const days = Math.round((Date.parse(date_to) - Date.parse(date_from)) / day_ms) + 1
  return { date_from: shift(date_from, -days), date_to: shift(date_from, -1) }
}

/** Whole per cent more (or, negative, less) than before; null where there was nothing before, of which nothing is a share. */
export const changeInPercent = (now: number, before: number): number | null =>
  before === 0 ? null : Math.round(((now - before) / before) * 100)

/** What was promised first: budgets that run out, then what is late, then rules that place no more, most of each kind first. */
export const byUrgency = (a: Attention, b: Attention): number =>
  attentionKinds.indexOf(a.kind) - attentionKinds.indexOf(b.kind) ||
  (b.spent_percent ?? 0) - (a.spent_percent ?? 0) ||
  (b.days ?? 0) - (a.days ?? 0)
