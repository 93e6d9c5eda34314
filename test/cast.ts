/** A small believable company for tests: one person of every role in two teams, two customers, four deals, two tasks. */
import { noticeVersion } from '#domain/notice.ts'
import type { Role } from '#domain/permissions.ts'
import { hashPassword } from '#server/people/passwords.ts'
import { sql, type Database } from '#server/platform/database.ts'

export const password = 'correct horse battery'
const people: [key: string, role: Role, team: 'delivery' | 'growth' | null][] = [
  ['dana', 'admin', null],
  ['marta', 'manager', 'delivery'],
  ['sam', 'sales', 'growth'],
  ['lena', 'support', 'delivery'],
  ['felix', 'finance', null],
  ['noah', 'employee', 'delivery'],
  ['grace', 'employee', 'growth'],
]

export type Cast = Awaited<ReturnType<typeof insertCast>>
let hash: Promise<string> | null = null

export async function insertCast(db: Database) {
  const password_hash = await (hash ??= hashPassword(password))
  await db.insertInto('workspace').values({ name: 'Northlight Works', base_currency: 'EUR' }).execute()
  const one = async (query: ReturnType<typeof sql<{ id: string }>>) => (await query.execute(db)).rows[0]!.id
  const teams = {
    delivery: await one(sql`insert into teams (name) values ('Delivery') returning id`),
    growth: await one(sql`insert into teams (name) values ('Growth') returning id`),
  }
  const users: Record<string, string> = {}
  for (const [key, role, team] of people) {
    const employee = await one(
      sql`insert into productivity_users (external_id, name) values (${`emp-${key}`}, ${key}) returning id`,
    )
    users[key] = await one(sql`
      insert into users (name, email, role, team_id, zone, password_hash, linked_employee_id)
      values (${key}, ${`${key}@northlight.example`}, ${role}, ${team && teams[team]}, 'Europe/Berlin', ${password_hash}, ${employee}) returning id`)
  }
  // they have been here for a while
  await sql`
    insert into notice_acknowledgements (user_id, version) select id, ${noticeVersion({ jurisdiction: 'other', capture: null })} from users
  `.execute(db)
  await sql`insert into productivity_users (external_id, name) values ('emp-unlinked', 'Nobody yet')`.execute(db)
  const account = (name: string, owner: string) =>
    one(sql`insert into accounts (name, owner_id) values (${name}, ${users[owner]}) returning id`)
  const accounts = {
    kestrel: await account('Kestrel Logistics', 'sam'),
    quill: await account('Quill Publishing GmbH', 'marta'),
  }
  const deal = (account_id: string, name: string, stage: string, owner: string) =>
    one(sql`
      insert into deals (account_id, name, stage, owner_id, value, currency, closed_at)
      values (${account_id}, ${name}, ${stage}, ${users[owner]}, '1000.00', 'EUR', ${stage === 'lost' ? new Date().toISOString() : null}) returning id`)
  const deals = {
    fleet: await deal(accounts.kestrel, 'Fleet dashboard', 'negotiation', 'sam'),
    author: await deal(accounts.quill, 'Author platform', 'negotiation', 'marta'),
    rights: await deal(accounts.quill, 'Rights database', 'prospecting', 'marta'),
    lost: await deal(accounts.kestrel, 'Route planner', 'lost', 'sam'),
  }
  const task = (deal_id: string, account_id: string, title: string, who: string) =>
    one(
      sql`insert into tasks (deal_id, account_id, title, assigned_to) values (${deal_id}, ${account_id}, ${title}, ${users[who]}) returning id`,
    )
  const tasks = {
    review: await task(deals.fleet, accounts.kestrel, 'Review wireframes', 'noah'),
    call: await task(deals.author, accounts.quill, 'Call about terms', 'sam'),
  }
  return {
    teams,
    users: users as Record<'dana' | 'marta' | 'sam' | 'lena' | 'felix' | 'noah' | 'grace', string>,
    accounts,
    deals,
    tasks,
  }
}
