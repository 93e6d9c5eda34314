/** A person's week as they hand it in, and what is decided about it. Pure. */
import {
  CalendarDate,
  Id,
  Instant,
  Nullable,
  OneOf,
  Page,
  Text,
  Type,
  listFields,
  rowFields,
  strict,
  type Static,
} from './shapes.ts'

/** open: nobody handed it in, or it came back · denied: it came back with a reason · approved: it is locked. */
export const sheetStates = ['open', 'submitted', 'denied', 'approved'] as const
export type SheetState = (typeof sheetStates)[number]
export const sheetSteps = ['submitted', 'withdrawn', 'approved', 'denied', 'reopened'] as const
export type SheetStep = (typeof sheetSteps)[number]

const Seconds = Type.Integer({ minimum: 0 })
/** As many places of a week as are named; the rest is one sum. */
export const mostPlaces = 12
const WorkedOn = strict({
  deal_id: Nullable(Id),
  deal_name: Nullable(Type.String()),
  account_id: Nullable(Id),
  account_name: Nullable(Type.String()),
  seconds: Seconds,
})

export const Timesheet = strict({
  ...rowFields,
  user_id: Id,
  user_name: Type.String(),
  week: CalendarDate,
  last_day: CalendarDate,
  state: OneOf(sheetStates),
  submitted_at: Nullable(Instant),
  decided_at: Nullable(Instant),
  decided_by: Nullable(Id),
  decided_by_name: Nullable(Type.String()),
  reason: Nullable(Type.String({ description: 'why it was denied or reopened' })),
  placed_seconds: Seconds,
  waiting_seconds: Type.Integer({ description: 'in the review queue: an approval waits for them' }),
  quarantined_seconds: Seconds,
  usual_seconds: Nullable(
    Type.Integer({ description: 'the mean of the eight weeks before, of those that hold anything' }),
  ),
  worked_on: Type.Array(WorkedOn, { maxItems: mostPlaces, description: 'where most of it is' }),
  changed: Type.Boolean({ description: 'something else stands in it than when it was submitted' }),
  over: Type.Boolean({ description: 'its last day is past, on the calendar of its person' }),
  print: Type.String({ description: 'what stands in it, as a digest; an approval names the one that was looked at' }),
})
export type Timesheet = Static<typeof Timesheet>
export const TimesheetPage = Page(Timesheet)

export const TimesheetDetail = strict({
  ...Timesheet.properties,
  steps: Type.Array(
    strict({
      step: OneOf(sheetSteps),
      actor_name: Nullable(Type.String()),
      reason: Nullable(Type.String()),
      seconds: Seconds,
      happened_at: Instant,
    }),
    { description: 'the latest hundred, latest first' },
  ),
})
export type TimesheetDetail = Static<typeof TimesheetDetail>

export const TimesheetQuery = strict({
  ...listFields(['week']),
  user_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  state: Type.Optional(Type.Array(OneOf(sheetStates), { maxItems: 4 })),
  date_from: Type.Optional(CalendarDate),
  date_to: Type.Optional(CalendarDate),
  mine_to_decide: Type.Optional(Type.Boolean({ description: 'those that I may approve or deny' })),
})
export type TimesheetQuery = Static<typeof TimesheetQuery>

export const ToDecide = strict({ count: Type.Integer({ description: 'at most 100 are counted' }) })

/** `week`: its first day, as the workspace counts weeks. */
export const WeekSubmission = strict({ week: CalendarDate })
export const Decision = strict({ reason: Text(500) })
const Seen = Type.String({ minLength: 1, maxLength: 64, description: 'the `print` of what was looked at' })
export const Approval = strict({ print: Seen })
export const mostApprovals = 100
export const Approvals = strict({
  sheets: Type.Array(strict({ id: Id, print: Seen }), { minItems: 1, maxItems: mostApprovals }),
})
export type Approvals = Static<typeof Approvals>
export const ApprovalResults = strict({
  results: Type.Array(
    strict({
      id: Id,
      status: OneOf(['approved', 'skipped'] as const),
      code: Nullable(Type.String()),
      reason: Nullable(Type.String()),
    }),
  ),
})
export type ApprovalResults = Static<typeof ApprovalResults>
