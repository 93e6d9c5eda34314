/** Who is how busy: what was worked, and what is still to be done. Nobody is ranked by how they work. */
import { shift } from '#domain/periods.ts'
import type { Filters } from '#domain/report-tables.ts'
import { all, among, sql, type RawBuilder } from '#server/platform/database.ts'
import { inScope } from '#server/people/scope.ts'
import { column, findAll, percent, sum, type Asked, type Fact, type Kind, type Range } from './kind.ts'
import { timeRules } from './recorded-time.ts'
import { scoped } from './scopes.ts'
import { narrow, sumsWithin } from './sums.ts'
import { tasksBehind } from './task-drills.ts'
import { entriesBehind } from './time-drills.ts'
import { timeWhere } from './time-queries.ts'

/** `days`: on which the person worked · `left_seconds`: estimated and not yet worked, of open tasks. */
type LoadFact = Fact & {
  seconds: number
  billable_seconds: number
  waiting_seconds: number
  days: number
  open_tasks: number
  overdue_tasks: number
  unestimated_tasks: number
  left_seconds: number
}

/** The days of a row as bits of its month: so they are counted once, whatever was worked on. */
const columns = (day: RawBuilder<unknown>, of: 'month' | 'day') => sql`
  t.user_id, ${of === 'month' ? day : sql`month_of(${day})`} as month, t.seconds, t.billable_seconds, t.status = 'unmapped' as waits,
  ${of === 'month' ? sql`t.days` : sql`bit_of(${day}, t.seconds)`} as days
`

/** Everybody who takes part, also who worked nothing; who left only with what they worked. */
async function facts(asked: Asked, range: Range): Promise<LoadFact[]> {
  const { actor, db, group, query, today } = asked
  const team = group === 'team'
  const { rows } = await sql<LoadFact>`
    with worked as (
      select user_id, sum(seconds) as seconds, sum(billable_seconds) as billable_seconds, sum(waiting_seconds) as waiting_seconds,
             sum(bit_count(days::bit(32))) as days
      from (
        select user_id, month, sum(seconds) as seconds, sum(billable_seconds) as billable_seconds,
               sum(seconds) filter (where waits) as waiting_seconds, bit_or(days) as days
        from ${sumsWithin('time', range, columns, timeWhere(asked), !narrow(asked))} t
        group by 1, 2
      ) months
      group by 1
    ),
    logged as (
      select task_id, sum(seconds) as seconds
      from task_time_by_month
      where task_id in (select id from tasks where status in ('open', 'in_progress', 'blocked') and estimated_hours is not null)
      group by 1
    ),
    planned as (
      select k.assigned_to as user_id, count(*) as open_tasks, count(*) filter (where k.due_date < ${today}::date) as overdue_tasks,
             count(*) filter (where k.estimated_hours is null) as unestimated_tasks,
             sum(greatest(round(k.estimated_hours * 3600) - coalesce(l.seconds, 0), 0)) as left_seconds
      from tasks k
      left join logged l on l.task_id = k.id
      where ${all(
        sql`k.deleted_at is null and k.status in ('open', 'in_progress', 'blocked') and k.assigned_to is not null`,
        inScope(actor, 'tasks:read', sql`k.assigned_to`),
        query.account_id && among(sql`k.account_id`, query.account_id),
        query.deal_id && among(sql`k.deal_id`, query.deal_id),
      )}
      group by 1
    )
    select ${team ? sql`u.team_id::text` : sql`u.id::text`} as key, ${team ? sql`coalesce(m.name, 'No team')` : sql`u.name`} as label,
           ${team ? sql`null` : sql`m.name`} as beside, coalesce(w.seconds, 0)::bigint as seconds,
           coalesce(w.billable_seconds, 0)::bigint as billable_seconds, coalesce(w.waiting_seconds, 0)::bigint as waiting_seconds,
           coalesce(w.days, 0)::bigint as days, coalesce(p.open_tasks, 0)::bigint as open_tasks,
           coalesce(p.overdue_tasks, 0)::bigint as overdue_tasks, coalesce(p.unestimated_tasks, 0)::bigint as unestimated_tasks,
           coalesce(p.left_seconds, 0)::bigint as left_seconds
    from users u
    left join teams m on m.id = u.team_id
    left join worked w on w.user_id = u.id
    left join planned p on p.user_id = u.id
    where ${all(
      inScope(actor, 'reports:read', sql`u.id`),
      sql`(u.disabled_at is null or w.user_id is not null)`,
      query.user_id && among(sql`u.id`, query.user_id),
      query.team_id && among(sql`u.team_id`, query.team_id),
    )}
    order by lower(${team ? sql`coalesce(m.name, 'No team')` : sql`u.name`}), 1
  `.execute(db)
  return rows
}

