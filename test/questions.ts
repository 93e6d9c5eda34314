/** What people ask the lists of accounts, contacts, deals, tasks, time and weeks: the filters and orders of the screens. */
import type pg from 'pg'

export type Question = {
  name: string
  path: string
  /** Its last page is measured too, the thousandth where it has as many. */
  deep?: true
  /** Asked as often as it goes, against a bare route. */
  raced?: true
  /** Neither sums nor an index know what it looks for: so many entries are looked at and no more (docs/decisions/0041). */
  looked?: true
}
/** Ids of a person, of their team, of an account that was sold to and of nothing, and the days of a month. */
export type Known = { person: string; team: string; account: string; nothing: string; from: string; to: string }

const accounts: Question[] = [
  { name: 'accounts by name', path: '/accounts', deep: true, raced: true },
  { name: 'accounts by name, then latest', path: '/accounts?sort=name,-created_at', deep: true },
  { name: 'accounts changed last', path: '/accounts?sort=-updated_at', deep: true },
  { name: 'accounts of an industry with a tag', path: '/accounts?industry=Industry%203&tag=tag%201' },
  { name: 'accounts named as many are', path: '/accounts?q=gmbh', deep: true },
  { name: 'accounts named as few are', path: '/accounts?q=wilmorsha' },
  { name: 'accounts of a tier, changed last', path: '/accounts?metadata.tier=gold&sort=-updated_at', raced: true },
  { name: 'accounts of a size', path: '/accounts?metadata.size.from=99000' },
]
const contacts: Question[] = [
  { name: 'contacts by name', path: '/contacts', deep: true, raced: true },
  { name: 'contacts by name, then latest', path: '/contacts?sort=name,-created_at', deep: true, raced: true },
  { name: 'contacts changed last', path: '/contacts?sort=-updated_at', deep: true },
  { name: 'contacts by e-mail', path: '/contacts?sort=email', deep: true },
  { name: 'contacts with a tag many have', path: '/contacts?tag=tag%200', deep: true },
  { name: 'contacts with a tag few have', path: '/contacts?tag=tag%20299' },
  { name: 'contacts with what many hold', path: '/contacts?q=company7', deep: true },
  { name: 'contacts with what one holds', path: '/contacts?q=contact77777%40' },
  { name: 'contacts with what nobody holds', path: '/contacts?q=xylophone' },
  { name: 'contacts of a tier', path: '/contacts?metadata.tier=gold', deep: true },
  { name: 'contacts by size', path: '/contacts?sort=-metadata.size', deep: true },
  {
    name: 'contacts of a range of sizes',
    path: '/contacts?metadata.size.from=50000&metadata.size.to=60000',
    deep: true,
  },
]
const deals: Question[] = [
  { name: 'deals changed last', path: '/deals', deep: true, raced: true },
  { name: 'deals by name, then latest', path: '/deals?sort=name,-created_at', deep: true },
  { name: 'deals worth most', path: '/deals?sort=-value', deep: true },
  { name: 'deals by close date', path: '/deals?sort=end_date', deep: true },
  { name: 'deals in negotiation', path: '/deals?stage=negotiation' },
  { name: 'open deals worth most', path: '/deals?stage=prospecting&stage=negotiation&sort=-value' },
  { name: 'deals named as many are', path: '/deals?q=website' },
  { name: 'deals named as few are', path: '/deals?q=wilmorsha' },
  { name: 'deals of a tier', path: '/deals?metadata.tier=gold' },
]
const tasks: Question[] = [
  { name: 'tasks by due date', path: '/tasks', deep: true },
  { name: 'tasks not done', path: '/tasks?status=open&status=in_progress&status=blocked', deep: true, raced: true },
  { name: 'tasks by priority, then due date', path: '/tasks?sort=-priority,due_date', deep: true },
  { name: 'tasks by title', path: '/tasks?sort=title', deep: true },
  { name: 'tasks made last', path: '/tasks?sort=-created_at', deep: true },
  { name: 'urgent tasks not done', path: '/tasks?status=open&status=in_progress&status=blocked&priority=urgent' },
  { name: 'idle tasks', path: '/tasks?idle=true' },
  { name: 'tasks titled as many are', path: '/tasks?q=call' },
]

