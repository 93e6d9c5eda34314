/** What a rule does, or would do, day by day: the daily diff of one that is only watched. */
import { fieldsIn, isEvidence } from '#domain/rule-conditions.ts'
import { roughly } from '#domain/rule-proof.ts'
import { matcher } from '#domain/rule-set.ts'
import { type RuleDay, type RuleDays } from '#domain/rules.ts'
import { agrees } from '#domain/rule-targets.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { notFound } from '#server/platform/errors.ts'
import { conditionOf, peopleIn } from './live-rules.ts'
import { lookThrough } from './look-through.ts'
import { getRule, targetOf } from './queries.ts'
import { findDays } from './reviewed-queries.ts'

const mostEntries = 100_000

/** Of the entries the actor may see, at most 100,000 of the newest; days on which it fits nothing are left out. */
export async function ruleDays(db: Database, actor: Actor, id: string, days: number): Promise<RuleDays> {
  const rule = await getRule(db, id)
  if (!rule) throw notFound()
  const condition = conditionOf(rule.condition)
  const target = targetOf(rule.target)
  const holds = matcher(condition, await peopleIn(db, [condition]))
  const rows = await findDays(db, actor, fieldsIn(condition), days, mostEntries)
  const byDay = new Map<string, RuleDay>()
  let withheld = [...fieldsIn(condition)].some(isEvidence)
  await lookThrough(rows, (row) => {
    if (!holds(row)) return
    withheld ||= row.project_from_editor === true
    const day = byDay.get(row.day) ?? { date: row.day, entries: 0, seconds: 0, same: 0, waiting: 0, other: 0 }
    day.entries++
    day.seconds += row.duration_seconds
    day[row.status === 'unmapped' ? 'waiting' : agrees(target, row) ? 'same' : 'other']++
    byDay.set(row.day, day)
  })
  const data = [...byDay.values()]
    .map((day) => (withheld ? { ...day, seconds: roughly(day.seconds) } : day))
    .sort((a, b) => (a.date < b.date ? 1 : -1))
  return { data, cut_off: rows.length === mostEntries }
}
