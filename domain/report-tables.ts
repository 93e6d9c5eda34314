/**
 * Reports as one kind of table, so that a screen, a chart, a CSV and a PDF draw from the same answer (docs/decisions/0034).
 * Durations are seconds; money is a list with one amount per currency, never added across them; what is converted says so.
 */
import { csvFields } from './csv-fields.ts'
import { weekStarts } from './periods.ts'
import { CalendarDate, Hours, Id, Money, Nullable, OneOf, Type, strict, type Static } from './shapes.ts'

export const reportNames = [
  'pipeline',
  'stage-conversion',
  'win-rate',
  'cohort-win-rate',
  'pipeline-movement',
  'time-per-client',
  'time-per-deal',
  'time-per-person',
  'time-per-task',
  'team-load',
  'revenue-vs-hours',
  'cost-of-sale',
  'unbilled',
  'mapping-health',
] as const
export type ReportName = (typeof reportNames)[number]

/** What rows can stand for. `step`: of a movement · `way`: how time found its place · `age`: how long ago it was worked. */
export const reportGroups = [
  'stage',
  'step',
  'account',
  'deal',
  'owner',
  'team',
  'person',
  'task',
  'currency',
  'outcome',
  'way',
  'rule',
  'age',
  'day',
  'week',
  'month',
] as const
export type ReportGroup = (typeof reportGroups)[number]

/** What the hours of a row can be split by: a column each. */
export const splits = ['day', 'week', 'month'] as const
export type Split = (typeof splits)[number]
/** Which figure is split. */
export const splitMeasures = ['seconds', 'billable_seconds'] as const
/** So many columns of a day, a week or a month: a year of weeks. What lies before them is one column. */
export const mostColumns = 53

/** previous_period: as many days just before · previous_year: the same days a year earlier. */
export const comparisons = ['previous_period', 'previous_year'] as const

/** So many rows one answer has, and a document; what is beyond them is one row together. */
export const mostRows = 1_000

const Ids = Type.Optional(Type.Array(Id, { maxItems: 50 }))
const filters = {
  account_id: Ids,
  deal_id: Ids,
  /** Who a deal belongs to. */
  owner_id: Ids,
  /** Who worked. */
  user_id: Ids,
  /** Of the owner where deals are counted, else of who worked. */
  team_id: Ids,
  /** What the deal is worth is in this currency. */
  currency: Type.Optional(Type.Array(Type.String({ pattern: '^[A-Z]{3}$', examples: ['EUR'] }), { maxItems: 20 })),
}
export type ReportFilter = keyof typeof filters

/** `GET /reports` says what each report takes; what it does not take is 400 and named. Both days are included. */
export const ReportQuery = strict({
  date_from: Type.Optional(CalendarDate),
  date_to: Type.Optional(CalendarDate),
  compare: Type.Optional(OneOf(comparisons)),
  group_by: Type.Optional(OneOf(reportGroups)),
  ...filters,
  /** What is not decided yet is converted at the rates of this day; today, or the last day asked for, unless said. */
  rates_on: Type.Optional(CalendarDate),
  /** What an hour of work costs, in the base currency: the line of break-even. */
  hour_cost: Type.Optional(Hours),
  /** A column for each day, week or month, of reports on time; rows are something else then. */
  split_by: Type.Optional(OneOf(splits)),
  /** What is split: seconds unless said. */
  measure: Type.Optional(OneOf(splitMeasures)),
  /** Of weeks; Monday unless said. */
  week_start: Type.Optional(OneOf(weekStarts)),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: mostRows,
      description: 'rows; the others are one together. 200, of a document 1,000, of a CSV all, unless said',
    }),
  ),
})
export type ReportQuery = Static<typeof ReportQuery>
export const ReportCsvQuery = strict({ ...ReportQuery.properties, ...csvFields })
export type ReportCsvQuery = Static<typeof ReportCsvQuery>

/**
 * text, date: a string · count: whole number · seconds · percent: of 100, one decimal · days: one decimal · money: `Money[]`, one
 * amount per currency, in the order of the codes · converted: one `Money` in the base currency. Null: there is none, or too few to say.
 */
export const columnTypes = ['text', 'date', 'count', 'seconds', 'percent', 'days', 'money', 'converted'] as const
export type ColumnType = (typeof columnTypes)[number]
const Filters = Type.Unsafe<Filters>({
  type: 'object',
  additionalProperties: { type: 'array', items: { type: 'string' } },
})
export type Filters = Record<string, string[]>
/** What `GET` of is rows with figures of their own: entries, deals, tasks, or another report. */
export const drillLists = [
  'time-entries',
  'deals',
  'tasks',
  'reports/revenue-vs-hours/table',
  'reports/cost-of-sale/table',
] as const