const time: Question[] = [
  { name: 'time, latest first', path: '/time-entries', deep: true, raced: true },
  { name: 'time, longest first', path: '/time-entries?sort=-duration_seconds', deep: true },
  { name: 'time that waits', path: '/time-entries?status=unmapped', deep: true },
  { name: 'time that is kept aside', path: '/time-entries?status=quarantined' },
  { name: 'time with a tag few have', path: '/time-entries?tag=rare' },
  { name: 'time, latest first, then longest', path: '/time-entries?sort=-start_time,-duration_seconds', deep: true },
  { name: 'time, latest first, then shortest', path: '/time-entries?sort=-start_time,duration_seconds' },
  { name: 'longest time that waits', path: '/time-entries?status=unmapped&sort=-duration_seconds' },
  { name: 'time that was discarded', path: '/time-entries?discarded=true' },
  { name: 'time that was discarded, by its status', path: '/time-entries?status=discarded' },
  { name: 'time entered by hand', path: '/time-entries?source=manual' },
  { name: 'time that was deleted', path: '/time-entries?deleted=true' },
  { name: 'time in which a word is', path: '/time-entries?q=xylophone', looked: true },
  { name: 'time on deals in a currency', path: '/time-entries?currency=XXX', looked: true },
  { name: 'time with what all have and without', path: '/time-entries?with=team&without=team', looked: true },
  { name: 'time on deals without an owner', path: '/time-entries?with=deal&without=owner', looked: true },
  { name: 'time that people placed', path: '/time-entries?placed_by=person', looked: true },
  { name: 'time of an activity', path: '/time-entries?activity_type=manual', looked: true },
  { name: 'time in an app', path: '/time-entries?app=Nothing', looked: true },
  { name: 'time of a project', path: '/time-entries?project=Nothing', looked: true },
  { name: 'time of a length', path: '/time-entries?minutes.from=9000', looked: true },
  { name: 'time that is shorter', path: '/time-entries?minutes.to=0', looked: true },
  { name: 'billable time with a word in it', path: '/time-entries?billable=true&q=xylophone', looked: true },
  {
    name: 'time of agents that was not discarded, with a word',
    path: '/time-entries?source=agent&discarded=false&q=xylophone',
    looked: true,
  },
]
const weeks: Question[] = [
  { name: 'weeks, latest first', path: '/timesheets', deep: true },
  { name: 'weeks that wait', path: '/timesheets?state=submitted&sort=week' },
  { name: 'weeks that were denied', path: '/timesheets?state=denied' },
]

/** Whether the answer depends on who asks: everybody who may see accounts and contacts sees all of them. */
export const isScoped = ({ path }: Question): boolean => /^\/(deals|tasks|time-entries|timesheets)/.test(path)

export const questions = ({ person, team, account, nothing, from, to }: Known): Question[] => [
  ...accounts,
  { name: 'accounts of a person', path: `/accounts?owner_id=${person}` },
  ...contacts,
  { name: 'contacts of an account', path: `/contacts?account_id=${account}` },
  { name: 'contacts of a person', path: `/contacts?owner_id=${person}`, deep: true },
  { name: 'contacts of a person, changed last', path: `/contacts?owner_id=${person}&sort=-updated_at`, deep: true },
  ...deals,
  { name: 'deals of an account', path: `/deals?account_id=${account}` },
  { name: 'deals of a person', path: `/deals?owner_id=${person}` },
  { name: 'deals that close in a month', path: `/deals?date_from=${from}&date_to=${to}&sort=end_date`, deep: true },
  ...tasks,
  { name: 'tasks of an account', path: `/tasks?account_id=${account}` },
  {
    name: 'tasks not done of a person',
    path: `/tasks?assigned_to=${person}&status=open&status=in_progress&status=blocked`,
    raced: true,
  },
  ...time,
  { name: 'time of a person', path: `/time-entries?user_id=${person}`, deep: true },
  { name: 'time of a person in a month', path: `/time-entries?user_id=${person}&date_from=${from}&date_to=${to}` },
  { name: 'time of a month', path: `/time-entries?date_from=${from}&date_to=${to}&sort=start_time`, deep: true },
  { name: 'time of an account', path: `/time-entries?account_id=${account}` },
  { name: 'time of a team', path: `/time-entries?team_id=${team}`, deep: true },
  { name: 'time on nothing', path: `/time-entries?deal_id=${nothing}&task_id=${nothing}` },
  { name: 'time on the deals of nobody', path: `/time-entries?owner_id=${nothing}`, looked: true },
  { name: 'time that a rule placed', path: `/time-entries?rule_id=${nothing}`, looked: true },
  ...weeks,
  { name: 'weeks of a person', path: `/timesheets?user_id=${person}` },
  { name: 'weeks of a month', path: `/timesheets?date_from=${from}&date_to=${to}` },
  { name: 'tasks of a month', path: `/tasks?date_from=${from}&date_to=${to}`, deep: true },
]

/** An account that was sold to, and the month around today. */
export async function knownOf(pool: pg.Pool, person: string): Promise<Known> {
  const { rows } = await pool.query<Omit<Known, 'person'>>(
    `select account_id as account, (select team_id from users where id = $1) as team, gen_random_uuid() as nothing,
            (current_date - 15)::text as from, (current_date + 15)::text as to from deals
     where deleted_at is null order by id offset 1000 limit 1`,
    [person],
  )
  return { person, ...rows[0]! }
}