/** Columns that count tasks, and which of those that are open. */
const ofTasks: Record<string, (asked: Asked) => Filters> = {
  open_tasks: () => ({}),
  overdue_tasks: ({ today }) => ({ date_to: [shift(today, -1)] }),
  left_seconds: () => ({ with: ['assignee', 'estimate'] }),
  unestimated_tasks: () => ({ without: ['estimate'] }),
}

export const teamLoad: Kind<LoadFact> = {
  report: 'team-load',
  name: 'Team load',
  title: () => 'Who is how busy, and with how much still to do?',
  dates: 'the day of the person who worked; open tasks are those of today',
  needs: ['reports:read', 'tasks:read'],
  groups: ['person', 'team'],
  filters: ['date_from', 'date_to', 'compare', 'account_id', 'deal_id', 'user_id', 'team_id'],
  columns: () => [
    column('seconds', 'Time', 'seconds'),
    column('billable_percent', 'Billable share', 'percent', 'Billable time of all time.'),
    column('waiting_seconds', 'Waiting', 'seconds', 'Time that has not found its place.'),
    column('days', 'Days worked', 'count', 'Days with recorded time, of each person.'),
    column('per_day', 'A day', 'seconds', 'Time by days worked.'),
    column('open_tasks', 'Open tasks', 'count'),
    column('overdue_tasks', 'Overdue', 'count'),
    column(
      'left_seconds',
      'Still to do',
      'seconds',
      'Estimated hours of open tasks less what was worked on each, never below zero.',
    ),
    column('unestimated_tasks', 'Without an estimate', 'count'),
  ],
  find: findAll(facts),
  cells: (list) => {
    const of = (field: Exclude<keyof LoadFact, 'key' | 'label' | 'beside' | 'value' | 'on'>) =>
      sum(list, (fact) => fact[field])
    return {
      seconds: of('seconds'),
      billable_percent: percent(of('billable_seconds'), of('seconds')),
      waiting_seconds: of('waiting_seconds'),
      days: of('days'),
      per_day: of('days') === 0 ? null : Math.round(of('seconds') / of('days')),
      open_tasks: of('open_tasks'),
      overdue_tasks: of('overdue_tasks'),
      left_seconds: of('left_seconds'),
      unestimated_tasks: of('unestimated_tasks'),
    }
  },
  // by name: a load is no rank
  order: () => null,
  behind: (name, asked, range) => {
    const own = ofTasks[name]
    if (own) return tasksBehind(asked, own(asked))
    return entriesBehind(asked, range, name === 'waiting_seconds' ? { status: ['unmapped'] } : undefined)
  },
  narrows: (key, asked) => {
    const { group } = asked
    if (key === undefined) return { 'time-entries': {}, tasks: {} }
    if (key === null) return { 'time-entries': { without: ['team'] }, tasks: { without: ['team'] } }
    const team = { team_id: [key] }
    return group === 'team'
      ? { 'time-entries': team, tasks: team }
      : { 'time-entries': { user_id: [key] }, tasks: { assigned_to: [key] } }
  },
  rules: ({ today }) => [
    ...timeRules,
    `Tasks are those that are open on ${today}, whenever they are due; what is still to do is said of those with an estimate.`,
  ],
  leftOut: (asked) => [...scoped(asked, 'reports:read', 'hours'), ...scoped(asked, 'tasks:read', 'tasks')],
}
