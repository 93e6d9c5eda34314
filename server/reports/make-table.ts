/** A report as a table: what was asked is checked, facts become rows, and the rules and gaps are said with it. */
import { periodBefore } from '#domain/dashboard.ts'
import { yearBefore, type DayRange } from '#domain/periods.ts'
import type { ReportGroup, ReportList, ReportName, ReportQuery, ReportTable } from '#domain/report-tables.ts'
import { dayOf } from '#domain/zones.ts'
import { maySeeValues } from '#server/fields/worth.ts'
import { findWorkspace } from '#server/people/workspace-queries.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { forbidden, Problem } from '#server/platform/errors.ts'
import { createTurns } from '#server/platform/turns.ts'
import { exchangeFor, type Exchange } from './exchange.ts'
import { byKey } from './halves.ts'
import type { Asked, Both, Fact, Found, Kind, Range } from './kind.ts'
import { kinds } from './kinds.ts'
import { narrowedBy } from './narrowed.ts'
import { aboutRates, withoutRates } from './rates-said.ts'
import { bothNarrows, drillBefore, isInTime } from './side-by-side.ts'

/** On a screen; a document has as many as one answer may have, a CSV all. */
const usualRows = 200

/** What would tell of values whoever may not see them. */
const ofMoney = new Set<string>(['currency', 'hour_cost'])

/** Those whose rights the reader has, in the order of the menu. */
export const listReports = (actor: Actor): ReportList => ({
  data: kinds
    .filter((kind) => lacking(kind, actor) === undefined)
    .map(({ report, name, title, groups, filters, dates }) => ({
      report,
      name,
      title: title(groups[0]),
      groups: groups.filter((group) => maySeeValues(actor) || !ofMoney.has(group)),
      filters: filters.filter((name) => maySeeValues(actor) || !ofMoney.has(name)),
      dates,
    })),
})

/** Each asks several questions at once, some of them for a second: those of all readers leave connections to everybody else. */
const inTurn = createTurns(3)

/** `most`: rows where the query names no number. 403 without a right it needs, 400 for what it does not take, naming it. */
export async function makeTable(
  db: Database,
  actor: Actor,
  report: ReportName,
  query: ReportQuery,
  now_ms: number,
  most = usualRows,
): Promise<ReportTable> {
  const kind = kinds.find((one) => one.report === report)!
  const right = lacking(kind, actor)
  if (right !== undefined) throw forbidden(`This report needs the right “${right}”.`)
  check(kind, query)
  const { base_currency: base } = await findWorkspace(db)
  const asked: Asked = {
    db,
    actor,
    query,
    group: query.group_by ?? kind.groups[0],
    base,
    today: dayOf(now_ms, actor.zone),
    values: maySeeValues(actor),
  }
  // its money would tell what the column does not
  if (!asked.values && (query.currency || query.hour_cost || asked.group === 'currency'))
    throw forbidden('What is about money needs the right “values:read”.')
  const earlier = earlierOf(query)
  const limit = query.limit ?? most
  const [found, narrowed_by] = await inTurn('report', () =>
    Promise.all([kind.find(asked)(query, earlier, limit), narrowedBy(db, actor, query)]),
  )
  const whole: Both<Fact> = found.whole ?? { now: together(found, 'now'), before: together(found, 'before') }
  const exchange = found.exchange ?? (await exchangeFor(db, base, [...whole.now, ...(whole.before ?? [])]))
  return { ...tableOf(kind, asked, found, whole, earlier, exchange, limit), narrowed_by }
}

const together = (found: Found, of: 'now' | 'before'): Fact[] => allOf(found[of] ?? [], found.beyond?.[of])
/** There can be thousands, which are not copied for nothing. */
const allOf = (some: Fact[], others: Fact[] | null | undefined) =>
  others && others.length > 0 ? [...some, ...others] : some

const lacking = ({ needs }: Pick<Kind, 'needs'>, actor: Actor) => needs.find((right) => scopeOf(actor, right) === null)

const always = ['limit', 'group_by']
function check(kind: Kind, query: ReportQuery): void {
  const takes: readonly string[] = [...always, ...kind.filters]
  const foreign = Object.keys(query).find((name) => !takes.includes(name))
  if (foreign !== undefined)
    throw wrong(foreign, 'unknown_field', `This report takes no ${foreign}. It takes: ${takes.join(', ')}.`)
  if (query.group_by && !kind.groups.includes(query.group_by))
    throw wrong('group_by', 'unknown_group', `This report is grouped by ${kind.groups.join(', ')}.`)
  if (query.date_from !== undefined && query.date_to !== undefined && query.date_to < query.date_from)
    throw wrong('date_to', 'before_date_from', 'The last day lies before the first.')
  if (query.split_by && isInTime(query.group_by ?? kind.groups[0]))
    throw wrong('split_by', 'split_in_time', 'Rows are days, weeks or months already: group by something else.')
  if (query.split_by && query.compare)
    throw wrong('compare', 'split', 'Columns of days, weeks or months stand beside each other: leave compare out.')
  if (query.measure && !query.split_by)
    throw wrong('measure', 'no_split', 'It says what split_by splits: say that too.')
  if (kind.needsDays && (query.date_from === undefined || query.date_to === undefined))
    throw wrong('date_from', 'no_days', 'Say from which day to which: date_from and date_to.')
  if (query.compare && (query.date_from === undefined || query.date_to === undefined))
    throw wrong('compare', 'no_days', 'To compare, say from which day to which: date_from and date_to.')
}
const wrong = (name: string, code: string, message: string) =>
  new Problem(400, 'invalid_query', message, { errors: [{ pointer: `/${name}`, code, message }] })

