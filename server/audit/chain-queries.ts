import { sql, type Database } from '#server/platform/database.ts'
import type { Checkpoint } from './chain.ts'

/** One sealer at a time; the lock ends with the transaction. */
export async function claimChain(tx: Database): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(7305811245) as mine`.execute(tx)
  return rows[0]!.mine
}

export async function lastCheckpoint(db: Database): Promise<Checkpoint | undefined> {
  const { rows } = await sql<Checkpoint>`
    select position, hash, last_xid::text as last_xid, last_sequence from ledger_checkpoints order by position desc limit 1
  `.execute(db)
  return rows[0]
}

export type Fresh = { id: string; text: string; salt: Buffer; digest: Buffer; xid: string; sequence: number }

/** Changes after the last sealed one, in order, below the horizon: no transaction that could still come before them is open. */
export async function freshChanges(tx: Database, after: Checkpoint | undefined, limit: number): Promise<Fresh[]> {
  const { rows } = await sql<Fresh>`
    with picked as materialized (
      select c as change, c.id, c.xid, c.sequence, c.before, c.after, uuid_send(gen_random_uuid()) as salt
      from changes c
      where (c.xid, c.sequence) > (${after?.last_xid ?? '0'}::xid8, ${after?.last_sequence ?? 0}::bigint)
        and c.xid < pg_snapshot_xmin(pg_current_snapshot())
      order by c.xid, c.sequence limit ${limit}
    )
    select id, change_text(change) as text, salt, payload_digest(salt, before, after) as digest, xid::text as xid, sequence
    from picked order by picked.xid, picked.sequence
  `.execute(tx)
  return rows
}

type Sealed = { position: number; change_id: string; salt: Buffer; digest: Buffer; hash: Buffer }

export const insertSealed = (tx: Database, rows: Sealed[]) =>
  sql`
    insert into sealed_changes (position, change_id, salt, payload_digest, hash)
    select * from unnest(${rows.map(({ position }) => position)}::bigint[], ${rows.map(({ change_id }) => change_id)}::uuid[],
      ${rows.map(({ salt }) => salt)}::bytea[], ${rows.map(({ digest }) => digest)}::bytea[], ${rows.map(({ hash }) => hash)}::bytea[])
  `.execute(tx)

export const insertCheckpoint = (tx: Database, checkpoint: Checkpoint, key_id: string, signature: Buffer) =>
  sql`
    insert into ledger_checkpoints (position, hash, last_xid, last_sequence, key_id, signature)
    values (${checkpoint.position}, ${checkpoint.hash}, ${checkpoint.last_xid}::xid8, ${checkpoint.last_sequence}, ${key_id}, ${signature})
  `.execute(tx)

export type Link = {
  position: number
  change_id: string
  payload_digest: Buffer
  hash: Buffer
  /** null: the change is gone. */
  text: string | null
  /** null: the payload was erased, and its salt with it. */
  digest: Buffer | null
  erased: boolean
  /** Whether it is the line by which its deed is listed; null: the change is gone. */
  leads: boolean | null
}

export async function linksAfter(db: Database, position: number, limit: number): Promise<Link[]> {
  const { rows } = await sql<Link>`
    select s.position, s.change_id, s.payload_digest, s.hash, case when c.id is not null then change_text(c) end as text,
           payload_digest(s.salt, c.before, c.after) as digest, c.erased_at is not null as erased, c.leads
    from sealed_changes s left join changes c on c.id = s.change_id
    where s.position > ${position} order by s.position limit ${limit}
  `.execute(db)
  return rows
}

/** Whether the deed has a row up to this position by which it is listed. It is the first of them all. */
export async function isLed(db: Database, deed_id: string, position: number): Promise<boolean> {
  const { rows } = await sql<{ leads: boolean }>`
    select c.leads and s.position <= ${position} as leads
    from changes c join sealed_changes s on s.change_id = c.id
    where c.deed_id = ${deed_id} order by c.id limit 1
  `.execute(db)
  return rows[0]?.leads ?? false
}

export type SignedCheckpoint = Checkpoint & { key_id: string; signature: Buffer }

export async function checkpointsAfter(db: Database, position: number, limit: number): Promise<SignedCheckpoint[]> {
  const { rows } = await sql<SignedCheckpoint>`
    select position, hash, last_xid::text as last_xid, last_sequence, key_id, signature
    from ledger_checkpoints where position > ${position} order by position limit ${limit}
  `.execute(db)
  return rows
}

/** A change that claims to be older than what was sealed, and is not in the chain. */
export async function smuggledChange(db: Database, last: Checkpoint): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select c.id from changes c left join sealed_changes s on s.change_id = c.id
    where (c.xid, c.sequence) <= (${last.last_xid}::xid8, ${last.last_sequence}::bigint) and s.change_id is null
    order by c.xid, c.sequence limit 1
  `.execute(db)
  return rows[0]?.id
}
