import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { startApp } from '#test/app.ts'
import { countNewWords } from './count-words.ts'

const app = await startApp()
const dana = await app.as('dana')

test('a rare name is found by its beginning, however many more usual ones begin so', async () => {
  // 350 last names that begin with De, ten people each
  await sql`
    insert into contacts (first_name, last_name)
    select 'Ann' || n, 'De' || chr(97 + name % 26) || chr(97 + name / 26) || 'n'
    from generate_series(0, 349) as name, generate_series(1, 10) as n
  `.execute(app.db)
  await sql`insert into contacts (first_name, last_name) values ('Cassi', 'Delo')`.execute(app.db)
  await countNewWords(app.db)
  const { data } = (await dana.get('/search?q=Cassi%20De')).body
  expect(data[0]).toMatchObject({ title: 'Cassi Delo' })
}, 60_000)
