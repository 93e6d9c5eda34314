import type { Verification } from '#domain/audit.ts'
import { sql, type Database } from '#server/platform/database.ts'
import type { Verdict } from './verify-ledger.ts'

const columns = sql`id, status, checked, total, checkpoints, head, fault, started_by, created_at, finished_at`

export async function lastVerification(db: Database): Promise<Verification | undefined> {
  const { rows } = await sql<Verification>`
    select ${columns} from ledger_verifications order by created_at desc, id desc limit 1
  `.execute(db)
  return rows[0]
}

export async function getVerification(db: Database, id: string): Promise<Verification | undefined> {
  const { rows } = await sql<Verification>`select ${columns} from ledger_verifications where id = ${id}`.execute(db)
  return rows[0]
}

/** A walk says how far it is every 20,000 rows; one that has been silent for two minutes is dead. */
export const forgetDeadVerifications = (tx: Database) =>
  sql`
    update ledger_verifications set status = 'failed', finished_at = now(), updated_at = now(), version = version + 1
    where status = 'running' and updated_at < now() - interval '2 minutes'
  `.execute(tx)

/** Gives the id, or undefined where one is running already. */
export async function insertVerification(tx: Database, started_by: string | null): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into ledger_verifications (status, total, started_by)
    select 'running', coalesce(max(position), 0), ${started_by}::uuid from ledger_checkpoints
    on conflict (status) where status = 'running' do nothing
    returning id
  `.execute(tx)
  return rows[0]?.id
}

export const setChecked = (db: Database, id: string, checked: number) =>
  sql`
    update ledger_verifications set checked = ${checked}, updated_at = now(), version = version + 1
    where id = ${id} and status = 'running'
  `.execute(db)

export const finishVerification = (tx: Database, id: string, { sealed, checkpoints, head, fault }: Verdict) =>
  sql`
    update ledger_verifications set status = 'done', checked = ${sealed}, total = greatest(total, ${sealed}), checkpoints = ${checkpoints},
      head = ${head}, fault = ${fault && JSON.stringify(fault)}::jsonb, finished_at = now(), updated_at = now(), version = version + 1
    where id = ${id}
  `.execute(tx)
