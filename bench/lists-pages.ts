/** What each question costs: first page and deep page over HTTP, and the rows PostgreSQL looks at for them. */
import type pg from 'pg'
import type { Actor } from '#server/platform/actor.ts'
import { planOf } from '#test/plan.ts'
import { isScoped, type Question } from '#test/questions.ts'
import { ratioLine, timed } from './measure.ts'
import type { Recorder } from '#test/recorder.ts'

export type Person = { name: string; actor: Actor; token: string }
type Bench = { pool: pg.Pool; recorder: Recorder; address: string; people: Person[]; asked: Question[] }

const big = ['accounts', 'contacts', 'deals', 'tasks', 'time_entries', 'time_by_day']
const runs = 15

export async function pages({ pool, recorder, address, people, asked }: Bench): Promise<void> {
  const ratios: { name: string; ratio: number }[] = []
  const scans: string[] = []
  for (const person of people) {
    console.log(`\n${person.name}: first page, deep page; milliseconds over HTTP, rows looked at`)
    for (const question of asked.filter((one) => person.name === 'admin' || isScoped(one))) {
      const ask = (target: string) => get(address, target, person.token)
      const plan = async (target: string) =>
        planOf(pool, (await recorder.record(person.actor, { method: 'GET', path: target })).statements.at(-1)!, big)
      const deep = question.deep && (await deepPage(question.path, ask))
      const times = await alternated([question.path, ...(deep ? [deep.path] : [])], ask)
      const plans = [await plan(question.path), ...(deep ? [await plan(deep.path)] : [])]
      const said = times.map((ms, place) => `${ms.toFixed(1)} ms ${plans[place]!.read} rows`)
      if (deep) said[1] = `page ${deep.number}: ${said[1]}, ${(times[1]! / times[0]!).toFixed(2)} of the first`
      console.log(`  ${question.name}: ${said.join('; ')}`)
      if (deep) ratios.push({ name: `${question.name} (${person.name})`, ratio: times[1]! / times[0]! })
      for (const { scanned } of plans)
        if (scanned.length > 0) scans.push(`${question.name} (${person.name}): ${scanned.join(', ')}`)
    }
  }
  for (const { name, ratio } of ratios.toSorted((a, b) => b.ratio - a.ratio).slice(0, 3))
    ratioLine(`deep page to first page, ${name}`, ratio, 'at most 1.2')
  console.log(`  → read from beginning to end: ${[...new Set(scans)].join('; ') || 'none'} (promised: none)`)
}

type Page = { data: unknown[]; next_cursor: string | null }
async function get(address: string, target: string, token: string): Promise<Page> {
  const answer = await fetch(`${address}/api/v1${target}`, { headers: { authorization: `Bearer ${token}` } })
  if (!answer.ok) throw new Error(`${target}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Page
}

const withFields = (target: string, fields: string) => `${target}${target.includes('?') ? '&' : '?'}${fields}`

/** Page 1,000 of 50, or the last that is followed by another. Walked in strides of 200: a cursor is bound to no size of page. */
async function deepPage(target: string, ask: (target: string) => Promise<Page>) {
  let behind = 0
  let cursor: string | null = null
  while (behind < 49_950) {
    const size = Math.min(200, 49_950 - behind)
    const page: Page = await ask(withFields(target, `limit=${size}${cursor ? `&cursor=${cursor}` : ''}`))
    if (page.next_cursor === null) break
    behind += size
    cursor = page.next_cursor
  }
  return cursor && { path: withFields(target, `cursor=${cursor}`), number: Math.floor(behind / 50) + 1 }
}

/** The fastest of each, in turns: what else the machine does makes none faster. */
async function alternated(targets: string[], ask: (target: string) => Promise<Page>): Promise<number[]> {
  const times: number[][] = targets.map(() => [])
  for (const target of targets) await ask(target)
  for (let run = 0; run < runs; run++)
    for (const [place, target] of targets.entries()) times[place]!.push(await timed(() => ask(target)))
  return times.map((ms) => Math.min(...ms))
}
