/** How time finds its place: how much by itself, how much by hand, and how often each rule was right. */
import type { Filters, ReportGroup } from '#domain/report-tables.ts'
import type { Precision } from '#domain/rule-proof.ts'
import { fewest, shareOf } from '#domain/statistics.ts'
import { inScope } from '#server/people/scope.ts'
import { all, among, sql, type RawBuilder } from '#server/platform/database.ts'
import { column, findAll, percent, sum, type Asked, type Fact, type Kind, type Range } from './kind.ts'
import { scoped } from './scopes.ts'
import { comparedDay, keepsMonths } from './side-by-side.ts'
import { sumsWithin } from './sums.ts'
import { entriesBehind, timeNarrows } from './time-drills.ts'

const ways = {
  named: 'The entry names it',
  tag: 'Client tag',
  mapping_rule: 'Mapping rule',
  project_name: 'Project name',
  person: 'A person',
  waiting: 'Waiting to be placed',
  quarantined: 'In quarantine',
  discarded: 'Discarded',
} as const
type Way = keyof typeof ways
type PlacedFact = Fact & {
  way: Way
  entries: number
  seconds: number
  corrected: number
  confirmed: number
  proof: Precision | null
}

/** What of a sum `t` a row is of, added up before it is written out or any name is looked up: then `x.of`. */
type Grouping = {
  of: RawBuilder<unknown>
  key: RawBuilder<unknown>
  label: RawBuilder<unknown>
  beside: RawBuilder<unknown>
  joins: RawBuilder<unknown>
}
const none = sql`null::text`
const time = (key: RawBuilder<unknown>): Grouping => ({ of: sql`t.day`, key, label: key, beside: none, joins: sql`` })
const groupings: Partial<Record<ReportGroup, Grouping>> = {
  way: { of: none, key: sql`x.way`, label: sql`x.way`, beside: none, joins: sql`` },
  rule: {
    of: sql`t.rule_id`,
    key: sql`x.of::text`,
    label: sql`coalesce(r.name, 'A rule that is gone')`,
    beside: sql`r.state`,
    joins: sql`left join mapping_rules r on r.id = x.of`,
  },
  person: {
    of: sql`t.user_id`,
    key: sql`x.of::text`,
    label: sql`u.name`,
    beside: none,
    joins: sql`join users u on u.id = x.of`,
  },
  day: time(sql`to_char(x.of, 'YYYY-MM-DD')`),
  month: time(sql`to_char(x.of, 'YYYY-MM')`),
}

async function facts(asked: Asked, range: Range): Promise<PlacedFact[]> {
  const { actor, db, group, query } = asked
  const { of, key, label, beside, joins } = groupings[group]!
  const counted = group === 'rule' ? sql`t.corrected, t.confirmed` : sql`0 as corrected, 0 as confirmed`
  const columns = (day: RawBuilder<unknown>) =>
    sql`${comparedDay(asked, range, day)} as day, t.user_id, t.way, t.rule_id, t.entries, t.seconds, ${counted}`
  const where = all(
    inScope(actor, 'reports:read', sql`t.user_id`),
    query.user_id && among(sql`t.user_id`, query.user_id),
    query.team_id && sql`t.user_id in (select id from users where ${among(sql`team_id`, query.team_id)})`,
    group === 'rule' && sql`t.way = 'mapping_rule'`,
  )
  const { rows } = await sql<PlacedFact>`
    select ${key} as key, ${label} as label, ${beside} as beside, x.way, ${group === 'rule' ? sql`r.proof` : sql`null::jsonb`} as proof,
           x.entries, x.seconds, x.corrected, x.confirmed
    from (
      select ${of} as of, t.way, sum(t.entries)::bigint as entries, sum(t.seconds)::bigint as seconds,
             sum(t.corrected)::bigint as corrected, sum(t.confirmed)::bigint as confirmed
      from ${sumsWithin('placed', range, columns, where, group !== 'day' && keepsMonths(asked, range))} t
      group by 1, 2
      having sum(t.entries) <> 0 or sum(t.seconds) <> 0 or sum(t.corrected) <> 0 or sum(t.confirmed) <> 0
    ) x
    ${joins}
    order by 1
  `.execute(db)
  if (group !== 'way') return rows
  const order = Object.keys(ways)
  return rows
    .map((row) => ({ ...row, label: ways[row.way] }))
    .toSorted((a, b) => order.indexOf(a.way) - order.indexOf(b.way))
}

