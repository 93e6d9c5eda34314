import { grants } from '#domain/permissions.ts'
import { stageProbability } from '#domain/deals.ts'
import { hashPassword } from '#server/people/passwords.ts'
import { systemActor } from '#server/platform/actor.ts'
import { sql, type Database } from '#server/platform/database.ts'
import { trackAll } from '#server/platform/track.ts'
import { ingestEntries } from '#server/time/ingest-entries.ts'
import { createNames } from '#server/time/names.ts'
import { noticeVersion } from '#domain/notice.ts'
import { emailOf, newcomer, workspace } from './cast.ts'
import { companyOf, type Company, type DemoDeal } from './company.ts'
import { entriesOf } from './entries.ts'

/** Fills an empty database with the demo company, in one transaction: all of it or nothing. */
export async function loadDemo(db: Database, password: string, now_ms: number): Promise<void> {
  const company = companyOf(now_ms)
  const password_hash = await hashPassword(password)
  await db.transaction().execute(async (tx) => {
    await sql`set local statement_timeout = '60s'`.execute(tx)
    await tx
      .insertInto('workspace')
      .values({ ...workspace, demo: true })
      .execute()
    await insertPeople(tx, company, password_hash)
    await insertCustomers(tx, company)
    await insertEntries(tx, company, now_ms)
  })
  // the planner knows nothing of rows that were just loaded
  await sql`analyze`.execute(db)
}

const actor = systemActor('command', grants.admin)

async function insertPeople(tx: Database, { teams, employees, users }: Company, password_hash: string): Promise<void> {
  await tx.insertInto('teams').values(teams).execute()
  await tx
    .insertInto('productivity_users')
    .values(employees.map((row) => ({ ...row, devices: sql`${row.devices}::jsonb` as never })))
    .execute()
  await tx
    .insertInto('users')
    .values(users.map((user) => ({ ...user, password_hash })))
    .execute()
  await sql`
    insert into notice_acknowledgements (user_id, version)
    select id, ${noticeVersion(workspace.jurisdiction)} from users where email <> ${emailOf(newcomer)}
  `.execute(tx)
  await trackAll(
    tx,
    actor,
    'user.created',
    users.map(({ id, name, email, role }) => ({ id, after: { name, email, role } })),
  )
}

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
  await tx.insertInto('tasks').values(tasks).execute()
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

/** Through the ingest that agents use, then budgets that fit what was worked: two deals are over theirs. */
async function insertEntries(tx: Database, company: Company, now_ms: number): Promise<void> {
  const names = createNames()
  const entries = entriesOf(company, now_ms)
  const results = await ingestEntries(tx, names, actor, entries, now_ms)
  const refused = results.find((result) => result.status === 'rejected')
  if (refused) throw new Error(`The demo company’s own time was refused: ${refused.problem?.detail}`)
  await sql`
    with worked as (
      select d.id, row_number() over (order by sum(t.seconds) desc nulls last) as place, coalesce(sum(t.seconds), 36000) / 3600 as hours
      from deals d left join time_by_day t on t.deal_id = d.id where d.stage = 'won' group by d.id
    )
    update deals d set budget_hours = ceil(case when w.place <= 2 then w.hours * 0.9 else w.hours * (1.1 + w.place * 0.05) end)
    from worked w where w.id = d.id
  `.execute(tx)
}
