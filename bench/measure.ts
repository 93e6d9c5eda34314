import { readdirSync, readFileSync } from 'node:fs'
import autocannon from 'autocannon'

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

export const seconds = async (work: () => Promise<unknown>): Promise<number> => (await timed(work)) / 1_000

export const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

/** The middle of `runs` measurements, after one that does not count. */
export async function median(runs: number, measure: () => Promise<number>): Promise<number> {
  await measure()
  const values: number[] = []
  for (let run = 0; run < runs; run++) values.push(await measure())
  return middle(values)
}

/** Processor seconds a process and its children have taken, those that ended included; what others do on the machine does not blur it. Linux only. */
export function processorTime(pid: number): number {
  const stats = readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      // behind the name, which may hold blanks: state, parent … user, system, user and system of ended children
      const [, parent, ...fields] = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
        .map(Number)
      return [{ own: Number(name) === pid, child: parent === pid, ticks: fields.slice(9, 13) }]
    } catch {
      return []
    }
  })
  const ticks = stats.flatMap(({ own, child, ticks: all }) => (own ? all : child ? all.slice(0, 2) : []))
  return ticks.reduce((sum, one) => sum + one, 0) / 100
}

/** What is asked over and over; `next` makes each request a new one. */
export type Loaded = { url: string; token?: string; next?: () => { method: string; path?: string; body?: object } }

/** Requests per second over 10 connections; any answer but 2xx is a failure of the bench. */
export async function load({ url, token, next }: Loaded, duration_s = 4): Promise<number> {
  const setupRequest = (request: autocannon.Request): autocannon.Request => {
    const { body, ...rest } = next!()
    const headers = { ...request.headers, ...(body && { 'content-type': 'application/json' }) }
    return { ...request, ...rest, headers, ...(body && { body: JSON.stringify(body) }) } as autocannon.Request
  }
  const result = await autocannon({
    url,
    connections: 10,
    duration: duration_s,
    ...(token && { headers: { authorization: `Bearer ${token}` } }),
    ...(next && { requests: [{ setupRequest }] }),
  })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`)
  return result.requests.total / result.duration
}

export const ratioLine = (name: string, ratio: number, promise: string) =>
  console.log(`  → ${name}: ${ratio.toFixed(2)} (promised: ${promise})`)
