import { expect, test } from 'vitest'
import { openDatabase, openPool, sql } from '#server/platform/database.ts'
import { ledgerKeys } from '#server/platform/secrets.ts'
import { nowhere, startApp } from '#test/app.ts'
import { scratchDatabase } from '#test/database.ts'
import { sealLedger } from './seal-ledger.ts'
import { verifyLedger } from './verify-ledger.ts'

const keys = ledgerKeys('a secret of the ledger tests, long enough')

/** A ledger of `count` changes, all sealed in three batches. */
async function ledger(count = 30) {
  const pool = openPool(await scratchDatabase(), { max: 4 })
  const db = openDatabase(pool)
  for (let batch = 0; batch < 3; batch++) {
    await sql`
      insert into changes (deed_id, action, object_type, object_id, before, after, actor_kind, source)
      select uuidv7(), 'deal.changed', 'deal', uuidv7(), jsonb_build_object('n', n), jsonb_build_object('n', n + 1, 'who', 'Zoë'), 'system', 'job'
      from generate_series(1, ${count / 3}::int) n
    `.execute(db)
    await sealLedger(db, keys)
  }
  const idAt = async (position: number) =>
    (await sql<{ id: string }>`select change_id as id from sealed_changes where position = ${position}`.execute(db))
      .rows[0]!.id
  /** As somebody who owns the database would. */
  const tamper = async (statement: string) => {
    for (const table of ['changes', 'sealed_changes', 'ledger_checkpoints'])
      await pool.query(`alter table ${table} disable trigger user`)
    await pool.query(statement)
  }
  return { db, pool, idAt, tamper, verify: () => verifyLedger(db, keys) }
}

test('an untouched ledger is proven, batch by batch', async () => {
  const { db, pool, verify } = await ledger()
  expect(await verify()).toMatchObject({ sealed: 30, checkpoints: 3, fault: null })
  expect(await sealLedger(db, keys)).toBe(0)
  await pool.end()
})

test.each([
  ['an edited payload', `update changes set after = '{"n": 99}' where id = '$17'`, 17, 'the payload was edited'],
  ['an edited actor', `update changes set actor_kind = 'user' where id = '$17'`, 17, 'edited or moved'],
  [
    'an edited time',
    `update changes set occurred_at = occurred_at - interval '1 ms' where id = '$5'`,
    5,
    'edited or moved',
  ],
  ['a deleted change', `delete from changes where id = '$9'`, 9, 'the change was deleted'],
  [
    'a deleted change and its link',
    `delete from sealed_changes where position = 9; delete from changes where id = '$9'`,
    10,
    'position 9 is missing',
  ],
  [
    'a payload that only looks erased',
    `update changes set before = null, after = null where id = '$4'`,
    4,
    'the payload was edited',
  ],
  ['a deed taken off the list', `update changes set leads = false where id = '$6'`, 6, 'hidden from the list'],
  ['a salt taken away', `update sealed_changes set salt = null where position = 4`, 4, 'the salt was removed'],
  ['a link rewritten', `update sealed_changes set hash = sha256('x') where position = 30`, 30, 'edited or moved'],
  ['a checkpoint forged', `update ledger_checkpoints set signature = sha256('x') where position = 20`, 20, 'forged'],
  ['an end cut off', `delete from sealed_changes where position > 25`, 26, 'do not end at the same row'],
])('%s is found, and the first bad row is named', async (_, statement, position, what) => {
  const { pool, idAt, tamper, verify } = await ledger()
  const named = /\$(\d+)/.exec(statement)?.[1]
  const id = named ? await idAt(Number(named)) : ''
  await tamper(statement.replaceAll(/\$\d+/g, id))
  const { fault } = await verify()
  expect([fault?.position, fault?.what]).toEqual([position, expect.stringContaining(what)])
  if (named === String(position)) expect(fault?.change_id).toBe(id)
  await pool.end()
})

test('two changes that swapped places are found at the first of them', async () => {
  const { pool, idAt, tamper, verify } = await ledger()
  const [a, b] = [await idAt(7), await idAt(8)]
  await tamper(`
    update sealed_changes set change_id = '${nowhere}' where position = 7;
    update sealed_changes set change_id = '${a}' where position = 8;
    update sealed_changes set change_id = '${b}' where position = 7`)
  expect((await verify()).fault).toMatchObject({ position: 7, change_id: b })
  await pool.end()
})

