/**
 * What each question costs: first page and deep page over HTTP, in processor time of server and database together, which a busy
 * machine does not blur; and the rows PostgreSQL looks at for them.
 */
import type pg from 'pg'
import type { Actor } from '#server/platform/actor.ts'
import { planOf, type Plan } from '#test/plan.ts'
import { isScoped, type Question } from '#test/questions.ts'
import type { Recorder } from '#test/recorder.ts'
import { cpuOf, databaseCpu, type Server } from './children.ts'
import { ratioLine, timed } from './measure.ts'

export type Person = { name: string; actor: Actor; token: string }
type Bench = { pool: pg.Pool; recorder: Recorder; daybook: Server; people: Person[]; asked: Question[] }
type Cost = Plan & { path: string; fastest_ms: number; cpu_ms: number }

const big = [
  'accounts',
  'contacts',
  'deals',
  'tasks',
  'time_entries',
  'time_by_day',
  'time_by_deal',
  'task_time_by_day',
]
/** Linux counts processor time in hundredths of a second: so many requests are ten to fifty of them. */
const [rounds, atOnce] = [5, 20]

export async function pages(bench: Bench): Promise<void> {
  const ratios: { name: string; ratio: number }[] = []
  const scans: string[] = []
  for (const person of bench.people) {
    console.log(`\n${person.name}: fastest over HTTP, processor time of server and database, rows looked at`)
    for (const question of bench.asked.filter((one) => person.name === 'admin' || isScoped(one))) {
      const name = `${question.name} (${person.name})`
      const deep = question.deep && (await deepPage(bench, person, question.path))
      const [first, last] = await costs(bench, person, [question.path, ...(deep ? [deep.path] : [])])
      console.log(`  ${question.name}: ${said(first!)}`)
      if (deep) {
        const ratio = last!.cpu_ms / first!.cpu_ms
        console.log(`    page ${deep.number}: ${said(last!)}; ${ratio.toFixed(2)} of the first`)
        ratios.push({ name, ratio })
      }
      for (const table of [first, last].flatMap((cost) => cost?.scanned ?? [])) scans.push(`${name}: ${table}`)
    }
  }
  for (const { name, ratio } of ratios.toSorted((a, b) => b.ratio - a.ratio).slice(0, 3))
    ratioLine(`deep page to first page, ${name}, processor time`, ratio, 'at most 1.2')
  console.log(`  → read from beginning to end: ${[...new Set(scans)].join('; ') || 'none'} (promised: none)`)
}

const said = ({ fastest_ms, cpu_ms, read }: Cost) =>
  `${fastest_ms.toFixed(1)} ms, ${cpu_ms.toFixed(1)} ms of processor, ${read} rows`

type Page = { data: unknown[]; next_cursor: string | null }
async function get({ daybook }: Bench, { token }: Person, target: string): Promise<Page> {
  const answer = await fetch(`${daybook.address}/api/v1${target}`, { headers: { authorization: `Bearer ${token}` } })
  if (!answer.ok) throw new Error(`${target}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Page
}

const withFields = (target: string, fields: string) => `${target}${target.includes('?') ? '&' : '?'}${fields}`

/** Page 1,000 of 50, or the last that is followed by another. Walked in strides of 200: a cursor is bound to no size of page. */
async function deepPage(bench: Bench, person: Person, target: string) {
  let behind = 0
  let cursor: string | null = null
  while (behind < 49_950) {
    const size = Math.min(200, 49_950 - behind)
    const page = await get(bench, person, withFields(target, `limit=${size}${cursor ? `&cursor=${cursor}` : ''}`))
    if (page.next_cursor === null) break
    behind += size
    cursor = page.next_cursor
  }
  return cursor && { path: withFields(target, `cursor=${cursor}`), number: Math.floor(behind / 50) + 1 }
}

/** In turns. What else the machine does makes none faster, so the fastest of each says most. */
async function costs(bench: Bench, person: Person, paths: string[]): Promise<Cost[]> {
  const found: Cost[] = []
  for (const path of paths) {
    const { statements } = await bench.recorder.record(person.actor, { method: 'GET', path })
    const plan = await planOf(bench.pool, statements.at(-1)!, big)
    found.push({ ...plan, path, fastest_ms: Infinity, cpu_ms: 0 })
  }
  for (let round = 0; round < rounds; round++)
    for (const cost of found) {
      const before_ms = await processorTime(bench)
      for (let time = 0; time < atOnce; time++)
        cost.fastest_ms = Math.min(cost.fastest_ms, await timed(() => get(bench, person, cost.path)))
      cost.cpu_ms += ((await processorTime(bench)) - before_ms) / (rounds * atOnce)
    }
  return found
}

const processorTime = async ({ pool, daybook }: Bench) => (await cpuOf(daybook)) + (await databaseCpu(pool))