/**
 * The rows behind the figures of a column: `GET /{list}` with these filters gives those of the whole. Those of one row fit what its
 * `narrows` says under `by` too; where that says nothing, no list has just those.
 */
export const Drill = strict({ by: Type.String(), list: OneOf(drillLists), filters: Filters })
export type Drill = Static<typeof Drill>

export const ReportColumn = strict({
  key: Type.String(),
  label: Type.String(),
  type: OneOf(columnTypes),
  /** How it is worked out, where the label alone would not say. */
  definition: Nullable(Type.String()),
  /** Null: no list has the rows behind it. */
  drill: Nullable(Drill),
  /** The same of the period it is compared with. */
  drill_before: Nullable(Drill),
})
export type ReportColumn = Static<typeof ReportColumn>

export type Cell = string | number | Money | Money[] | null
export type Cells = Record<string, Cell>
/** By the keys of the columns. */
const CellsShape = Type.Unsafe<Cells>({
  type: 'object',
  additionalProperties: true,
  description: 'by the keys of the columns; what each holds follows from the type of its column',
})

/** Filters by what a drill is `by`: they hold beside those of the drill. */
export type Narrows = Record<string, Filters>
const NarrowsShape = Type.Unsafe<Narrows>({ type: 'object', additionalProperties: Filters })

/** `key` is the id of the record, the month, the code … and each time the same; null stands for what has none. */
export const ReportRow = strict({
  key: Nullable(Type.String()),
  label: Type.String(),
  /** As the account beside a deal. */
  beside: Nullable(Type.String()),
  cells: CellsShape,
  /** The same of the period it is compared with; null where nothing is compared. */
  before: Nullable(CellsShape),
  narrows: NarrowsShape,
})
export type ReportRow = Static<typeof ReportRow>

/** A rate that was used: 1 `base` = `rate` `currency`. Of several days `rate` is null and the days say from when to when. */
export const UsedRate = strict({
  base: Type.String(),
  currency: Type.String(),
  rate: Nullable(Type.String()),
  day_from: CalendarDate,
  day_to: CalendarDate,
  source: Type.String(),
})
export type UsedRate = Static<typeof UsedRate>

export const ReportTable = strict({
  report: OneOf(reportNames),
  /** A question, which the table answers. */
  title: Type.String(),
  group_by: OneOf(reportGroups),
  /** Columns but the first are days, weeks by their first day, or months; of what lies before them there is one more. */
  split_by: Nullable(OneOf(splits)),
  date_from: Nullable(CalendarDate),
  date_to: Nullable(CalendarDate),
  compared: Nullable(strict({ compare: OneOf(comparisons), date_from: CalendarDate, date_to: CalendarDate })),
  /** What it was narrowed by, as "Account: Kestrel Ltd, Orion": a line for each filter but the days. */
  narrowed_by: Type.Array(Type.String()),
  base_currency: Type.String(),
  rates: Type.Array(UsedRate),
  columns: Type.Array(ReportColumn),
  data: Type.Array(ReportRow),
  /** All rows beyond the limit together; null where there are none. */
  other: Nullable(strict({ rows: Type.Integer(), cells: CellsShape, before: Nullable(CellsShape) })),
  /** Of all rows; rates and medians are worked out anew over everything. */
  total: strict({ cells: CellsShape, before: Nullable(CellsShape), narrows: NarrowsShape }),
  /** What the reader does not see in it, in sentences. */
  left_out: Type.Array(Type.String()),
  /** How it was counted: zone, cut of days, rounding, days of the rates. Printed with it wherever it goes. */
  rules: Type.Array(Type.String()),
})
export type ReportTable = Static<typeof ReportTable>

/** The reports the reader may open. `filters`: fields of the query each takes beside limit; the first group is the usual one. */
export const ReportList = strict({
  data: Type.Array(
    strict({
      report: OneOf(reportNames),
      name: Type.String(),
      title: Type.String(),
      groups: Type.Array(OneOf(reportGroups)),
      filters: Type.Array(Type.String()),
      /** What date_from and date_to are compared with. */
      dates: Type.String(),
    }),
  ),
})
export type ReportList = Static<typeof ReportList>

export const ByReport = strict({ report: OneOf(reportNames) })
