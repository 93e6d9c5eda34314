/** A file that is longer than the pieces it is written in. */
import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { startApp } from '#test/app.ts'
import { importing, sum } from '#test/importing.ts'

const app = await startApp({ worker: true })
const dana = await app.as('dana')
const { settled, upload, answer, run } = importing(dana)
const many = 3_000
const companies = 70
const file = (mark: string) =>
  `Record ID,Last name,Email,Company\n${Array.from({ length: many }, (_, n) => `${mark}${n},Person ${n},${mark}${n}@pieces.example,${mark} Works ${n % companies} Ltd\n`).join('')}`

async function written(mark: string) {
  const { rows } = await sql<Record<string, number>>`
    select count(*) as people, count(distinct a.id) as companies, count(s.id) as filed, count(e.object_id) as ids,
           count(*) filter (where a.name = concat(${mark}::text, ' Works ', substr(c.last_name, 8)::int % ${companies}::int, ' Ltd')) as placed
    from contacts c
      left join accounts a on a.id = c.account_id
      left join search_entries s on s.id = c.id
      left join external_ids e on e.object_id = c.id and e.external_id = split_part(c.email, '@', 1)
    where c.email like ${`${mark}%@pieces.example`}
  `.execute(app.db)
  return rows[0]!
}
const whole = { people: many, placed: many, companies, filed: many, ids: many }

test('pieces that are written side by side make each record and each company once, filed under its words', async () => {
  const done = await run((await answer((await upload('pieces.csv', file('side'))).id)).id)
  expect(done).toMatchObject({ status: 'done', accounts_created: companies, processed: many })
  expect([done.counts.create, sum(done.counts)]).toEqual([many, many])
  expect(await written('side')).toEqual(whole)
}, 120_000)

test('a run that is cut off in the middle goes on where it stopped', async () => {
  const checked = await answer((await upload('cut.csv', file('cut'))).id)
  await dana.post(`/record-imports/${checked.id}/run`)
  const processed = async () => (await dana.get(`/record-imports/${checked.id}`)).body.processed as number
  await expect.poll(processed, { interval: 5, timeout: 20_000 }).toBeGreaterThan(0)
  const cut = async () => {
    const { rows } = await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state = 'active' and query ilike 'insert into "contacts"%'
    `.execute(app.db)
    return rows.length
  }
  await expect.poll(cut, { interval: 1, timeout: 20_000 }).toBeGreaterThan(0)
  expect(await processed()).toBeLessThan(many)
  const done = await settled(checked.id)
  expect(done).toMatchObject({
    status: 'done',
    processed: many,
    accounts_created: companies,
    counts: { create: many },
  })
  expect(await written('cut')).toEqual(whole)
}, 120_000)
