/** How many of the deals that were entered in some days got how far, and how long they stayed on the way. */
import { fewest, oneDecimal, shareOf } from '#domain/statistics.ts'
import { all, sql } from '#server/platform/database.ts'
import { daysIn, dealsBehind } from './deal-drills.ts'
import { createdIn, dealFilters, dealWhere } from './deal-groups.ts'
import { column, findAll, type Asked, type Fact, type Kind, type Range } from './kind.ts'
import { scoped } from './scopes.ts'

/** `next`: of those that reached it, or were in it, how many reached, or were in, the stage behind it; null of the last. */
type StageFact = Fact & {
  reached: number
  touched: number
  next_reached: number | null
  next_touched: number | null
  stays: number
  still: number
  median_days: number | null
}
type Counts = Record<
  'deals' | 'in_prospecting' | 'in_negotiation' | 'in_both' | 'negotiated_and_won' | 'past_prospecting' | 'won',
  number
>
type Stay = { stage: string; stays: number; still: number; median_days: number | null }

async function facts(asked: Asked, range: Range): Promise<StageFact[]> {
  const cohort = sql`
    select d.id, d.stage from deals d
    where ${all(dealWhere(asked), createdIn(asked.actor, range))}
  `
  const [counts, stays] = await Promise.all([countStages(asked, cohort), measureStays(asked, cohort)])
  const stayIn = (stage: string) => {
    const { stays: count = 0, still = 0, median_days = null } = stays.find((one) => one.stage === stage) ?? {}
    return { stays: count, still, median_days }
  }
  return [
    {
      ...stage('prospecting', 'Prospecting'),
      reached: counts.deals,
      touched: counts.in_prospecting,
      next_reached: counts.past_prospecting,
      next_touched: counts.in_both,
      ...stayIn('prospecting'),
    },
    {
      ...stage('negotiation', 'Negotiation'),
      reached: counts.past_prospecting,
      touched: counts.in_negotiation,
      next_reached: counts.won,
      next_touched: counts.negotiated_and_won,
      ...stayIn('negotiation'),
    },
    {
      ...stage('won', 'Won'),
      reached: counts.won,
      touched: counts.won,
      next_reached: null,
      next_touched: null,
      stays: 0,
      still: 0,
      median_days: null,
    },
  ]
}
const stage = (key: string, label: string) => ({ key, label, beside: null })

/** What is won now counts as won: of a deal that was won, reopened and lost the last closing counts. */
async function countStages({ db }: Asked, cohort: ReturnType<typeof sql>): Promise<Counts> {
  const { rows } = await sql<Counts>`
    with touched as (
      select c.id, c.stage = 'won' as won,
             coalesce(bool_or(s.to_stage = 'prospecting'), false) or c.stage = 'prospecting' as prospecting,
             coalesce(bool_or(s.to_stage = 'negotiation'), false) or c.stage = 'negotiation' as negotiation
      from (${cohort}) c
      left join deal_stages s on s.deal_id = c.id
      group by c.id, c.stage
    )
    select count(*) as deals, count(*) filter (where prospecting) as in_prospecting, count(*) filter (where negotiation) as in_negotiation,
           count(*) filter (where prospecting and negotiation) as in_both, count(*) filter (where negotiation and won) as negotiated_and_won,
           count(*) filter (where negotiation or won) as past_prospecting, count(*) filter (where won) as won
    from touched
  `.execute(db)
  return rows[0]!
}

/** The present stay of an open deal is not over: it is counted and not measured. */
async function measureStays({ db }: Asked, cohort: ReturnType<typeof sql>): Promise<Stay[]> {
  const { rows } = await sql<Stay>`
    select s.to_stage as stage, count(*) filter (where s.left_at is not null) as stays, count(*) filter (where s.left_at is null) as still,
           percentile_cont(0.5) within group (order by extract(epoch from s.left_at - s.entered_at)::double precision / 86400)
             filter (where s.left_at is not null) as median_days
    from (${cohort}) c
    join deal_stages s on s.deal_id = c.id
    where s.to_stage in ('prospecting', 'negotiation')
    group by 1
  `.execute(db)
  return rows
}

export const stageConversion: Kind<StageFact> = {
  report: 'stage-conversion',
  name: 'Stage conversion',
  title: () => 'How far do deals get, and where do they stop?',
  dates: 'the day a deal was entered, in the reader’s time zone',
  needs: ['deals:read'],
  groups: ['stage'],
  filters: [...dealFilters, 'compare'],
  columns: () => [
    column('reached', 'Reached', 'count', 'All stages: got to this one or one behind it, also where it was skipped.'),
    column(
      'conversion',
      'Go on, all stages',
      'percent',
      `Of those that reached it, those that reached the next. Said from ${fewest} on.`,
    ),
    column('touched', 'Were in it', 'count', 'Touched: stood in this stage at some time.'),
    column(
      'conversion_touched',
      'Go on, touched',
      'percent',
      `Of those that were in it, those that were in the next too. Said from ${fewest} on.`,
    ),
    column('median_days', 'Days in it, median', 'days', 'Of stays that are over.'),
    column('stays', 'Stays', 'count', 'n of the median.'),
    column('still', 'Still in it', 'count', 'Stays that are not over, and not measured.'),
  ],
  find: findAll(facts),
  cells: (list) => {
    const [first, last] = [list[0], list.at(-1)]
    const [reached, touched] = [first?.reached ?? 0, first?.touched ?? 0]
    // of several stages together: from the first to what comes after the last of them
    const whole = list.length > 1
    const next = whole ? last!.reached : (first?.next_reached ?? null)
    const next_touched = whole ? null : (first?.next_touched ?? null)
    return {
      reached,
      conversion: next === null ? null : shareOf(next, reached),
      touched: whole ? null : touched,
      conversion_touched: next_touched === null ? null : shareOf(next_touched, touched),
      median_days: whole ? null : oneDecimal(first?.median_days ?? null),
      stays: whole ? null : (first?.stays ?? 0),
      still: whole ? null : (first?.still ?? 0),
    }
  },
  order: () => null,
  behind: (name, asked, range) => {
    const by = { conversion: 'reached', conversion_touched: 'touched' }[name] ?? name
    return ['reached', 'touched', 'still'].includes(by) ? dealsBehind(asked, daysIn('created', range), by) : null
  },
  narrows: (key) =>
    key
      ? { reached: { reached: [key] }, touched: { touched: [key] }, ...(key !== 'won' && { still: { stage: [key] } }) }
      : { reached: {} },
  rules: ({ actor }) => [
    `Deals count on the day they were entered in the time zone ${actor.zone}, with all that happened to them until now.`,
    '“All stages”: who skipped a stage has passed it. “Touched”: only who stood in both.',
    'Of a deal that was reopened the last closing counts.',
    `Shares are said from ${fewest} deals on. The sum says how many of all were won.`,
  ],
  leftOut: (asked) => scoped(asked, 'deals:read', 'deals'),
}
