import { noticeVersion } from '#domain/notice.ts'
import { grants } from '#domain/permissions.ts'
import { stageProbability } from '#domain/deals.ts'
import { hashPassword } from '#server/people/passwords.ts'
import { findWorkspace } from '#server/people/workspace-queries.ts'
import { systemActor } from '#server/platform/actor.ts'
import { sql, type Database } from '#server/platform/database.ts'
import { trackAll } from '#server/platform/track.ts'
import { emailOf, newcomer, people, teams as teamNames, workspace } from './cast.ts'
import { companyOf, type Company, type DemoDeal, type DemoUser, type Known } from './company.ts'
import { handInWeeks } from './weeks.ts'
import { writeDemoRates } from './rates.ts'
import { recordTime } from './record-time.ts'

type Options = {
  /** Null: nobody of the demo can sign in. */
  password: string | null
  now_ms: number
  onProgress?: (percent: number) => Promise<void>
}

/** Brings the demo company, beside whatever is there, in one transaction: all of it or nothing. Gives false where it is here already. */
export async function loadDemo(
  db: Database,
  { password, now_ms, onProgress = async () => {} }: Options,
): Promise<boolean> {
  const password_hash = password === null ? null : await hashPassword(password)
  const loaded = await db.transaction().execute(async (tx) => {
    await sql`set local statement_timeout = '60s'`.execute(tx)
    if (!(await beginDemo(tx))) return false
    const known = await findKnown(tx)
    const company = companyOf(now_ms, known)
    await insertPeople(tx, company, known, password_hash)
    await onProgress(10)
    await insertCustomers(tx, company)
    await onProgress(20)
    const rules = await recordTime(tx, actor, company, now_ms, onProgress)
    await handInWeeks(tx, company, now_ms)
    const rates = await writeDemoRates(tx, now_ms)
    await noteRows(tx, company, known, { rules, rates })
    return true
  })
  // the planner knows nothing of rows that were just loaded
  if (loaded) await sql`analyze`.execute(db)
  return loaded
}

const actor = systemActor('command', grants.admin)

/** A workspace that has a name keeps it. */
async function beginDemo(tx: Database): Promise<boolean> {
  const { name, base_currency, zone, jurisdiction } = workspace
  const { rows } = await sql`
    insert into workspace (name, base_currency, zone, jurisdiction, capture, demo)
    values (${name}, ${base_currency}, ${zone}, ${jurisdiction}, 'titles', true)
    on conflict (only_row) do update set demo = true, version = workspace.version + 1 where not workspace.demo
    returning name
  `.execute(tx)
  return rows.length > 0
}

/** People of an earlier demo who did something stayed, deactivated; a team of one's own may have the name of one of the demo's. */
async function findKnown(tx: Database): Promise<Known> {
  const emails = people.map(({ name }) => emailOf(name))
  const { rows: persons } = await sql<{ id: string; email: string }>`
    select id, lower(email) as email from users where lower(email) = any (${emails}) for update
  `.execute(tx)
  const { rows: named } = await sql<{ id: string; name: string }>`
    select id, name from teams where name = any (${[...teamNames]})
  `.execute(tx)
  return {
    people: new Map(persons.map(({ id, email }) => [email, id])),
    teams: new Map(named.map(({ id, name }) => [name, id])),
  }
}

async function insertPeople(
  tx: Database,
  { teams, employees, users }: Company,
  known: Known,
  password_hash: string | null,
): Promise<void> {
  const newTeams = teams.filter(({ name }) => !known.teams.has(name))
  if (newTeams.length > 0) await tx.insertInto('teams').values(newTeams).execute()
  await tx
    .insertInto('productivity_users')
    .values(employees.map((row) => ({ ...row, devices: sql`${row.devices}::jsonb` as never })))
    .execute()
  const newUsers = users.filter(({ email }) => !known.people.has(email))
  if (newUsers.length > 0)
    await tx
      .insertInto('users')
      .values(newUsers.map((user) => ({ ...user, password_hash })))
      .execute()
  await readNotice(tx, newUsers, noticeVersion(await findWorkspace(tx)))
  await trackAll(
    tx,
    actor,
    'user.created',
    newUsers.map(({ id, name, email, role }) => ({ id, after: { name, email, role } })),
  )
}