const placedBy = (...ways: Way[]): Filters => ({ status: ['synced'], placed_by: ways })
const ofWay: Record<Way, Filters> = {
  named: placedBy('named'),
  tag: placedBy('tag'),
  mapping_rule: placedBy('mapping_rule'),
  project_name: placedBy('project_name'),
  person: placedBy('person'),
  waiting: { status: ['unmapped'] },
  quarantined: { status: ['quarantined'], discarded: ['false'] },
  discarded: { status: ['discarded'] },
}
/** Which entries a column counts. What people confirmed or put elsewhere has moved on: no list has it as it was. */
const sources: Record<string, Filters> = {
  entries: {},
  seconds: {},
  by_itself: placedBy('named', 'tag', 'mapping_rule', 'project_name'),
  by_hand: ofWay.person,
  waiting: ofWay.waiting,
  quarantined: ofWay.quarantined,
  by_itself_percent: { status: ['synced', 'unmapped'] },
}

export const mappingHealth: Kind<PlacedFact> = {
  report: 'mapping-health',
  name: 'Mapping health',
  title: (group) => (group === 'rule' ? 'How often are the rules right?' : 'How does time find its place?'),
  dates: 'the day of the person who worked',
  needs: ['reports:read', 'rules:read'],
  groups: ['way', 'rule', 'person', 'day', 'month'],
  filters: ['date_from', 'date_to', 'compare', 'user_id', 'team_id'],
  columns: ({ group }) => [
    column('entries', 'Entries', 'count'),
    column('seconds', 'Time', 'seconds'),
    ...(group === 'rule'
      ? [
          column('confirmed', 'Confirmed', 'count', 'A person looked at it and left it where it was.'),
          column('corrected', 'Put elsewhere', 'count', 'A person put it on something else.'),
          column(
            'precision',
            'Right',
            'percent',
            `What stands where the rule put it or was confirmed, of that and what was put elsewhere. Said from ${fewest} on.`,
          ),
          column('proved', 'When it went live', 'percent', 'Right of what people had placed, as it was measured then.'),
          column('proved_low', 'At least', 'percent', 'The lower end of that measure at 95 % (Wilson).'),
          column(
            'reviewed',
            'Reviewed',
            'count',
            'Entries people had placed that the rule would have placed: n of that measure.',
          ),
        ]
      : [
          column('by_itself', 'By itself', 'count', 'Placed without a person.'),
          column('by_hand', 'By hand', 'count', 'Placed by a person.'),
          column('waiting', 'Waiting', 'count'),
          column('quarantined', 'Quarantined', 'count'),
          column('by_itself_percent', 'By itself', 'percent', 'Of all entries that were placed or wait.'),
        ]),
  ],
  find: findAll(facts),
  cells: (list, _, { group }) => {
    const of = (...some: Way[]) => sum(list, ({ way, entries }) => (some.includes(way) ? entries : 0))
    const both = { entries: sum(list, ({ entries }) => entries), seconds: sum(list, ({ seconds }) => seconds) }
    if (group === 'rule') return { ...both, ...rightOf(list, both.entries) }
    const [by_itself, by_hand, waiting] = [
      of('named', 'tag', 'mapping_rule', 'project_name'),
      of('person'),
      of('waiting'),
    ]
    return {
      ...both,
      by_itself,
      by_hand,
      waiting,
      quarantined: of('quarantined'),
      by_itself_percent: percent(by_itself, by_itself + by_hand + waiting),
    }
  },
  order: ({ group }) => (group === 'rule' || group === 'person' ? (list) => sum(list, ({ entries }) => entries) : null),
  behind: (name, asked, range) => {
    const own = sources[name]
    return own ? entriesBehind(asked, range, own) : null
  },
  narrows: (key, asked) => {
    const { group } = asked
    if (group === 'way' && key) return { 'time-entries': ofWay[key as Way] }
    // by rule those alone are counted that one placed
    if (group === 'rule' && key === null) return {}
    if (group === 'rule') return { 'time-entries': { ...ofWay.mapping_rule, ...(key && { rule_id: [key] }) } }
    return timeNarrows(key, asked, true)
  },
  rules: () => [
    'An entry counts whole, on the day it begins for the person who worked, where it stands now.',
    'What people confirmed or put elsewhere is counted since Daybook keeps that, on the day the entry begins. What stands and nobody looked at counts as right.',
    'What a rule was measured at when it went live is said of one rule, not of several together.',
  ],
  leftOut: (asked) => scoped(asked, 'reports:read', 'entries'),
}

function rightOf(list: readonly PlacedFact[], standing: number) {
  const proof = list.length === 1 ? list[0]!.proof : null
  const inPercent = (share: number | null | undefined) => (share == null ? null : Math.round(share * 1_000) / 10)
  const confirmed = sum(list, (fact) => fact.confirmed)
  const corrected = sum(list, (fact) => fact.corrected)
  return {
    confirmed,
    corrected,
    precision: shareOf(standing + confirmed, standing + confirmed + corrected),
    proved: inPercent(proof?.share),
    proved_low: inPercent(proof?.low),
    reviewed: proof?.reviewed ?? null,
  }
}
