import { hostOf } from '#domain/exclusions.ts'
import { stretchesOf } from '#domain/stretches.ts'
import { mostShown, type CalendarQuery, type Seen, type TimeCalendar } from '#domain/time-calendar.ts'
import { noteReads } from '#server/evidence/note-reads.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { notFound } from '#server/platform/errors.ts'
import { findDays, findEntries, findRecorded, mostEvents, type Recorded, type Stretch } from './queries.ts'

/**
 * A person's days by the clock. The evidence is given to the person alone; titles of others where they were released, and each such
 * look is recorded. @throws 404 where there is no such person, or one whose time one may not see
 */
export async function showDays(db: Database, actor: Actor, query: CalendarQuery): Promise<TimeCalendar> {
  const user_id = query.user_id ?? actor.person_id
  if (!user_id) throw notFound()
  const rows = await findDays(db, actor, { user_id, from: query.from, days: query.days ?? 1 })
  const [first, last] = [rows[0], rows.at(-1)]
  if (!first || !last) throw notFound()
  const stretch = { start_time: first.start_time, end_time: last.end_time }
  // beside each other: of a full week each takes as long as the other
  const [entries, recorded] = await Promise.all([
    findEntries(db, actor, user_id, stretch),
    user_id === actor.id ? findRecorded(db, user_id, stretch) : null,
  ])
  await noteReads(
    db,
    actor,
    entries.map((entry) => ({ ...entry, user_id, url: null, app: null })),
  )
  return {
    user_id,
    user_name: first.user_name,
    zone: first.zone,
    days: rows.map(({ user_id: _id, user_name: _name, zone: _zone, ...day }) => day),
    entries: entries.slice(0, mostShown),
    evidence: recorded && seenIn(recorded.slice(0, mostEvents), stretch),
    more: entries.length > mostShown || (recorded?.length ?? 0) > mostEvents,
  }
}

/** Cut to the days that are shown. */
function seenIn(recorded: Recorded[], { start_time, end_time }: Stretch): Seen[] {
  const [from_ms, until_ms] = [Date.parse(start_time), Date.parse(end_time)]
  const events = recorded.map(({ app, url, ...span }) => ({
    start_ms: Math.max(from_ms, Date.parse(span.start_time)),
    end_ms: Math.min(until_ms, Date.parse(span.end_time)),
    name: app ?? (url === null ? null : hostOf(url)),
  }))
  return stretchesOf(events).map(({ start_ms, end_ms, name, events: count }) => ({
    start_time: new Date(start_ms).toISOString(),
    end_time: new Date(end_ms).toISOString(),
    name,
    events: count,
  }))
}
