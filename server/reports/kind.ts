/** What a report is made of: facts out of SQL, what is worked out of some of them, and the words that go with it. */
import type { Permission } from '#domain/permissions.ts'
import type {
  Cells,
  Drill,
  Narrows,
  ReportColumn,
  ReportGroup,
  ReportName,
  ReportQuery,
} from '#domain/report-tables.ts'
import type { Money } from '#domain/shapes.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import type { Exchange } from './exchange.ts'

/** One question as it was asked, with what it is answered by. */
export type Asked = {
  db: Database
  actor: Actor
  query: ReportQuery
  group: ReportGroup
  /** Of the workspace. */
  base: string
  /** The day it is where the reader is. */
  today: string
  /** Whether the reader may see what deals are worth. */
  values: boolean
}
export type Range = { date_from?: string | undefined; date_to?: string | undefined }

/** What SQL gives: the row it belongs to, and, where it is money, the day by whose rates it is converted. */
export type Fact = {
  key: string | null
  label: string
  beside: string | null
  value?: Money | null
  on?: string
}

/**
 * Facts of the rows that may be shown, of all others together, and of all there is where that is not the facts of both; each of the
 * period it is compared with too, null without one.
 */
export type Found<F extends Fact = Fact> = Both<F> & {
  beyond?: Both<F> & { rows: number }
  whole?: Both<F>
  /** Where the rates were needed to find them. */
  exchange?: Exchange
}
export type Both<F> = { now: F[]; before: F[] | null }

/** `limit`: of so many rows each by itself; where there can be more of them, all others together. */
export type Finding<F extends Fact> = (range: Range, earlier: Range | null, limit: number) => Promise<Found<F>>

/** All facts of both periods, of what has few. */
export const findAll =
  <F extends Fact>(facts: (asked: Asked, range: Range) => Promise<F[]>) =>
  (asked: Asked): Finding<F> =>
  async (range, earlier) => {
    const [now, before] = await Promise.all([facts(asked, range), earlier && facts(asked, earlier)])
    return { now, before }
  }

/** A column before it is known where its rows are. */
export type KindColumn = Omit<ReportColumn, 'drill' | 'drill_before'>

export type Kind<F extends Fact = Fact> = {
  report: ReportName
  /** As it stands in a menu. */
  name: string
  title: (group: ReportGroup) => string
  /** What the days asked for are compared with. */
  dates: string
  /** All of them. */
  needs: readonly Permission[]
  /** Both days have to be said. */
  needsDays?: true
  groups: readonly [ReportGroup, ...ReportGroup[]]
  filters: readonly (keyof ReportQuery)[]
  columns: (asked: Asked, facts: readonly F[]) => KindColumn[]
  find: (asked: Asked) => Finding<F>
  /** Of the facts of one row, of several rows together, or of all. */
  cells: (facts: readonly F[], exchange: Exchange, asked: Asked) => Cells
  /** By what rows come, most first; null: in the order of their facts. Cells are worked out for those alone that are shown. */
  order: (asked: Asked) => ((facts: readonly F[], exchange: Exchange) => number) | null
  /** The rows behind the figures of a column in these days; null where no list has them. */
  behind: (column: string, asked: Asked, range: Range) => Drill | null
  /** What the lists are narrowed by to be those of one row; of the whole, whose key is undefined, by nothing. */
  narrows: (key: string | null | undefined, asked: Asked, facts: readonly F[]) => Narrows
  rules: (asked: Asked) => string[]
  leftOut?: (asked: Asked, facts: readonly F[]) => string[]
}

/** The size of what facts are worth together, at the rates of their days; without a rate, behind those that have one. */
export const worthTogether = (facts: readonly Fact[], exchange: Exchange): number => {
  const worths = facts.flatMap(({ value, on }) => (value && on !== undefined ? [{ money: value, on }] : []))
  return worths.length === 0 ? -1 : exchange.size(worths)
}

export const sum = <F>(facts: readonly F[], of: (fact: F) => number): number =>
  facts.reduce((total, fact) => total + of(fact), 0)

/** Of 100, one decimal, half up; null where there is nothing to have a share of. */
export const percent = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part * 1_000) / whole) / 10

export const column = (
  key: string,
  label: string,
  type: ReportColumn['type'],
  definition: string | null = null,
): KindColumn => ({ key, label, type, definition })
