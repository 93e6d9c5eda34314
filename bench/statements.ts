/** The SQL that Daybook sends for a list and for one entry, recorded from the real queries. */
import { Kysely, PostgresDialect } from 'kysely'
import { grants } from '#domain/permissions.ts'
import { systemActor } from '#server/platform/actor.ts'
import { openPool } from '#server/platform/database.ts'
import type { Tables } from '#server/platform/tables.ts'
import type { Statement } from '#test/recorder.ts'
import { getEntry, listEntries } from '#server/time/queries.ts'

type Asked = { user_id: string; date_from: string; date_to: string; id: string }

export async function statementsOf(url: string, asked: Asked): Promise<{ list: Statement[]; get: Statement[] }> {
  const seen: Statement[] = []
  const pool = openPool(url)
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    log: (event) => void seen.push({ text: event.query.sql, values: [...event.query.parameters] }),
  })
  const actor = systemActor('command', grants.admin)
  await listEntries(db, actor, {
    user_id: [asked.user_id],
    date_from: asked.date_from,
    date_to: asked.date_to,
    sort: '-start_time',
    limit: 50,
  })
  // a list asks first which months hold what fits
  const list = seen.splice(0)
  await getEntry(db, actor, asked.id)
  await db.destroy()
  return { list, get: seen }
}
