/** What agents send, by the thousand. */
import type pg from 'pg'
import { hashOf, newApiKey } from '#server/keys/tokens.ts'

type Row = Record<string, unknown>

/** Batches of a busy morning, each round of its own: half name their deal, the others a tag or a project name. */
export async function makeBatches(pool: pg.Pool, count: number, round: number): Promise<Row[][]> {
  const { rows: users } = await pool.query('select id from users order by id')
  const { rows: deals } = await pool.query(
    `select d.id, d.name, a.name as account from deals d join accounts a on a.id = d.account_id where d.stage <> 'lost' order by d.id`,
  )
  return Array.from({ length: count }, (_, batch) =>
    Array.from({ length: 1_000 }, (__, index) => {
      const place = batch * 1_000 + index
      const user = users[place % users.length]
      const deal =
        deals[
          (place % users.length) * 23 + (index % 4) * 131 < deals.length
            ? (place % users.length) * 23 + (index % 4) * 131
            : place % deals.length
        ]
      const start_ms = Date.UTC(2026, 0, 5 + round, 8) + Math.floor(place / users.length) * 60_000
      const hint =
        index % 2 === 0
          ? { deal_id: deal.id }
          : {
              project_name: `${deal.name} for ${deal.account}`,
              tags: ['agent'],
              title: `${deal.name} – Editor`,
              app: 'Editor',
            }
      return {
        user_id: user.id,
        start_time: new Date(start_ms).toISOString(),
        end_time: new Date(start_ms + 55_000).toISOString(),
        duration_seconds: 55,
        activity_type: 'app',
        source: 'agent',
        external_id: `round-${round}-${place}`,
        ...hint,
      }
    }),
  )
}

/** Of an agent that may send as often as it likes. */
export async function agentKey(pool: pg.Pool): Promise<string> {
  const { key, prefix } = newApiKey()
  await pool.query(
    'insert into api_keys (name, prefix, key_hash, scopes, per_minute) values ($1, $2, $3, $4, 100000)',
    ['bench agent', prefix, hashOf(key), ['time:ingest']],
  )
  return key
}

/** Two senders, as two gateways would. */
export async function sendAll(address: string, key: string, batches: Row[][]): Promise<void> {
  const queue = batches.map((entries) => JSON.stringify({ entries }))
  const sender = async () => {
    for (let body = queue.shift(); body; body = queue.shift()) {
      const response = await fetch(`${address}/api/v1/time-entries/batch`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body,
      })
      if (!response.ok) throw new Error(`ingest answered ${response.status}: ${await response.text()}`)
      await response.arrayBuffer()
    }
  }
  await Promise.all([sender(), sender()])
}
