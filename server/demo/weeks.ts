/** Weeks of the demo company, as they would lie about on any day: some approved, some waiting for their manager, one denied. */
import { shift, weekOf } from '#domain/periods.ts'
import { findWorkspace } from '#server/people/workspace-queries.ts'
import { uuidv7 } from '#server/platform/ids.ts'
import type { Database } from '#server/platform/database.ts'
import { findSums } from '#server/timesheets/queries.ts'
import type { Company, DemoUser } from './company.ts'

/** So many weeks back; of what is further back nobody of the demo handed anything in. */
const approved = [3, 4]
const submitted = 1
/** His lie there undecided, though nothing of them waits any more: they can be approved. */
const late = 'Arjun Desai'
const denied = { weeks: 2, name: 'Grace Okafor', reason: 'Wednesday is missing two hours on the client call.' }

export async function handInWeeks(tx: Database, { users, teams }: Company, now_ms: number): Promise<void> {
  const { week_start } = await findWorkspace(tx)
  const thisWeek = weekOf(new Date(now_ms).toISOString().slice(0, 10), week_start)
  const [team] = teams
  const manager = users.find(({ role, team_id }) => role === 'manager' && team_id === team!.id)!
  const people = users.filter((user) => user.team_id === team!.id && user !== manager)
  const handIn = (user: DemoUser, weeks: number) => ({ user, week: shift(thisWeek, -7 * weeks), weeks })
  const handed = [
    ...approved.flatMap((weeks) => people.map((user) => handIn(user, weeks))),
    ...people.map((user) => handIn(user, submitted)),
    ...people.filter(({ name }) => name === denied.name).map((user) => handIn(user, denied.weeks)),
  ]
  const sums = await findSums(
    tx,
    handed.map(({ user, week }) => ({ user_id: user.id, week })),
  )
  const weeks = handed.map((one, place) => weekOfDemo(one, sums[place]!, manager))
  await tx
    .insertInto('timesheets')
    .values(weeks.map(({ row }) => row))
    .execute()
  await tx
    .insertInto('timesheet_steps')
    .values(weeks.flatMap(({ steps }) => steps))
    .execute()
}

type Handed = { user: DemoUser; week: string; weeks: number }
type Sums = Awaited<ReturnType<typeof findSums>>[number]

/** What still waits for review keeps its week from being approved, as it does for everybody. */
function weekOfDemo({ user, week, weeks }: Handed, sums: Sums, manager: DemoUser) {
  const stays = (weeks === submitted || user.name === late || sums.waiting_seconds > 0) && weeks !== denied.weeks
  const state = stays ? 'submitted' : weeks === denied.weeks ? 'denied' : 'approved'
  const morning = (days: number) => `${shift(week, 7 + days)}T09:00:00Z`
  const id = uuidv7(Date.parse(morning(0)))
  const reason = state === 'denied' ? denied.reason : null
  const decided = stays ? {} : { decided_at: morning(1), decided_by: manager.id, reason }
  const handedIn = { submitted_at: morning(0), submitted_print: sums.print }
  const step = { timesheet_id: id, seconds: sums.placed_seconds }
  return {
    row: { id, user_id: user.id, week, state, ...(state === 'denied' ? {} : handedIn), ...decided },
    steps: [
      { ...step, step: 'submitted', actor_id: user.id, reason: null, happened_at: morning(0) },
      ...(stays ? [] : [{ ...step, step: state, actor_id: manager.id, reason, happened_at: morning(1) }]),
    ],
  }
}
