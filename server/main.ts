/** Starts Daybook: database, migrations, first content, web app, API and worker in one process; and stops it in reverse. */
import { readFileSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import path from 'node:path'
import { createApp } from './app.ts'
import { fillEmptyDatabase, type Welcome } from './first-start.ts'
import { crontab, jobs } from './jobs.ts'
import { RoleRefused } from './platform/application-role.ts'
import { ConfigFaults, readConfig, type Config } from './platform/config.ts'
import { openDatabase, openPool } from './platform/database.ts'
import { AlreadyRunning, claimInstance } from './platform/instance.ts'
import { createLog, type Log } from './platform/log.ts'
import { longFileConnections } from './platform/long-files.ts'
import { MigrationRefused } from './platform/migrate.ts'
import { createMailer } from './platform/mail.ts'
import { createSealer } from './platform/sealed.ts'
import { ledgerKeys, loadSecrets, signingKeys } from './platform/secrets.ts'
import { shutdownStack, stopOnSignals } from './platform/shutdown.ts'
import { folderStorage } from './platform/storage.ts'
import { buildWebIfChanged, webFolder } from './platform/web-build.ts'
import { enqueue, startWorker } from './platform/worker.ts'
import { migrateDatabase, startDatabase, type Started } from './start-database.ts'
import { createNames } from './time/names.ts'

// the second start reads compiled code: 0.2 s instead of 2 s
enableCompileCache()
const { version } = JSON.parse(readFileSync(path.join(import.meta.dirname, '../package.json'), 'utf8')) as {
  version: string
}
let log: Log | null = null
const stack = shutdownStack(() => log)
stopOnSignals(stack, () => log)

try {
  await start(readConfig(process.env))
} catch (error) {
  // a signal takes the ground from under a start; then that signal ends the process
  if (!stack.isUnwinding()) {
    await stack.unwind()
    console.error(plainly(error))
    process.exit(1)
  }
}

async function start(config: Config): Promise<void> {
  const logger = (log = createLog(config.log_level))
  const onError = (error: Error) => logger.warn({ err: error }, 'database connection lost')
  const starting = startDatabase(config)
  const claiming = starting.then(({ url }) => claimInstance(url))
  stack.add('PostgreSQL', () => stopIfOurs(starting, claiming))
  await claiming
  const database = await starting

  const { url, remark } = await migrateDatabase(database)
  if (remark) logger.warn(remark)
  const { secret_key, encryption_keys } = loadSecrets(config, config.data_dir)
  const pool = openPool(url, { max: 20, onError })
  const jobPool = openPool(url, { max: 6, statement_timeout_ms: 60_000, onError })
  const filePool = openPool(url, { max: longFileConnections, statement_timeout_ms: 60_000, onError })
  stack.add('the database pools', () => Promise.all([pool.end(), jobPool.end(), filePool.end()]))
  const db = openDatabase(pool)
  const jobDb = openDatabase(jobPool)
  const [welcome] = await Promise.all([fillEmptyDatabase(db, config), buildWebIfChanged()])

  const names = createNames()
  const storage = folderStorage(path.join(config.data_dir, 'files'))
  const keys = signingKeys(secret_key)
  const { smtp_url, mail_from: from } = config
  const mail = createMailer({ smtp_url, from, outbox: path.join(config.data_dir, 'outbox') })
  const worker = await startWorker({
    pool: jobPool,
    url,
    tasks: jobs({ db: jobDb, storage, names, mail, origin: config.app_url, ledger: ledgerKeys(secret_key) }),
    crontab,
    onLog: (level, message, err) => logger[level]({ err }, message),
  })
  stack.add('the worker', worker.stop)
  await enqueue(db, 'seal_ledger', {}, 'seal_ledger')
  await enqueue(db, 'find_pairs', {}, 'find_pairs')
  const app = await createApp({
    db,
    fileDb: openDatabase(filePool),
    keys,
    sealer: createSealer(encryption_keys),
    mails: smtp_url !== null,
    names,
    storage,
    origin: config.app_url,
    trusted_proxies: config.trusted_proxies,
    version,
    web: webFolder,
    log: { loggerInstance: logger },
  })
  stack.add('the server', () => app.close())
  await app.listen({ port: config.port, host: config.bind_address })
  greet(config, welcome)
}

/** Whoever holds the lock stops PostgreSQL, also one left behind by a kill -9; to anybody else it may be a twin's. */
async function stopIfOurs(starting: Promise<Started>, claiming: ReturnType<typeof claimInstance>): Promise<void> {
  const instance = await claiming.catch(() => null)
  if (!instance) return
  await (await starting).stop()
  // only now, so that no successor works on a database that is about to stop
  await instance.release()
}

function greet({ app_url }: Config, welcome: Welcome): void {
  console.log([`\nDaybook is ready on ${app_url}`, ...(welcome?.lines ?? []), 'Stop it with Ctrl-C.\n'].join('\n'))
}

/** What a person who starts Daybook can act on; anything else keeps its stack. */
function plainly(error: unknown): string {
  const ours = [ConfigFaults, AlreadyRunning, MigrationRefused, RoleRefused].some((kind) => error instanceof kind)
  if (ours) return (error as Error).message
  const { code, message, stack: trace, port } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program. Stop it, or set PORT to a free one.`
  if (code === 'ECONNREFUSED') return 'The database of DATABASE_URL does not answer.'
  if (code?.startsWith('28')) return `The database refuses to let Daybook in: ${message}.`
  return trace ?? message
}
