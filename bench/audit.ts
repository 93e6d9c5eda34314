/** `node bench/audit.ts [COUNT]`: fills a ledger (1,000,000 changes), seals it and verifies it, in seconds. */
import path from 'node:path'
import { sealLedger } from '#server/audit/seal-ledger.ts'
import { verifyLedger } from '#server/audit/verify-ledger.ts'
import { openDatabase, openPool } from '#server/platform/database.ts'
import { migrate } from '#server/platform/migrate.ts'
import { ledgerKeys } from '#server/platform/secrets.ts'
import { seconds } from './measure.ts'
import { scratchDatabase } from './scratch.ts'

const count = Number(process.argv[2] ?? 1_000_000)
const scratch = await scratchDatabase({ shared_buffers: '512MB' })
const pool = openPool(scratch.url, { statement_timeout_ms: 600_000 })
const db = openDatabase(pool)
const keys = ledgerKeys('the bench of the ledger')
try {
  await migrate(pool, { dir: path.join(import.meta.dirname, '../migrations') })
  const filling_s = await seconds(() =>
    pool.query(
      `insert into changes (deed_id, action, object_type, object_id, before, after, actor_kind, source, ip, request_id)
       select uuidv7(), 'time_entry.created', 'time_entry', uuidv7(), null,
              jsonb_build_object('status', 'synced', 'deal_id', uuidv7(), 'user_id', uuidv7(), 'billable', true, 'start_time', now(),
                                 'end_time', now(), 'external_id', 'agent-' || n, 'duration_seconds', n % 3600, 'rule', 'project_name'),
              'api_key', 'api', '10.0.0.1', uuidv7()::text
       from generate_series(1, $1::int) n`,
      [count],
    ),
  )
  await pool.query('vacuum analyze changes')
  const sealing_s = await seconds(() => sealLedger(db, keys))
  await pool.query('vacuum analyze sealed_changes')
  let said = ''
  const verifying_s = await seconds(async () => {
    const { sealed, fault } = await verifyLedger(db, keys)
    said = `${sealed} rows, ${fault ? fault.what : 'no fault'}`
  })
  console.log(`filled in ${filling_s.toFixed(1)} s, sealed in ${sealing_s.toFixed(1)} s`)
  console.log(`  → verified in ${verifying_s.toFixed(1)} s: ${said} (promised: 1,000,000 in at most 30 s)`)
} finally {
  await pool.end()
  await scratch.drop()
}