/** All but one have read what is recorded about them. */
const readNotice = (tx: Database, users: DemoUser[], version: string) =>
  sql`
    insert into notice_acknowledgements (user_id, version)
    select id, ${version} from users where id = any (${users.filter(({ name }) => name !== newcomer).map(({ id }) => id)})
  `.execute(tx)

async function insertCustomers(tx: Database, { accounts, contacts, deals, tasks }: Company): Promise<void> {
  await tx.insertInto('accounts').values(accounts).execute()
  await tx.insertInto('contacts').values(contacts).execute()
  await sql`
    update accounts a set primary_contact_id = (select id from contacts c where c.account_id = a.id order by c.id limit 1)
  `.execute(tx)
  await tx
    .insertInto('deals')
    .values(deals.map(({ customer: _customer, rotting: _rotting, ...deal }) => deal))
    .execute()
  await tx.insertInto('deal_stages').values(deals.flatMap(stagesOf)).execute()
  await tx
    .insertInto('tasks')
    // done when it was last touched, not when the demo came
    .values(
      tasks.map((task) => ({
        ...task,
        ...(task.status === 'done' && { done_at: task.updated_at, done_by: task.assigned_to }),
      })),
    )
    .execute()
  await trackAll(
    tx,
    actor,
    'account.created',
    accounts.map(({ id, name }) => ({ id, after: { name } })),
  )
  await trackAll(
    tx,
    actor,
    'deal.created',
    deals.map(({ id, name, stage }) => ({ id, after: { name, stage } })),
  )
  await trackAll(
    tx,
    actor,
    'task.created',
    tasks.map(({ id, title, status }) => ({ id, after: { title, status } })),
  )
}

type StageRow = {
  deal_id: string
  actor_id: string
  from_stage: string | null
  to_stage: string
  entered_at: string
  left_at: string | null
  value: string
  currency: string
  probability: number
  end_date: string
}

/** How the deal came to its stage: through prospecting, unless it is still there. */
function stagesOf({
  id,
  stage,
  value,
  currency,
  end_date,
  owner_id,
  created_at,
  closed_at,
  updated_at,
}: DemoDeal): StageRow[] {
  const row = { deal_id: id, actor_id: owner_id, value, currency, end_date }
  const first = {
    ...row,
    from_stage: null,
    to_stage: 'prospecting',
    entered_at: created_at,
    left_at: null,
    probability: stageProbability.prospecting,
  }
  if (stage === 'prospecting') return [first]
  const moved_at = closed_at ?? updated_at
  return [
    { ...first, left_at: moved_at },
    {
      ...row,
      from_stage: 'prospecting',
      to_stage: stage,
      entered_at: moved_at,
      left_at: null,
      probability: stageProbability[stage],
    },
  ]
}

/** What the demo brought, so that removing it takes out this and nothing else. */
async function noteRows(
  tx: Database,
  company: Company,
  known: Known,
  { rules, rates }: { rules: string[]; rates: string[] },
): Promise<void> {
  const { teams, employees, users, accounts, contacts, deals, tasks } = company
  const brought = {
    teams: teams.filter(({ name }) => !known.teams.has(name)),
    productivity_users: employees,
    users: users.filter(({ email }) => !known.people.has(email)),
    accounts,
    contacts,
    deals,
    tasks,
    mapping_rules: rules.map((id) => ({ id })),
    exchange_rates: rates.map((id) => ({ id })),
  }
  const rows = Object.entries(brought).flatMap(([table_name, list]) =>
    list.map(({ id }) => ({ table_name, row_id: id })),
  )
  await tx.insertInto('demo_rows').values(rows).execute()
  await sql`
    insert into demo_rows (table_name, row_id)
    select 'time_entries', id from time_entry_keys where source = 'agent' and external_id like 'demo-%'
  `.execute(tx)
}
