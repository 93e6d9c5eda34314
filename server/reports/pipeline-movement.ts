/** How what was open at the beginning became what was open at the end: the steps sum to it. */
import { sumByCurrency } from '#domain/money.ts'
import type { Money } from '#domain/shapes.ts'
import { all, sql } from '#server/platform/database.ts'
import { daysIn, dealsBehind } from './deal-drills.ts'
import { dealFilters, dealWhere } from './deal-groups.ts'
import { column, findAll, sum, type Asked, type Fact, type Kind, type Range } from './kind.ts'
import { ratesDay } from './open-pipeline.ts'
import { scoped, withoutValues } from './scopes.ts'

const steps = {
  open_before: 'Open at the beginning',
  created: 'Entered',
  reopened: 'Reopened',
  changed: 'Value changed',
  won: 'Won',
  lost: 'Lost',
} as const
type Step = keyof typeof steps
type MovementFact = Fact & { value: Money | null; on: string; deals: number }

/**
 * Where each deal stood at both ends. `s0` and `s1` are its stays then; whoever closed a deal may have said an earlier day, so
 * a deal that is closed was so from `closed_at` on, whatever stay it was in.
 */
async function facts(asked: Asked, { date_from, date_to }: Range): Promise<MovementFact[]> {
  const { actor, db, values } = asked
  // said as instants, so that it is known beforehand how many stays lie between them
  const begins = sql`(${date_from}::date::timestamp at time zone ${actor.zone})`
  const ends = sql`((${date_to}::date + 1)::timestamp at time zone ${actor.zone})`
  const { rows } = await sql<{ step: Step; value: string | null; currency: string | null; deals: number }>`
    with ends as materialized (
      select s0.value as v0, s0.currency as c0,
             s0.deal_id is null as is_new,
             coalesce(s0.to_stage in ('prospecting', 'negotiation'), false) as open0,
             s1.to_stage in ('prospecting', 'negotiation') and (d.closed_at is null or d.closed_at >= ${ends}) as open1,
             case when d.closed_at < ${ends} then d.stage else s1.to_stage end as stage1,
             case when ${ends} > now() or d.closed_at < ${ends} then d.value else s1.value end as v1,
             case when ${ends} > now() or d.closed_at < ${ends} then d.currency else s1.currency end as c1
      from deals d
      left join deal_stages s0 on s0.deal_id = d.id and s0.entered_at < ${begins} and (s0.left_at is null or s0.left_at >= ${begins})
      join deal_stages s1 on s1.deal_id = d.id and s1.entered_at < ${ends} and (s1.left_at is null or s1.left_at >= ${ends})
      where ${all(dealWhere(asked), sql`(d.closed_at is null or d.closed_at >= ${begins})`)}
    ),
    -- what counts where follows from few things, so deals are put together by them before each is looked at
    alike as materialized (
      select is_new, open0, open1, stage1, (v0, c0) is distinct from (v1, c1) as changed, c0, c1, sum(v0) as v0, sum(v1) as v1, count(*) as deals
      from ends
      group by 1, 2, 3, 4, 5, 6, 7
    ),
    moved as (
      select m.step, m.value, m.currency, m.deals
      from alike e
      cross join lateral (
        values
          ('open_before', e.v0, e.c0, e.deals, e.open0),
          ('created', e.v1, e.c1, e.deals, e.is_new),
          ('reopened', e.v1, e.c1, e.deals, not e.is_new and not e.open0 and e.open1),
          ('changed', -e.v0, e.c0, 0, e.open0 and e.changed),
          ('changed', e.v1, e.c1, 0, e.open0 and e.changed),
          ('won', -e.v1, e.c1, -e.deals, not e.open1 and e.stage1 = 'won' and (e.open0 or e.is_new)),
          ('lost', -e.v1, e.c1, -e.deals, not e.open1 and e.stage1 = 'lost' and (e.open0 or e.is_new))
      ) m (step, value, currency, deals, counts)
      where m.counts
    )
    select step, currency, sum(value)::text as value, sum(deals)::bigint as deals from moved group by 1, 2 order by 1, 2
  `.execute(db)
  const on = ratesDay(asked)
  const found = rows.map(({ step, value, currency, deals }) => ({
    ...named(step),
    value: values && value !== null && currency !== null ? { amount: value, currency } : null,
    on,
    deals,
  }))
  // a step that nobody took is told too
  return (Object.keys(steps) as Step[]).flatMap((step) => {
    const own = found.filter(({ key }) => key === step)
    return own.length > 0 ? own : [{ ...named(step), value: null, on, deals: 0 }]
  })
}
const named = (step: Step) => ({ key: step, label: steps[step], beside: null })

export const pipelineMovement: Kind<MovementFact> = {
  report: 'pipeline-movement',
  name: 'Pipeline movement',
  title: () => 'What moved in the pipeline?',
  dates: 'the days between whose beginning and end the pipeline is compared',
  needs: ['deals:read'],
  needsDays: true,
  groups: ['step'],
  filters: [...dealFilters, 'compare', 'rates_on'],
  columns: ({ values }) => [
    column('deals', 'Deals', 'count', 'Signed: the steps sum to what was open at the end.'),
    ...(values
      ? [column('value', 'Value', 'money', 'Signed as well.'), column('converted_value', 'Value', 'converted')]
      : []),
  ],
  find: findAll(facts),
  cells: (list, exchange, { values }) => {
    const worths = list.flatMap(({ value, on }) => (value ? [{ money: value, on }] : []))
    return {
      deals: sum(list, ({ deals }) => deals),
      ...(values && {
        value: sumByCurrency(worths.map(({ money }) => money)),
        converted_value: exchange.together(worths),
      }),
    }
  },
  order: () => null,
  behind: (_, asked, range) => dealsBehind(asked, daysIn('moved', range)),
  narrows: (key) => ({ deals: { movement: [key ?? 'open_after'] } }),
  rules: (asked) => [
    `From the beginning of the first day to the end of the last, in the time zone ${asked.actor.zone}. The sum is what was open at the end.`,
    'The value is what a deal was worth on entering the stage it stood in; for days that are not over, and for deals that were closed, what it is worth now.',
    'A deal that was entered and decided within the days is told in both steps. Deleted deals are in none.',
    `Converted at the rates of ${ratesDay(asked)}, or of the last day before it that has one; each currency of a step is rounded once.`,
  ],
  leftOut: (asked) => [...scoped(asked, 'deals:read', 'deals'), ...withoutValues(asked)],
}
