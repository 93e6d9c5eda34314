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
  await expect.poll(() => done, { timeout: 10_000 }).toEqual(['before'])

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
  await expect.poll(() => done, { timeout: 15_000 }).toContain('after')
  await worker.stop()
  await pool.end()
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
  await expect.poll(() => times.length, { timeout: 10_000 }).toBe(1)
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
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual([refused])
  const kept = async () =>
    (await pool.query<{ last_error: string | null }>('select last_error from graphile_worker.jobs')).rows
  await expect.poll(kept).toEqual([{ last_error: 'Error EENVELOPE' }])
  await worker.stop()
  await pool.end()
}, 30_000)
