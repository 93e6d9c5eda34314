/**
 * `node bench/board.ts`: the board of 5,000 open deals, its first answer and a move, over HTTP against a bare Fastify route that
 * sends the same SQL in the same run, alternated.
 */
import path from 'node:path'
import { fastify } from 'fastify'
import pg from 'pg'
import { grants } from '#domain/permissions.ts'
import { dealRoutes } from '#server/deals/routes.ts'
import { systemActor } from '#server/platform/actor.ts'
import { openDatabase, openPool, type Database } from '#server/platform/database.ts'
import { createHttp } from '#server/platform/http.ts'
import { migrate } from '#server/platform/migrate.ts'
import { openRecorder, type Statement } from '#test/recorder.ts'
import { median, ratioLine, timed } from './measure.ts'
import { scratchDatabase } from './scratch.ts'

const deals = 5_000
const runs = 30

const scratch = await scratchDatabase({ shared_buffers: '256MB' })
const url = scratch.url
const pool = openPool(url)
const closing: (() => Promise<unknown>)[] = []

try {
  await migrate(pool, { dir: path.join(import.meta.dirname, '../migrations') })
  await fill()
  const { rows } = await pool.query<{ id: string }>("select id from deals where stage = 'prospecting' limit 2")
  const [card, anchor] = rows.map(({ id }) => id)
  const move = { path: `/deals/${card}/move`, body: { stage: 'prospecting', after_id: anchor } }
  const daybook = await serveDeals(openDatabase(pool))
  const bare = await serveBare(await recorded(move))
  await compare('first answer', 150, `${daybook}/api/v1/deals/board`, `${bare}/board`)
  await compare('a move', 30, `${daybook}/api/v1${move.path}`, `${bare}/move`, move.body)
} finally {
  for (const close of closing.toReversed()) await close()
  await pool.end()
  await scratch.drop()
}

/** Open deals in three currencies, each with time worked on it and two tasks. */
async function fill(): Promise<void> {
  await pool.query("insert into users (email, name, role, zone) values ('b@bench.example', 'b', 'admin', 'UTC')")
  await pool.query("insert into accounts (name) select 'Account ' || n from generate_series(1, 500) n")
  await pool.query(
    `insert into deals (account_id, name, stage, value, currency)
     select a.id, 'Deal ' || a.place || ' ' || n, (array['prospecting', 'negotiation'])[1 + n % 2], 100 * n,
            (array['EUR', 'USD', 'JPY'])[1 + n % 3]
     from (select id, row_number() over () as place from accounts) a, generate_series(1, $1::int / 500) n`,
    [deals],
  )
  await pool.query(
    `insert into time_by_day (day, user_id, account_id, deal_id, status, entries, seconds, billable_seconds)
     select current_date - n, u.id, d.account_id, d.id, 'synced', 1, 3600, 3600
     from deals d, users u, generate_series(1, 10) n`,
  )
  await pool.query(
    'insert into time_by_deal select deal_id, user_id, sum(entries), sum(seconds) from time_by_day group by 1, 2',
  )
  await pool.query(
    `insert into tasks (title, deal_id, account_id, due_date)
     select 'Task', id, account_id, current_date + n from deals, generate_series(1, 2) n`,
  )
  await pool.query('vacuum analyze')
}

async function serveDeals(db: Database): Promise<string> {
  const app = await createHttp({})
  const actor = systemActor('command', grants.admin)
  dealRoutes(app, { db, authenticate: async () => actor, isConfirmed: async () => true, served: new Set() })
  closing.push(() => app.close())
  return app.listen({ port: 0, host: '127.0.0.1' })
}

/** The SQL that Daybook itself sends for the board and for this move. */
async function recorded(move: { path: string; body: object }): Promise<{ board: Statement[]; move: Statement[] }> {
  const recorder = await openRecorder(url, [dealRoutes])
  closing.push(() => recorder.close())
  const actor = systemActor('command', grants.admin)
  return {
    board: (await recorder.record(actor, { method: 'GET', path: '/deals/board' })).statements,
    move: (await recorder.record(actor, { method: 'POST', ...move })).statements,
  }
}

/** The board's statements side by side as Daybook sends them, the move's one after the other in a transaction. */
async function serveBare({ board, move }: { board: Statement[]; move: Statement[] }): Promise<string> {
  const app = fastify()
  app.get('/board', async () => (await Promise.all(board.map((one) => pool.query(one)))).map((answer) => answer.rows))
  app.post('/move', async () => {
    const client = await pool.connect()
    let last: pg.QueryResult | undefined
    await client.query('begin')
    for (const statement of move) last = await client.query(statement)
    await client.query('commit')
    client.release()
    return last?.rows ?? []
  })
  closing.push(() => app.close())
  return app.listen({ port: 0, host: '127.0.0.1' })
}

async function ask(address: string, body?: object): Promise<void> {
  const sent = body && { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const response = await fetch(address, sent)
  if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`)
  await response.arrayBuffer()
}

async function compare(name: string, promised_ms: number, ours: string, theirs: string, body?: object): Promise<void> {
  const bare: number[] = []
  const ours_ms = await median(runs, async () => {
    bare.push(await timed(() => ask(theirs, body)))
    return timed(() => ask(ours, body))
  })
  const bare_ms = bare.sort((a, b) => a - b)[Math.floor(bare.length / 2)]!
  console.log(`${name}: ${ours_ms.toFixed(1)} ms, the same SQL alone ${bare_ms.toFixed(1)} ms`)
  ratioLine(`${name}, time over that of the bare route`, ours_ms / bare_ms, `at most ${promised_ms} ms at the server`)
}
