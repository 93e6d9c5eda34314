/**
 * Files of many rows: statements one after the other, read piece by piece out of one moment of the database, as fast as it is taken and no faster.
 * Whoever reads slowly holds a connection, so there are few of them, out of a pool that nothing else waits for.
 */
import { sql, type Database, type RawBuilder } from './database.ts'
import { Problem } from './errors.ts'
import { file_ms } from './http.ts'

type LongFile<Row> = {
  /** Who reads it, by id. */
  reader: string
  /** In the order of the file. A search through much time is one statement a month, so that none takes longer than a statement may. */
  parts: RawBuilder<Row>[]
  head: string
  /** The lines of some rows. */
  write: (rows: Row[]) => Promise<string>
  /** What has to be done before the first byte leaves; once the first statement has proven to be answered. */
  before: () => Promise<unknown>
}
export type LongFiles = ReturnType<typeof createLongFiles>

const atOnce = 1_000
/** Of everybody, and of one reader. */
const most = 4
const mostOfOne = 2
/** One more than there are files, to cancel a statement by. */
export const longFileConnections = most + 1

/** `db` has to allow a statement the time that it takes to find the first rows. */
export function createLongFiles(db: Database) {
  const open = new Map<string, number>()
  const leave = (reader: string) => {
    const left = open.get(reader)! - 1
    if (left === 0) open.delete(reader)
    else open.set(reader, left)
  }
  /** @throws 429 where the reader, 503 where everybody together reads as many as may be */
  function enter(reader: string): void {
    const own = open.get(reader) ?? 0
    if (own >= mostOfOne) throw tooMany(429, 'You are taking two long files already. Wait until one has ended.')
    const all = [...open.values()].reduce((sum, some) => sum + some, 0)
    if (all >= most) throw tooMany(503, 'Others are taking long files right now. Try again in a minute.')
    open.set(reader, own + 1)
  }
  return async <Row>(file: LongFile<Row>): Promise<AsyncIterableIterator<string>> => {
    enter(file.reader)
    return begin(db, file, () => leave(file.reader))
  }
}

const tooMany = (status: 429 | 503, detail: string) =>
  new Problem(status, 'too_many_files', detail, { headers: { 'retry-after': '30' } })

async function begin<Row>(
  db: Database,
  { parts, head, write, before }: LongFile<Row>,
  leave: () => void,
): Promise<AsyncIterableIterator<string>> {
  const reading = await read(db, parts).catch((error: unknown) => {
    leave()
    throw error
  })
  let ended: Promise<void> | null = null
  const end = () => (ended ??= reading.end().finally(leave))
  // whoever takes this long reads a byte now and then to keep a connection
  const late = setTimeout(() => void end(), file_ms).unref()
  const stop = async (): Promise<void> => {
    clearTimeout(late)
    await end()
  }
  try {
    await before()
  } catch (error) {
    await stop()
    throw error
  }
  let text: string | null = head
  const lines: AsyncIterableIterator<string> = {
    [Symbol.asyncIterator]: () => lines,
    async next() {
      let rows = await reading.next()
      // a part in which nothing is; whoever waits for the head has it after the first
      while (rows?.length === 0 && text === null) rows = await reading.next()
      if (rows === null && text === null) {
        await stop()
        return { done: true, value: undefined }
      }
      const value = (text ?? '') + (await write(rows ?? []))
      text = null
      return { done: false, value }
    },
    // a plain function and no generator: that would wait for the statement that is to be stopped
    async return() {
      await stop()
      return { done: true, value: undefined }
    },
  }
  return lines
}

/** Read only and of one moment. While one piece is taken, PostgreSQL looks for the next. Where there is none any more `next` gives null. */
async function read<Row>(db: Database, parts: RawBuilder<Row>[]) {
  const tx = await db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute()
  const waiting = parts.values()
  let coming: Promise<Row[] | null> = Promise.resolve(null)
  let [isRunning, isOver, isOpen, backend] = [false, false, false, 0]
  const fetch = async () => {
    isRunning = true
    try {
      const query = isOpen ? null : waiting.next().value
      if (query === undefined) return null
      if (query) await sql`declare long_file no scroll cursor for ${query}`.execute(tx)
      const { rows } = await sql<Row>`fetch ${sql.raw(String(atOnce))} from long_file`.execute(tx)
      isOpen = rows.length === atOnce
      if (!isOpen) await sql`close long_file`.execute(tx)
      return rows
    } finally {
      isRunning = false
    }
  }
  const end = async () => {
    isOver = true
    // whatever comes of it: the transaction ends behind the statement, and without its connection both are over
    if (isRunning) await sql`select pg_cancel_backend(${backend}::integer)`.execute(db).catch(() => {})
    await coming.catch(() => {})
    await tx
      .rollback()
      .execute()
      .catch(() => {})
  }
  try {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    backend = rows[0]!.pid
    // a slow reader is no idle one, and to compile a statement over many months takes longer than to begin with it
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx)
    await sql`set local jit = off`.execute(tx)
    await (coming = fetch())
    return {
      end,
      async next(): Promise<Row[] | null> {
        const piece = await coming
        if (isOver) throw new Error('the file was given up')
        if (piece !== null) coming = fetch()
        // it is told to whoever asks for it
        coming.catch(() => {})
        return piece
      },
    }
  } catch (error) {
    await end()
    throw error
  }
}
