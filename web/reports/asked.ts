/** From the address to the question: only what the report takes, so that what was chosen for another one does no harm. */
import {
  comparisons,
  mostRows,
  splitMeasures,
  splits,
  type ReportGroup,
  type ReportList,
  type ReportName,
  type ReportQuery,
} from '../../domain/report-tables.ts'
import type { DayRange, Period, WeekStart } from '../../domain/periods.ts'
import { valuesOf } from '../layout/filters.ts'

export type Item = ReportList['data'][number]
export type Asked = { report: ReportName; query: ReportQuery }
type Search = Record<string, string | undefined>

/** What many may be chosen of, in the order they are offered. */
export const listed = ['account_id', 'deal_id', 'owner_id', 'user_id', 'team_id', 'currency'] as const

export const groupIn = ({ groups }: Item, search: Search): ReportGroup =>
  groups.find((group) => group === search['group_by']) ?? groups[0]!

export function asked(item: Item, search: Search, days: Partial<DayRange>, week_start: WeekStart): Asked {
  const takes = (name: string) => item.filters.includes(name)
  const whole = days.date_from !== undefined && days.date_to !== undefined
  const compare = comparisons.find((name) => name === search['compare'])
  const group_by = groupIn(item, search)
  const split_by =
    isInTime(group_by) || !takes('split_by') ? undefined : splits.find((name) => name === search['split_by'])
  const measure = splitMeasures.find((name) => name === search['measure'])
  const chosen = listed.filter((name) => takes(name) && search[name])
  return {
    report: item.report,
    query: {
      ...(takes('date_from') && days),
      ...(compare && whole && !split_by && takes('compare') && { compare }),
      ...(item.groups.length > 1 && { group_by }),
      ...Object.fromEntries(chosen.map((name) => [name, valuesIn(name, search[name])])),
      ...(search['rates_on'] && takes('rates_on') && { rates_on: search['rates_on'] }),
      ...(search['hour_cost'] && takes('hour_cost') && { hour_cost: search['hour_cost'] }),
      ...(split_by && { split_by, ...(measure && { measure }) }),
      ...((group_by === 'week' || split_by === 'week') && { week_start }),
      // days are many and drawn beside each other: a part of them would be another picture
      ...((search['rows'] === 'all' || isInTime(group_by)) && { limit: mostRows }),
    },
  }
}

/** What stands in the address and is not asked: the report does not take it, or not from this reader. A group first, then filters. */
export const unasked = ({ groups, filters }: Item, search: Search): string[] => [
  ...(search['group_by'] && !groups.some((group) => group === search['group_by']) ? ['group_by'] : []),
  ...listed.filter((name) => search[name] && !filters.includes(name)),
]

/** Rows are days, weeks or months themselves: there is nothing to split. */
export const isInTime = (group: ReportGroup): boolean => splits.some((split) => split === group)

/** Currencies are typed, and a code is a code in small letters too. */
const valuesIn = (name: (typeof listed)[number], word: string | undefined) =>
  name === 'currency' ? valuesOf(word).map((code) => code.toUpperCase()) : valuesOf(word)

/**
 * What was decided is looked at in quarters, what was worked in months. What is open or unbilled is so today, whenever it began, and
 * deals entered lately had no time to get far.
 */
export const initialPeriod: Record<ReportName, Period | undefined> = {
  pipeline: undefined,
  'stage-conversion': undefined,
  'win-rate': 'last_90_days',
  'cohort-win-rate': 'this_year',
  'pipeline-movement': 'last_90_days',
  'time-per-client': 'last_30_days',
  'time-per-deal': 'last_30_days',
  'time-per-person': 'last_30_days',
  'time-per-task': 'last_30_days',
  'team-load': 'last_30_days',
  'revenue-vs-hours': 'last_90_days',
  'cost-of-sale': 'last_90_days',
  unbilled: undefined,
  'mapping-health': 'last_30_days',
}

/** Stands in the address where no days are wanted although the report begins with some. */
export const anyTime = 'any'

/** It tells what moved from one day to another. */
const needsDays = (report: ReportName) => report === 'pipeline-movement'

/** The address with the days the report begins with, where it names none. */
export function withDays(search: Search, report: ReportName): Search {
  const { period, date_from, date_to } = search
  const initial = initialPeriod[report]
  if (period === anyTime) return { ...search, period: needsDays(report) ? initial : undefined }
  return period || date_from || date_to || !initial ? search : { ...search, period: initial }
}
