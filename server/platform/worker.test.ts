import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import pg from 'pg'
import { expect, test } from 'vitest'
import { scratchDatabase } from '#test/database.ts'
import { openDatabase, openPool } from './database.ts'
import { enqueue, startWorker } from './worker.ts'

test('jobs go on running after every connection of the worker was lost', async () => {
  const url = await scratchDatabase()
  const pool = openPool(url, { max: 6 })
  const db = openDatabase(pool)
  const done: string[] = []
  const tasks = { note: (payload: unknown) => void done.push((payload as { text: string }).text) }
  const worker = await startWorker({ pool, url, tasks, crontab: '', onLog: () => {} })
  await enqueue(db, 'note', { text: 'before' }, 'before')
  await expect.poll(() => done).toEqual(['before'])

  const killer = new pg.Client({ connectionString: url })
  await killer.connect()
  await killer.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  await killer.end()
  await expect
    .poll(
      () =>
        enqueue(db, 'note', { text: 'after' }, 'after').then(
          () => true,
          () => false,
        ),
      { timeout: 10_000 },
    )
    .toBe(true)
  await expect.poll(() => done).toContain('after')
  await worker.stop()
  await pool.end()
}, 40_000)

test('jobs run although the database let the first look for them wait in vain', async () => {
  const url = new URL(await scratchDatabase())
  // a database too busy to greet anybody but the first
  let greeting = 1
  const sockets = new Set<Socket>()
  const busy = createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    if (greeting-- <= 0) return
    const real = connect(Number(url.port), url.hostname)
    sockets.add(real.on('error', () => {}))
    socket.pipe(real).pipe(socket)
  })
  await once(busy.listen(0, '127.0.0.1'), 'listening')
  const detour = new URL(url)
  detour.port = String((busy.address() as AddressInfo).port)
  const pool = openPool(detour.href, { max: 6 })
  const done: string[] = []
  const tasks = { note: () => void done.push('done') }
  const worker = await startWorker({ pool, url: url.href, tasks, crontab: '', onLog: () => {} })
  await new Promise((resolve) => setTimeout(resolve, 3_000))
  greeting = Infinity
  const direct = openPool(url.href)
  await enqueue(openDatabase(direct), 'note', {}, 'note')
  await expect.poll(() => done).toEqual(['done'])
  await worker.stop()
  await Promise.all([pool.end(), direct.end()])
  for (const socket of sockets) socket.destroy()
  busy.close()
}, 40_000)

test('a job is run a while later where a delay is asked for, and one key is one job', async () => {
  const url = await scratchDatabase()
  const pool = openPool(url, { max: 6 })
  const db = openDatabase(pool)
  const times: number[] = []
  const worker = await startWorker({
    pool,
    url,
    tasks: { tick: () => void times.push(Date.now()) },
    crontab: '',
    onLog: () => {},
  })
  const began = Date.now()
  for (let n = 0; n < 3; n++) await enqueue(db, 'tick', {}, 'tick', 1)
  await expect.poll(() => times.length).toBe(1)
  expect(times[0]! - began).toBeGreaterThanOrEqual(950)
  await worker.stop()
  await pool.end()
}, 30_000)

test('the row of a job that failed quotes nothing of what it was about; the log hears the error itself', async () => {
  const url = await scratchDatabase()
  const pool = openPool(url, { max: 6 })
  const db = openDatabase(pool)
  const heard: (Error | undefined)[] = []
  const refused = Object.assign(new Error('550 no such person: ada@crm.example'), { code: 'EENVELOPE' })
  const worker = await startWorker({
    pool,
    url,
    tasks: { post: () => Promise.reject(refused) },
    crontab: '',
    onLog: (_level, _message, error) => void heard.push(error),
  })
  await enqueue(db, 'post', {}, 'post')
  await expect.poll(() => heard).toEqual([refused])
  const kept = async () =>
    (await pool.query<{ last_error: string | null }>('select last_error from graphile_worker.jobs')).rows
  await expect.poll(kept).toEqual([{ last_error: 'Error EENVELOPE' }])
  await worker.stop()
  await pool.end()
}, 30_000)
