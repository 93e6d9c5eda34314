/** Jobs and schedules inside PostgreSQL (graphile-worker). Jobs are enqueued in the deed's transaction and run at least once. */
import { EventEmitter } from 'node:events'
import {
  Logger,
  makeWorkerUtils,
  run,
  type JobHelpers,
  type Runner,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker'
import pg from 'pg'
import { sql, type Database } from './database.ts'

export type WorkerOptions = {
  pool: pg.Pool
  /** A connection string for the lock that says a worker lives. */
  url: string
  tasks: TaskList
  /** Cron lines: `minute hour day month weekday task`. */
  crontab: string
  onLog: (level: 'error' | 'warn', message: string, error?: Error) => void
}
export type Worker = { stop: () => Promise<void> }

/** Prepares the job tables; safe to run twice. */
export async function migrateJobs(pool: pg.Pool): Promise<void> {
  const utils = await makeWorkerUtils({ pgPool: pool, logger: silent })
  await utils.migrate()
  await utils.release()
}

const silent = new Logger(() => () => {})

/** Enqueues a job in the caller's transaction. `key` makes a second one of the same key replace the first that has not begun. */
export const enqueue = (tx: Database, task: string, payload: object, key: string, delay_seconds = 0) =>
  sql`
    select graphile_worker.add_job(${task}, payload => ${JSON.stringify(payload)}::json, max_attempts => 10, job_key => ${key},
                                   run_at => now() + ${delay_seconds} * interval '1 second')
  `.execute(tx)

/** The same for many jobs of one task, in one statement. */
export const enqueueAll = (tx: Database, task: string, jobs: { payload: object; key: string }[]) =>
  sql`
    select graphile_worker.add_job(${task}, payload => (j ->> 'payload')::json, max_attempts => 10, job_key => j ->> 'key')
    from jsonb_array_elements(${JSON.stringify(jobs)}::jsonb) as j
  `.execute(tx)

export async function startWorker({ pool, url, tasks, crontab, onLog }: WorkerOptions): Promise<Worker> {
  const alive = await holdAliveLock(url, onLog)
  const logger = new Logger(() => (level, message, meta) => {
    // its message quotes the error, which the log has its own way of telling (platform/log.ts)
    const plain = message.replace(/ with error '[^]*$/, '')
    if (level === 'error' || level === 'warning')
      onLog(level === 'error' ? 'error' : 'warn', plain, causeOf(meta?.['error']))
  })
  const taskList = sparing(tasks)
  let stopping = false
  const start = async () => {
    const events: WorkerEvents = new EventEmitter()
    const settings = { concurrency: 2, noHandleSignals: true, pollInterval: 2_000 }
    const fresh = await run({ pgPool: pool, taskList, crontab, logger, events, ...settings })
    // a runner whose first look for jobs failed remembers that for ever (graphile-worker 0.18, getTaskDetails), and is replaced
    let failures = 0
    events.on('worker:getJob:empty', () => (failures = 0))
    events.on('job:start', () => (failures = 0))
    events.on('worker:getJob:error', () => {
      failures++
      if (failures === mostFailures) fresh.stop().catch(() => {})
    })
    return fresh
  }
  let runner: Runner = await start()
  // a runner ends for good when the database goes; another one takes over when it is back
  const supervise = async () => {
    while (!stopping) {
      await runner.promise.catch((error: Error) => onLog('warn', 'the worker ended', error))
      while (!stopping) {
        await new Promise((resolve) => setTimeout(resolve, restart_ms))
        const next = stopping ? null : await start().catch(() => null)
        if (next) runner = next
        if (next) break
      }
    }
  }
  const supervision = supervise()
  return {
    stop: async () => {
      stopping = true
      await runner.stop().catch(() => {})
      await supervision
      await alive.end()
    },
  }
}

/** The row of a job that failed keeps the message of its error, and messages quote what people sent: it gets a name and a code. */
const sparing = (tasks: TaskList): TaskList =>
  Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      async (payload: unknown, help: JobHelpers) => {
        try {
          await task?.(payload as never, help)
        } catch (error) {
          const { name: type, code } = error as Error & { code?: string }
          throw new Error(code === undefined ? type : `${type} ${code}`, { cause: error })
        }
      },
    ]),
  )
const causeOf = (error: unknown) => ((error as Error | undefined)?.cause ?? error) as Error | undefined

const restart_ms = 1_000
/** Looks for jobs that failed in a row: two workers look every two seconds. */
const mostFailures = 4
const aliveLock = 7_305_811_244

/**
 * A worker that was killed keeps its jobs locked for 4 hours. Every living worker holds one shared session lock; whoever
 * gets it exclusively at its start knows that it is alone, and frees what the dead ones held.
 */
async function holdAliveLock(url: string, onLog: WorkerOptions['onLog']): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'daybook worker' })
  client.on('error', (error) => onLog('warn', 'the worker lost its lock', error))
  await client.connect()
  const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [aliveLock])
  if (rows[0]!.alone) {
    await client.query(`
      select graphile_worker.force_unlock_workers(coalesce(array_agg(distinct locked_by), '{}'))
      from graphile_worker.jobs where locked_by is not null`)
  }
  await client.query('select pg_advisory_lock_shared($1)', [aliveLock])
  if (rows[0]!.alone) await client.query('select pg_advisory_unlock($1)', [aliveLock])
  return client
}
