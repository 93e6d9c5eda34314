import { ownData } from '#domain/own-data.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { track } from '#server/platform/track.ts'
import { linkedRows, ownRows } from './queries.ts'

/** Everything that is held about the person, titles among it, as lines of JSON; memory stays flat however much it is. */
export async function* writeCopy(db: Database, actor: Actor): AsyncGenerator<string> {
  await track(db, actor, 'user.copied', actor.id!)
  yield linesOf('productivity_users', await linkedRows(db, actor.id!))
  for (const table of Object.keys(ownData))
    for await (const rows of ownRows(db, table, actor.id!)) yield linesOf(table, rows)
}

const linesOf = (table: string, rows: string[]) => rows.map((row) => `{"table":"${table}","row":${row}}\n`).join('')