test('a change smuggled in among sealed ones is found', async () => {
  const { pool, tamper, verify } = await ledger()
  await tamper(`
    insert into changes (id, deed_id, xid, sequence, action, object_type, object_id, actor_kind, source)
    overriding system value
    select '${nowhere}', deed_id, xid, -1, action, object_type, object_id, actor_kind, source from changes limit 1`)
  expect((await verify()).fault).toEqual({
    position: null,
    change_id: nowhere,
    what: 'the change was inserted among sealed ones',
  })
  await pool.end()
})

test('an end cut off together with its checkpoint is found by whoever kept an earlier line', async () => {
  const { pool, db, tamper, verify } = await ledger()
  const { sealed: position, head } = await verify()
  await tamper(`
    delete from sealed_changes where position > 20;
    delete from ledger_checkpoints where position > 20;
    delete from changes where id not in (select change_id from sealed_changes)`)
  expect((await verify()).fault).toBe(null)
  expect((await verifyLedger(db, keys, { position, head })).fault?.what).toContain('the end was cut off')
  await pool.end()
})

test('a chain written anew with another key is found', async () => {
  const { pool, db, tamper, verify } = await ledger()
  await tamper('delete from sealed_changes; delete from ledger_checkpoints')
  await sealLedger(db, ledgerKeys('another secret, of somebody who only has the database'))
  expect((await verify()).fault).toMatchObject({ position: 30, what: 'the checkpoint here is forged' })
  await pool.end()
})

test('a payload is erased without breaking the chain, and what was erased cannot be guessed back', async () => {
  const { pool, db, idAt, verify } = await ledger()
  const id = await idAt(12)
  const { rows } = await pool.query('select erase_payloads(array[$1]::uuid[]) as erased', [id])
  expect(Number(rows[0].erased)).toBe(1)
  const { rows: left } = await sql<{ before: unknown; after: unknown; salt: unknown }>`
    select before, after, salt from changes c join sealed_changes s on s.change_id = c.id where c.id = ${id}
  `.execute(db)
  expect(left).toEqual([{ before: null, after: null, salt: null }])
  expect((await verify()).fault).toBe(null)
  await pool.end()
})

test('the ledger refuses every other change, from whoever writes', async () => {
  const { pool, idAt } = await ledger()
  const id = await idAt(3)
  for (const statement of [
    `update changes set action = 'x' where id = '${id}'`,
    `update changes set before = null, after = null where id = '${id}'`,
    `update changes set before = null, after = null, erased_at = now(), ip = null, request_id = 'x' where id = '${id}'`,
    `delete from changes`,
    `truncate changes`,
    `update sealed_changes set hash = sha256('x')`,
    `delete from sealed_changes`,
    `update ledger_checkpoints set position = 5`,
    `delete from ledger_checkpoints`,
  ])
    await expect(pool.query(statement)).rejects.toThrow('append-only')
  await pool.end()
})

test('of several sealers at once one does the work, and the chain does not fork', async () => {
  const { pool, db, verify } = await ledger()
  await sql`
    insert into changes (deed_id, action, object_type, object_id, actor_kind, source)
    select uuidv7(), 'x.y', 'x', uuidv7(), 'system', 'job' from generate_series(1, 500)
  `.execute(db)
  const sealed = await Promise.all(Array.from({ length: 4 }, () => sealLedger(db, keys)))
  expect(sealed.reduce((sum, n) => sum + n)).toBe(500)
  expect(await verify()).toMatchObject({ sealed: 530, fault: null })
  await pool.end()
})

test('a change of a transaction that is still open is waited for, and nothing after it is sealed before', async () => {
  const { pool, db, verify } = await ledger()
  const put = `insert into changes (deed_id, action, object_type, object_id, actor_kind, source) values (uuidv7(), 'x.y', 'x', uuidv7(), 'system', 'job')`
  const slow = await pool.connect()
  await slow.query(`begin; ${put}`)
  await pool.query(put)
  expect(await sealLedger(db, keys)).toBe(0)
  await slow.query('commit')
  slow.release()
  expect(await sealLedger(db, keys)).toBe(2)
  expect((await verify()).fault).toBe(null)
  await pool.end()
})

test('the status says how far the ledger is sealed', async () => {
  const app = await startApp()
  const dana = await app.as('dana')
  await dana.post('/accounts', { name: 'Sealed Ltd' })
  expect((await dana.get('/audit/status')).body).toMatchObject({ sealed: 0, head: null, waiting: 2 })
  await sealLedger(app.db, keys)
  expect((await dana.get('/audit/status')).body).toMatchObject({
    sealed: 2,
    waiting: 0,
    head: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
})
