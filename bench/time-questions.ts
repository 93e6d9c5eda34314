/** What people ask of recorded time that must not cost more after five years than after half a one: each filter and order of the list, and the pages beside it. */
import type pg from 'pg'

type Known = {
  entry_id: string
  owner_id: string
  user_id: string
  team_id: string
  account_id: string
  deal_id: string
  task_id: string
  monday: string
  /** So many days ago. */
  day: (back: number) => string
}

/** Of no record. */
const nobody = '00000000-0000-7000-8000-000000000000'

/** Of an entry and a task two months ago, and a week before last month’s end. */
export async function knownOfTime(pool: pg.Pool): Promise<Known> {
  const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10)
  const { rows } = await pool.query<Known>(
    `select e.id as entry_id, e.user_id, u.team_id, e.account_id, e.deal_id, t.task_id, d.owner_id
     from (select * from time_entries where status = 'synced' and start_time < $1 order by start_time desc limit 1) e
     join users u on u.id = e.user_id
     join deals d on d.id = e.deal_id
     cross join (select task_id from time_entries where task_id is not null and start_time < $1 order by start_time desc limit 1) t`,
    [day(60)],
  )
  const monday = day(((new Date().getUTCDay() + 6) % 7) + 21)
  return { ...rows[0]!, monday, day }
}

export function timeQuestions(known: Known): Record<string, string> {
  const { entry_id, user_id, team_id, account_id, deal_id, task_id, owner_id, monday, day } = known
  const month = `date_from=${day(60)}&date_to=${day(30)}`
  const list = (filters: string) => `/time-entries?limit=50&${filters}`
  const matching = (filters: string) => `/time-entries/matching?${filters}`
  return {
    'list, newest first': list(''),
    'list, oldest first': list('sort=start_time'),
    'list by length': list('sort=-duration_seconds'),
    'list by length, of a month': list(`sort=-duration_seconds&${month}`),
    'list by length, of what is billable': list('sort=-duration_seconds&billable=true'),
    'list by length, of a person': list(`sort=-duration_seconds&user_id=${user_id}`),
    'list by length, of a team': list(`sort=-duration_seconds&team_id=${team_id}`),
    'list by time and length': list('sort=-start_time,-duration_seconds'),
    'list by time and length, no title found': list('sort=-start_time,duration_seconds&q=xylophone'),
    'list of a person': list(`user_id=${user_id}`),
    'list of a person and a month': list(`user_id=${user_id}&${month}`),
    'list of a team': list(`team_id=${team_id}`),
    'list of an account': list(`account_id=${account_id}`),
    'list of a deal': list(`deal_id=${deal_id}`),
    'list of a task': list(`task_id=${task_id}`),
    'list of a status': list('status=unmapped'),
    'list of what is discarded': list('status=discarded'),
    'list of what is not discarded': list('discarded=false'),
    'list of the deals of a person': list(`owner_id=${owner_id}`),
    'list of the deals of nobody': list(`owner_id=${nobody}`),
    'list of a currency': list('currency=JPY'),
    'list of a currency nobody pays': list('currency=XXX'),
    'list of what has a task': list('with=task'),
    'list of what has no deal': list('without=deal'),
    'list of what names its deal': list('placed_by=named'),
    'list of what people placed': list('placed_by=person'),
    'list of what a rule placed': list(`rule_id=${nobody}`),
    'list of a source': list('source=agent'),
    'list of what was entered by hand': list('source=manual'),
    'list of an activity': list('activity_type=website'),
    'list of an app': list('app=Editor'),
    'list of an app nobody used': list('app=Nothing'),
    'list of a tag nobody gave': list('tag=rare'),
    'list of a length': list('minutes.from=600'),
    'list of what is shorter': list('minutes.to=1'),
    'list of what is billable': list('billable=true'),
    'list of what is deleted': list('deleted=true'),
    'list, many titles found': list('q=Window'),
    'list, no title found': list('q=xylophone'),
    'list of a person, no title found': list(`q=xylophone&user_id=${user_id}`),
    'all of a month': matching(month),
    'all of a person and a month': matching(`user_id=${user_id}&${month}`),
    'all of a deal': matching(`deal_id=${deal_id}`),
    'all of what is billable': matching('billable=true'),
    'all of a tag nobody gave': matching('tag=rare'),
    'all of an app nobody used': matching('app=Nothing'),
    'all, no title found': matching('q=xylophone'),
    'all of the deals of a person': matching(`owner_id=${owner_id}`),
    'one entry': `/time-entries/${entry_id}`,
    'where an entry comes from': `/time-entries/${entry_id}/origin`,
    'week sheet': `/me/week?from=${monday}`,
    calendar: `/time-calendar?user_id=${user_id}&from=${monday}&days=7`,
    'review queue': '/unmapped-time-entries?limit=50',
    'review queue, most at stake': '/unmapped-time-entries?limit=50&sort=-stake',
    quarantine: '/quarantined-time-entries?limit=50',
    'what is kept aside in all': '/quarantined-time-entries/summary',
    'weeks to approve': '/timesheets?limit=50',
    'mapping rules': '/mapping-rules?limit=50',
    'rules that suggest themselves': '/mapping-rules/suggested',
    'what retention would remove': '/retention/due?class=time_entries&keep=3',
    'my placements': `/me/placements?${month}`,
    'my turns': `/me/turns?${month}`,
    'my entries as a manager sees them': `/me/time-as-seen?${month}`,
  }
}
