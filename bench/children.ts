/** What is said to and asked of the servers of bench/http-servers.ts. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Statement } from '#test/recorder.ts'

export type Server = { child: ChildProcess; address: string }
/** What the bare server sends for a name. A change is sent for the id of each request instead of `id`, with its mark for “Mark 0”. */
export type Lesson = { name: string; statements: Statement[]; id?: string }

async function ask<T>({ child }: Server, message: object): Promise<T> {
  child.send(message)
  return ((await once(child, 'message')) as [T])[0]
}

export const teach = (server: Server, lesson: Lesson) => ask<object>(server, lesson)
export const memoryOf = (server: Server) => ask<{ rss_mb: number; heap_mb: number }>(server, { memory: true })
/** Processor time of the process since it began. */
export const cpuOf = async (server: Server) => (await ask<{ cpu_ms: number }>(server, { cpu: true })).cpu_ms
