import type { MappingRule, MappingRuleQuery, RuleState, RuleVersionQuery } from '#domain/rules.ts'
import type { RuleTarget } from '#domain/rule-targets.ts'
import type { Precision } from '#domain/rule-proof.ts'
import type { Static } from '#domain/shapes.ts'
import type { RuleVersion } from '#domain/rules.ts'
import { all, among, sql, type Database } from '#server/platform/database.ts'
import { daysAgo } from '#server/platform/instants.ts'
import { repoint } from '#server/platform/many-rows.ts'
import { page } from '#server/platform/pages.ts'

const joins = sql`
  left join accounts a on a.id = r.account_id
  left join deals d on d.id = r.deal_id
  left join accounts da on da.id = d.account_id
  left join tasks t on t.id = r.task_id
  left join users u on u.id = r.created_by
`
/** What a rule points to can take time. */
const isOpen = sql`
  case r.kind
    when 'account' then a.deleted_at is null
    when 'deal' then d.deleted_at is null and d.stage <> 'lost' and da.deleted_at is null
    when 'task' then t.deleted_at is null
    else true
  end
`
const columns = sql`
  r.id, r.name, r.state, r.state_reason, r.priority, r.number, r.condition,
  jsonb_build_object(
    'kind', r.kind, 'account_id', r.account_id, 'deal_id', r.deal_id, 'task_id', r.task_id, 'billable', r.billable,
    'name', coalesce(d.name || ' · ' || da.name, t.title, a.name), 'open', ${isOpen}
  ) as target,
  r.proof, p.placed, p.placed_seconds, u.name as created_by_name, r.version, r.created_at, r.updated_at
`
/** Of the last 30 days: a rule that runs for years would count for seconds. */
const placements = () => sql`
  left join lateral (
    select count(*) as placed, coalesce(sum(e.duration_seconds), 0) as placed_seconds from time_entries e
    where e.mapping ->> 'rule' = 'mapping_rule' and e.mapping ->> 'rule_id' = r.id::text
      and e.start_time >= ${daysAgo(30)}::timestamptz
  ) p on true
`
const sorts = {
  priority: { by: sql`r.priority`, type: 'integer' },
  name: { by: sql`lower(r.name)`, type: 'text' },
  updated_at: { by: sql`r.updated_at`, type: 'timestamptz' },
} as const

export const listRules = (db: Database, query: MappingRuleQuery) =>
  page(query, sorts, 'priority', sql`r.id`, async ({ sort_key, after, order, limit }) => {
    const { rows } = await sql<MappingRule & { sort_key: string }>`
      select ${columns}, ${sort_key} as sort_key from mapping_rules r ${joins} ${placements()}
      where ${all(after, query.state && among(sql`r.state`, query.state))}
      ${order} ${limit}
    `.execute(db)
    return rows
  })

export async function getRule(db: Database, id: string): Promise<MappingRule | undefined> {
  const { rows } = await sql<MappingRule>`
    select ${columns} from mapping_rules r ${joins} ${placements()} where r.id = ${id}
  `.execute(db)
  return rows[0]
}

export type RuleRow = {
  id: string
  name: string
  state: RuleState
  state_reason: string | null
  priority: number
  number: number
  condition: string
  kind: RuleTarget['kind']
  account_id: string | null
  deal_id: string | null
  task_id: string | null
  billable: boolean | null
  proof: Precision | null
  version: number
}
const stored = sql`
  id, name, state, state_reason, priority, number, condition, kind, account_id, deal_id, task_id, billable, proof, version
`
export async function lockRule(tx: Database, id: string): Promise<RuleRow | undefined> {
  const { rows } = await sql<RuleRow>`select ${stored} from mapping_rules where id = ${id} for update`.execute(tx)
  return rows[0]
}

export type RuleFields = Omit<RuleRow, 'id' | 'version' | 'number' | 'proof' | 'state' | 'state_reason'>
export async function insertRule(tx: Database, fields: RuleFields & { created_by: string | null }): Promise<string> {
  return (await tx.insertInto('mapping_rules').values(fields).returning('id').executeTakeFirstOrThrow()).id
}

export type RuleChange = Partial<Omit<RuleRow, 'id' | 'version' | 'proof'>> & { proof?: Precision | null }
export const updateRule = (tx: Database, id: string, { proof, ...fields }: RuleChange) =>
  tx
    .updateTable('mapping_rules')
    .set({
      ...fields,
      ...(proof !== undefined && { proof: sql`${proof && JSON.stringify(proof)}::jsonb` }),
      ...(fields.state && { state_since: sql`now()` }),
      version: sql`version + 1`,
      updated_at: sql`now()`,
    })
    .where('id', '=', id)
    .execute()

/** Keeps what a rule says under its number, with what that number was measured at when it went live. */
export const keepVersion = (tx: Database, { id, number, condition, proof, ...row }: RuleRow, made_by: string | null) =>
  sql`
    insert into mapping_rule_versions (rule_id, number, condition, target, proof, made_by)
    values (${id}, ${number}, ${condition}, ${JSON.stringify(targetOf(row))}, ${proof && JSON.stringify(proof)}, ${made_by})
    on conflict (rule_id, number) do update set proof = excluded.proof
  `.execute(tx)

