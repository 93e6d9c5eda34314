/** What is said to and asked of the servers of bench/http-servers.ts. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import type pg from 'pg'
import type { Statement } from '#test/recorder.ts'

export type Server = { child: ChildProcess; address: string }
/**
 * What the bare server sends for a name. A write does it to a record of its own instead of `id`: the one it inserts, or the one of
 * the request; and “Mark 0” in it becomes the mark of the request.
 */
export type Lesson = { name: string; statements: Statement[]; id?: string }

async function ask<T>({ child }: Server, message: object): Promise<T> {
  child.send(message)
  return ((await once(child, 'message')) as [T])[0]
}

/** The access token of a person of bench/company.ts; it lives for ten minutes. */
export async function signIn({ address }: Server, password: string, person = 1): Promise<string> {
  const answer = await fetch(`${address}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: `person${person}@bench.example`, password }),
  })
  return ((await answer.json()) as { access_token: string }).access_token
}

export const teach = (server: Server, lesson: Lesson) => ask<object>(server, lesson)
export const memoryOf = (server: Server) => ask<{ rss_mb: number; heap_mb: number }>(server, { memory: true })
/** The work, and the longest the event loop stood still meanwhile: so long somebody else waited for an answer. */
export async function longestStall(server: Server, work: () => Promise<unknown>): Promise<number> {
  await ask(server, { stall: 'begin' })
  await work()
  return (await ask<{ stall_ms: number }>(server, { stall: 'end' })).stall_ms
}
/** Processor time of the process since it began. */
export const cpuOf = async (server: Server) => (await ask<{ cpu_ms: number }>(server, { cpu: true })).cpu_ms

/** Processor time of a PostgreSQL on this machine, those of its processes that ended included; Linux tells it in hundredths of a second. */
export async function databaseCpu(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  const first = statOf(String(rows[0]!.pid))!.parent
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  // workers of one query come and go: what those took that are gone is told by the process that began them
  return all
    .map(statOf)
    .reduce((sum, stat) => sum + (stat?.parent === first ? stat.cpu_ms : 0), statOf(first)?.with_ended_ms ?? 0)
}

function statOf(pid: string): { parent: string; cpu_ms: number; with_ended_ms: number } | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
    const [user, system, ended_user, ended_system] = fields.slice(11, 15).map((ticks) => 10 * Number(ticks))
    const cpu_ms = user! + system!
    return { parent: fields[1]!, cpu_ms, with_ended_ms: cpu_ms + ended_user! + ended_system! }
  } catch {
    // it ended meanwhile
    return null
  }
}
