import { timelineKinds, type Happening, type TimelineKind, type TimelineQuery } from '#domain/notes.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { notFound } from '#server/platform/errors.ts'
import { page } from '#server/platform/pages.ts'
import { reaches, reachesNote, soleParent } from './parents.ts'

type Sole = ReturnType<typeof soleParent>

/** Everything that happened to one record, newest first, of what this actor may see. 404 where the record is not theirs to see. */
export async function timeline(db: Database, actor: Actor, query: TimelineQuery) {
  const parent = soleParent(query)
  const { rows } = await sql<{ there: boolean }>`
    select ${reaches(actor, 'read', parent.name, sql`${parent.id}::uuid`)} as there
  `.execute(db)
  if (!rows[0]!.there) throw notFound()
  const kinds = query.kind ?? timelineKinds
  const parts = sql.join(
    kinds.map((kind) => sources[kind](actor, parent)),
    sql` union all `,
  )
  const sorts = { at: { by: sql`h.at`, type: 'timestamptz' } } as const
  return page(query, sorts, '-at', sql`h.id`, async ({ sort_key, after, order, limit }) => {
    const found = await sql<Happening & { sort_key: string }>`
      select h.id, h.kind, h.at, h.person_id, u.name as person_name, h.object_id, h.text, h.from_stage, h.to_stage,
             h.day, h.seconds, ${sort_key} as sort_key
      from (${parts}) h (id, kind, at, person_id, object_id, text, from_stage, to_stage, day, seconds)
      left join users u on u.id = h.person_id
      where ${after}
      ${order} ${limit}
    `.execute(db)
    return found.rows
  })
}

/** The accounts whose tasks, deals and time belong on the timeline: a contact's are those of the company they work for. */
const accountsOf = ({ name, id }: Sole) =>
  name === 'contact_id' ? sql`(select account_id from contacts where id = ${id})` : sql`(${id}::uuid)`
const belongs = (parent: Sole, alias: string): RawBuilder<unknown> =>
  parent.name === 'deal_id'
    ? sql`${sql.ref(`${alias}.deal_id`)} = ${parent.id}`
    : sql`${sql.ref(`${alias}.account_id`)} in ${accountsOf(parent)}`

/**
 * A note hangs on the record itself, or on what belongs to it. Each of these is looked up by itself: any of several in one condition
 * makes the planner read all notes there are (200 ms of 670,000).
 */
function notesOf({ name, id }: Sole): RawBuilder<unknown> {
  if (name === 'contact_id') return sql`n.contact_id = ${id}`
  const ofTasks = sql`select o.id from tasks t join notes o on o.task_id = t.id where ${sql.ref(`t.${name}`)} = ${id}`
  if (name === 'deal_id') return sql`n.id in (select id from notes where deal_id = ${id} union all ${ofTasks})`
  return sql`n.id in (
    select id from notes where account_id = ${id}
    union all select o.id from contacts c join notes o on o.contact_id = c.id where c.account_id = ${id}
    union all select o.id from deals d join notes o on o.deal_id = d.id where d.account_id = ${id}
    union all ${ofTasks}
  )`
}

type TaskColumn = 'created_at' | 'done_at' | 'assigned_to' | 'done_by'
const tasksAt = (column: TaskColumn, whose: TaskColumn, kind: TimelineKind) => (actor: Actor, parent: Sole) =>
  sql`
  select md5(t.id::text || ${kind}::text)::uuid, ${kind}::text, ${sql.ref(`t.${column}`)}, ${sql.ref(`t.${whose}`)}, t.id, t.title,
         null::text, null::text, null::date, null::bigint
  from tasks t
  where ${belongs(parent, 't')} and ${sql.ref(`t.${column}`)} is not null and t.deleted_at is null and ${inScope(actor, 'tasks:read', sql`t.assigned_to`)}
`

/** Each kind of happening as rows of one form. */
const sources: Record<TimelineKind, (actor: Actor, parent: Sole) => RawBuilder<unknown>> = {
  note: (actor, parent) => sql`
    select n.id, 'note'::text, n.created_at, n.author_id, n.id, n.text, null::text, null::text, null::date, null::bigint
    from notes n
    where ${notesOf(parent)} and n.deleted_at is null and ${reachesNote(actor, 'read')}
  `,
  task_created: tasksAt('created_at', 'assigned_to', 'task_created'),
  task_done: tasksAt('done_at', 'done_by', 'task_done'),
  stage: (actor, parent) => sql`
    select s.id, 'stage'::text, s.entered_at, s.actor_id, d.id, d.name, s.from_stage, s.to_stage, null::date, null::bigint
    from deals d
    join deal_stages s on s.deal_id = d.id
    where ${parent.name === 'deal_id' ? sql`d.id = ${parent.id}` : belongs(parent, 'd')}
      and d.deleted_at is null and ${inScope(actor, 'deals:read', sql`d.owner_id`)}
  `,
  // by day and person: a timeline is for what was worked on, the time page for each entry
  time: (actor, parent) => sql`
    select md5(concat_ws(' ', t.day, t.user_id, t.deal_id))::uuid, 'time'::text, t.day::timestamp at time zone ${actor.zone},
           t.user_id, t.deal_id, d.name, null::text, null::text, t.day, sum(t.seconds)
    from time_by_day t
    left join deals d on d.id = t.deal_id
    where ${belongs(parent, 't')} and t.status = 'synced' and ${inScope(actor, 'time:read', sql`t.user_id`)}
    group by t.day, t.user_id, t.deal_id, d.name
    having sum(t.seconds) > 0
  `,
}