export const targetOf = ({ kind, account_id, deal_id, task_id, billable }: RuleTarget): RuleTarget => ({
  kind,
  account_id,
  deal_id,
  task_id,
  billable,
})

export const listVersions = (db: Database, rule_id: string, query: RuleVersionQuery) =>
  page(
    query,
    { number: { by: sql`v.number`, type: 'integer' } },
    '-number',
    sql`v.id`,
    async ({ sort_key, after, order, limit }) => {
      const { rows } = await sql<Static<typeof RuleVersion> & { sort_key: string }>`
        select v.id, v.number, v.condition, v.target, v.proof, u.name as made_by_name, v.created_at, ${sort_key} as sort_key
        from mapping_rule_versions v left join users u on u.id = v.made_by
        where ${all(after, sql`v.rule_id = ${rule_id}`)} ${order} ${limit}
      `.execute(db)
      return rows
    },
  )

/** Rules in these states as they are applied, first first; a task brings the deal and the account it belongs to. */
export async function findLive(db: Database, states: RuleState[]): Promise<RuleRow[]> {
  const { rows } = await sql<RuleRow>`
    select r.id, r.name, r.state, r.priority, r.number, r.condition, r.kind,
           coalesce(r.account_id, d.account_id, td.account_id, t.account_id) as account_id,
           coalesce(r.deal_id, t.deal_id) as deal_id, r.task_id, r.billable, r.proof
    from mapping_rules r
    left join deals d on d.id = r.deal_id
    left join tasks t on t.id = r.task_id
    left join deals td on td.id = t.deal_id
    where r.state = any (${states}) and (r.task_id is null or t.deleted_at is null)
    order by r.priority, r.id
  `.execute(db)
  return rows
}

export async function findRevision(db: Database): Promise<number> {
  const { rows } = await sql<{ revision: number }>`select revision from rule_set`.execute(db)
  return rows[0]!.revision
}

export async function findStateSince(db: Database, id: string): Promise<string> {
  const { rows } = await sql<{
    since: string
  }>`select state_since as since from mapping_rules where id = ${id}`.execute(db)
  return rows[0]!.since
}

/** Entries of these days that are where the rule put them. */
export async function countPlaced(db: Database, id: string, days: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from time_entries e
    where e.mapping ->> 'rule' = 'mapping_rule' and e.mapping ->> 'rule_id' = ${id}
      and e.start_time >= ${daysAgo(days)}::timestamptz
  `.execute(db)
  return rows[0]!.count
}

export type Named = { id: string; name: string; email: string | null }
/** People by id, e-mail or name, teams by id or name: as conditions call them. */
export async function findPeople(db: Database, called: string[]): Promise<Named[]> {
  if (called.length === 0) return []
  const { rows } = await sql<Named>`
    select id, name, email from users
    where id::text = any (${called}) or lower(email) = any (${called}) or lower(name) = any (${called})
    order by id limit 500
  `.execute(db)
  return rows
}
export async function findTeams(db: Database, called: string[]): Promise<Named[]> {
  if (called.length === 0) return []
  const { rows } = await sql<Named>`
    select id, name, null as email from teams where id::text = any (${called}) or lower(name) = any (${called})
    order by id limit 500
  `.execute(db)
  return rows
}

/** Who is in the teams that are asked for. */
export async function findMembers(db: Database, teams: string[]): Promise<{ id: string; team_id: string }[]> {
  if (teams.length === 0) return []
  const { rows } = await sql<{ id: string; team_id: string }>`
    select id, team_id from users where team_id::text = any (${teams})
  `.execute(db)
  return rows
}

/** Deals and accounts of these ids that can take time, and what they are called. */
export async function findPlaces(db: Database, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string }>`
    select d.id, d.name || ' · ' || a.name as name from deals d join accounts a on a.id = d.account_id
    where d.id = any (${ids}) and d.deleted_at is null and d.stage <> 'lost' and a.deleted_at is null
    union all
    select id, name from accounts where id = any (${ids}) and deleted_at is null
  `.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Which of a target's parts is there to be pointed at. */
export async function isThere(db: Database, { account_id, deal_id, task_id }: RuleTarget): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select case
      when ${account_id}::uuid is not null then exists (select from accounts where id = ${account_id}::uuid and deleted_at is null)
      when ${deal_id}::uuid is not null then exists (select from deals where id = ${deal_id}::uuid and deleted_at is null and stage <> 'lost')
      when ${task_id}::uuid is not null then exists (select from tasks where id = ${task_id}::uuid and deleted_at is null)
      else true end as there
  `.execute(db)
  return rows[0]!.there
}

/** From one account to another. */
export const moveRules = (tx: Database, from: string, to: string, which?: Parameters<typeof repoint>[5]) =>
  repoint(tx, 'mapping_rules', 'account_id', from, to, which)