function earlierOf({ compare, date_from, date_to }: ReportQuery): DayRange | null {
  if (!compare || date_from === undefined || date_to === undefined) return null
  return compare === 'previous_year' ? yearBefore({ date_from, date_to }) : periodBefore({ date_from, date_to })
}

type Row = { key: string | null; facts: Fact[]; earlier: Fact[] }

function tableOf(
  kind: Kind,
  asked: Asked,
  { now, before, beyond: rest }: Found,
  whole: Both<Fact>,
  earlier: DayRange | null,
  exchange: Exchange,
  limit: number,
): Omit<ReportTable, 'narrowed_by'> {
  const { query } = asked
  const cellsOf = (facts: readonly Fact[]) => kind.cells(facts, exchange, asked)
  const sizeOf = kind.order(asked)
  const rows = inOrder(rowsOf(now, before ?? []), asked.group, sizeOf && (({ facts }) => sizeOf(facts, exchange)))
  const [shown, beyond] = isInTime(asked.group) ? latest(rows, limit) : [rows.slice(0, limit), rows.slice(limit)]
  const range: Range = query
  const narrowsOf: Kind['narrows'] = (...row) => bothNarrows(kind.narrows(...row), asked, earlier)
  const narrows = narrowsOf(undefined, asked, whole.now)
  const total = { cells: cellsOf(whole.now), before: before && cellsOf(whole.before ?? []), narrows }
  const others = beyond.length + (rest?.rows ?? 0)
  const other = others > 0 && {
    rows: others,
    cells: cellsOf(
      allOf(
        beyond.flatMap(({ facts }) => facts),
        rest?.now,
      ),
    ),
    before:
      before &&
      cellsOf(
        allOf(
          beyond.flatMap((row) => row.earlier),
          rest?.before,
        ),
      ),
  }
  return {
    report: kind.report,
    title: kind.title(asked.group),
    group_by: asked.group,
    split_by: query.split_by ?? null,
    date_from: query.date_from ?? null,
    date_to: query.date_to ?? null,
    compared: earlier && query.compare ? { compare: query.compare, ...earlier } : null,
    base_currency: asked.base,
    columns: kind.columns(asked, whole.now).map((column) => ({
      ...column,
      drill: kind.behind(column.key, asked, range),
      drill_before: earlier && drillBefore(kind.behind(column.key, asked, earlier), asked),
    })),
    data: shown.map(({ key, facts, earlier: former }) => {
      const { label, beside } = (facts[0] ?? former[0])!
      const narrows = narrowsOf(key, asked, facts.length > 0 ? facts : former)
      return { key, label, beside, cells: cellsOf(facts), before: before && cellsOf(former), narrows }
    }),
    other: other || null,
    total,
    left_out: [...(kind.leftOut?.(asked, allOf(now, rest?.now)) ?? []), ...withoutRates(exchange, asked.base)],
    rules: [
      ...kind.rules(asked),
      ...aboutRates(exchange),
      ...(earlier ? [`Compared with ${earlier.date_from} to ${earlier.date_to}.`] : []),
    ],
    // last: it is known once everything was converted
    rates: exchange.used(),
  }
}

function rowsOf(now: Fact[], before: Fact[]): Row[] {
  const facts = Map.groupBy(now, ({ key }) => key)
  const earlier = Map.groupBy(before, ({ key }) => key)
  const keys = [...facts.keys(), ...[...earlier.keys()].filter((key) => !facts.has(key))]
  return keys.map((key) => ({ key, facts: facts.get(key) ?? [], earlier: earlier.get(key) ?? [] }))
}

/** Most first; the size of each is worked out once. Days as they follow each other, also where one of them had something only before. */
const inOrder = (rows: Row[], group: ReportGroup, sizeOf: ((row: Row) => number) | null): Row[] =>
  isInTime(group)
    ? rows.toSorted(byKey)
    : sizeOf === null
      ? rows
      : rows
          .map((row) => ({ row, size: sizeOf(row) }))
          .toSorted((a, b) => b.size - a.size)
          .map(({ row }) => row)

/** Of days that are too many the last are shown: what is missing is what is longest ago. What has no day stands beside them. */
function latest(rows: Row[], limit: number): [shown: Row[], beyond: Row[]] {
  const dated = rows.filter(({ key }) => key !== null)
  const undated = rows.slice(dated.length)
  const first = Math.max(0, rows.length - limit)
  return [[...dated.slice(first), ...undated], dated.slice(0, first)]
}
