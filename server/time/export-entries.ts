/** Entries as a file: the filters, the sort and the rights of the list, and no end. */
import { randomUUID } from 'node:crypto'
import { byteOrderMark, csvLine } from '#domain/csv.ts'
import { cellsOf, columnsOf, headingOf } from '#domain/list-export.ts'
import type { TimeEntry, TimeEntryExport } from '#domain/time.ts'
import { mayRead, readProject } from '#server/evidence/may-read.ts'
import { noteReads } from '#server/evidence/note-reads.ts'
import { chosen } from '#server/fields/export-list.ts'
import { checkAsksNoWorth } from '#server/fields/worth.ts'
import { findDialect } from '#server/people/csv-dialect.ts'
import type { Actor } from '#server/platform/actor.ts'
import { sql, transact, type Database, type RawBuilder } from '#server/platform/database.ts'
import type { LongFiles } from '#server/platform/long-files.ts'
import { orderOf } from '#server/platform/pages.ts'
import { Reply } from '#server/platform/serve.ts'
import { track } from '#server/platform/track.ts'
import { inParts } from './bounded.ts'
import { deletedAmong, joins, sorts } from './queries.ts'

/** Of the columns of the file those that an entry does not hold under the same name. */
const worked = (actor: Actor): Record<string, RawBuilder<unknown>> => ({
  user_name: sql`u.name`,
  account_name: sql`a.name`,
  deal_name: sql`d.name`,
  task_title: sql`t.title`,
  local_start: sql`to_char(e.start_time at time zone e.zone, 'YYYY-MM-DD HH24:MI:SS')`,
  local_end: sql`to_char(e.end_time at time zone e.zone, 'YYYY-MM-DD HH24:MI:SS')`,
  hours: sql`trim_scale(round(e.duration_seconds / 3600.0, 4))`,
  locked: sql`(select l.kind from locks_on(array[e.user_id], array[e.day], array[((e.end_time - interval '1 millisecond') at time zone e.zone)::date]) l)`,
  reason: sql`e.mapping ->> 'reason'`,
  project_name: readProject(actor),
  title: ofEvidence(actor, sql`e.title`),
  url: ofEvidence(actor, sql`e.url`),
  app: ofEvidence(actor, sql`e.app`),
})
const ofEvidence = (actor: Actor, column: RawBuilder<unknown>) => sql`case when ${mayRead(actor)} then ${column} end`

type Row = Pick<TimeEntry, 'id' | 'user_id' | 'project_from_editor'> & Partial<TimeEntry> & Record<string, unknown>

/** Who took what along is in the ledger before the first line is sent, and whose titles a piece holds before that piece is. */
export async function exportEntries(
  db: Database,
  longFile: LongFiles,
  actor: Actor,
  { columns: wanted, csv_dialect, sort, ...filter }: TimeEntryExport,
): Promise<Reply<AsyncIterable<string>>> {
  checkAsksNoWorth(actor, filter)
  const columns = chosen(columnsOf('time_entry', []), wanted)
  const names = columns.map(({ name }) => name)
  const dialect = await findDialect(db, actor, csv_dialect)
  const own = worked(actor)
  const parts = filter.deleted
    ? [deletedAmong(actor, filter)]
    : await inParts(db, actor, { ...filter, ...(sort !== undefined && { sort }) })
  const selected = new Set(['id', 'user_id', 'project_from_editor', ...names])
  const text = await longFile<Row>({
    reader: actor.id!,
    parts: parts.map(
      (part) => sql<Row>`
        select ${sql.join([...selected].map((name) => sql`${own[name] ?? sql.ref(`e.${name}`)} as ${sql.ref(name)}`))}
        from ${part} e ${joins}
        ${orderOf(sort ?? '-start_time', sorts, sql`e.id`)}
      `,
    ),
    head: byteOrderMark + csvLine(headingOf(columns), dialect),
    write: async (rows) => {
      await noteReads(
        db,
        actor,
        rows.map(({ title = null, url = null, app = null, project_name = null, ...row }) => ({
          ...row,
          title,
          url,
          app,
          project_name,
        })),
      )
      return rows.map((row) => csvLine(cellsOf(columns, row), dialect)).join('')
    },
    before: () =>
      transact(db, (tx) =>
        track(tx, actor, 'export.made', randomUUID(), { after: { object: 'time_entry', filter, columns: names } }),
      ),
  })
  const { date_from, date_to } = filter
  const name = ['time-entries', date_from, date_to].filter((part) => part !== undefined).join('-')
  return new Reply(200, text, { 'content-disposition': `attachment; filename="${name}.csv"` })
}
