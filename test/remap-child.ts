/** Child process of a test that kills it: `node remap-child.ts run|undo id`, as the worker would. */
import { openDatabase, openPool } from '#server/platform/database.ts'
import { createNames } from '#server/time/names.ts'
import { runRemap, undoRemap } from '#server/time/run-remap.ts'

const nowhere = '019e0000-0000-7000-8000-000000000000'
const [deed, id] = process.argv.slice(2) as ['run' | 'undo', string]
const pool = openPool(process.env['DATABASE_URL']!, { max: 2 })
const db = openDatabase(pool)
if (deed === 'run') await runRemap(db, createNames(), id, Date.now())
else await undoRemap(db, { id, deed_id: nowhere })
await pool.end()
