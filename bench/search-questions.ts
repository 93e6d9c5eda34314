/** Questions people ask, drawn from the records themselves by a seed nobody tuned to. */
import type { Chance } from '#server/demo/random.ts'
import { sql, type Database } from '#server/platform/database.ts'
import { mistyped } from './search-names.ts'

export type Question = { q: string; means: { title: string; company?: string } }
type Row = { first_name: string; last_name: string; company: string; email: string; phone: string }

/** `count` questions of each kind. */
export async function questionsFrom(db: Database, count: number, luck: Chance): Promise<Record<string, Question[]>> {
  const make = async (question: (row: Row) => Question | null) => {
    const made: Question[] = []
    while (made.length < count) made.push(...(await draw(db, luck, count)).flatMap((row) => question(row) ?? []))
    return made.slice(0, count)
  }
  const title = ({ first_name, last_name }: Row) => `${first_name} ${last_name}`.trim()
  const ofName = (ask: (row: Row) => string | null) =>
    make((row) => {
      const q = ask(row)
      return q === null ? null : { q, means: { title: title(row) } }
    })
  const ofCompany = (ask: (row: Row) => string) =>
    make((row) => ({ q: ask(row), means: { title: title(row), company: row.company } }))
  const wrong = (word: string) => mistyped(word, luck)
  const both = (first: string, last: string) => (luck.next() < 0.5 ? `${first} ${last}` : `${last} ${first}`).trim()
  const begun = (company: string) => company.split(' ').slice(0, 2).join(' ')
  return {
    name: await ofName((row) => both(row.first_name, row.last_name)),
    'name and company': await ofCompany((row) => `${title(row)} ${begun(row.company)}`),
    'last name and company': await ofCompany((row) => `${row.last_name} ${begun(row.company)}`),
    'name in another script': await ofName((row) =>
      /[a-z]/i.test(title(row)) ? null : both(row.first_name, row.last_name),
    ),
    'beginning of a name': await ofName((row) =>
      `${row.first_name} ${row.last_name.slice(0, Math.max(2, row.last_name.length - 2))}`.trim(),
    ),
    'e-mail': await make((row) => ({ q: row.email, means: { title: title(row) } })),
    'part of an e-mail': await make((row) => ({
      q: row.email.slice(0, row.email.indexOf('@') + 5),
      means: { title: title(row) },
    })),
    'last 7 digits of the phone': await make((row) => ({ q: row.phone.slice(-7), means: { title: title(row) } })),
    'one mistake, last name': await ofName((row) => both(row.first_name, wrong(row.last_name))),
    'one mistake, first name': await ofName((row) =>
      row.first_name === '' ? null : both(wrong(row.first_name), row.last_name),
    ),
    'one mistake, first letter': await ofName((row) => both(row.first_name, firstWrong(row.last_name, luck))),
    'one mistake, name and company': await ofCompany((row) => `${wrong(row.last_name)} ${begun(row.company)}`),
    'two mistakes, one in each name': await ofName((row) =>
      row.first_name === '' ? null : both(wrong(row.first_name), wrong(row.last_name)),
    ),
    'two mistakes, anywhere': await ofName((row) => anywhere(row, luck)),
    'two mistakes, name and company': await ofCompany((row) => {
      const [name, ...others] = begun(row.company).split(' ')
      return `${wrong(row.last_name)} ${wrong(name!)} ${others.join(' ')}`
    }),
  }
}

/** A mistake in the first letter alone: swapped with the second, left out, doubled or its neighbour. */
function firstWrong(word: string, luck: Chance): string {
  for (let tries = 0; tries < 200; tries++) {
    const made = mistyped(word, luck)
    if ([...made][0] !== [...word][0] || made.length > word.length) return made
  }
  return mistyped(word, luck)
}

/** Two mistakes in letters drawn evenly from the whole name, so that a long word gets more of them; both may fall on one word. */
function anywhere({ first_name, last_name }: Row, luck: Chance): string {
  const words = [first_name, last_name].filter((word) => word !== '')
  for (let made = 0; made < 2; made++) {
    const letters = words.map((word) => [...word].length)
    const place = luck.int(0, letters.reduce((sum, length) => sum + length, 0) - 1)
    const index = place < letters[0]! ? 0 : 1
    words[index] = mistyped(words[index]!, luck)
  }
  return words.join(' ')
}

/** Rows drawn evenly from the whole table, the same ones for the same luck. */
async function draw(db: Database, luck: Chance, count: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select coalesce(c.first_name, '') as first_name, c.last_name, a.name as company, c.email, c.phone
    from contacts c tablesample bernoulli (0.2) repeatable (${luck.int(1, 1_000_000)})
    join accounts a on a.id = c.account_id
    order by md5(c.id::text)
    limit ${count}
  `.execute(db)
  return rows
}
