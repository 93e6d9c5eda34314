/**
 * `npm run audit:verify [-- --checkpoint POSITION:HEAD]`
 * Proves that nothing in the ledger was edited, deleted, inserted or moved since it was sealed. Keep the line it prints
 * somewhere else and give it back later: then a chain that was cut off or written anew is found as well.
 */
import { parseArgs } from 'node:util'
import { verifyLedger, type Witness } from '#server/audit/verify-ledger.ts'
import { readConfig } from '#server/platform/config.ts'
import { openDatabase, openPool } from '#server/platform/database.ts'
import { claimInstance } from '#server/platform/instance.ts'
import { ledgerKeys, loadSecrets } from '#server/platform/secrets.ts'
import { startDatabase } from '#server/start-database.ts'

const { values } = parseArgs({ options: { checkpoint: { type: 'string' } } })
const config = readConfig(process.env)
const database = await startDatabase(config)
const pool = openPool(database.url, { max: 2, statement_timeout_ms: 600_000 })
try {
  const keys = ledgerKeys(loadSecrets(config, config.data_dir).secret_key)
  const began = performance.now()
  const { sealed, checkpoints, head, fault } = await verifyLedger(
    openDatabase(pool),
    keys,
    witnessOf(values.checkpoint),
  )
  const seconds = ((performance.now() - began) / 1_000).toFixed(1)
  if (fault) {
    console.error(`The ledger is not as it was sealed. First bad row: ${describe(fault)}`)
    process.exitCode = 1
  } else
    console.log(
      `${sealed} changes and ${checkpoints} checkpoints are as they were sealed (${seconds} s).\nKeep: ${sealed}:${head}`,
    )
} finally {
  await pool.end()
  const claim = database.adopted ? null : await claimInstance(database.url).catch(() => null)
  if (claim) await database.stop()
  await claim?.release()
}

function describe({ position, change_id, what }: { position: number | null; change_id: string | null; what: string }) {
  return [what, position !== null && `position ${position}`, change_id && `change ${change_id}`]
    .filter(Boolean)
    .join(', ')
}

function witnessOf(text: string | undefined): Witness | null {
  if (text === undefined) return null
  const [, position, head] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? []
  if (!position || !head) {
    console.error('--checkpoint must be a line that this command printed, like 4711:9f86d0…')
    process.exit(2)
  }
  return { position: Number(position), head }
}
