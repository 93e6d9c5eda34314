import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { nowhere, startApp } from '#test/app.ts'
import { countAllWords, countNewWords } from './count-words.ts'

const app = await startApp()
const { accounts, deals, tasks, users } = app.cast
const people = {
  dana: await app.as('dana'),
  sam: await app.as('sam'),
  noah: await app.as('noah'),
  lena: await app.as('lena'),
}
const contact = async (first: string, last: string, more: { email?: string; phone?: string; account?: string } = {}) =>
  (
    await sql<{ id: string }>`
      insert into contacts (account_id, first_name, last_name, email, phone, owner_id)
      values (${more.account ?? accounts.kestrel}, ${first}, ${last}, ${more.email ?? null}, ${more.phone ?? null}, ${users.sam})
      returning id`.execute(app.db)
  ).rows[0]!.id
const ids = {
  smith: await contact('Johnathan', 'Smith', { email: 'j.smith@kestrel.example', phone: '+49 (30) 1234-5678' }),
  garcia: await contact('Ángela', 'García-Müller', { account: accounts.quill }),
  obrien: await contact('Niamh', "O'Brien"),
  wang: await contact('', '王小明'),
  tanaka: await contact('', '田中さくら'),
  kim: await contact('', '김민수'),
  ahmed: await contact('مُحَمَّد', 'أحمد'),
  ivanov: await contact('Алёна', 'Иванова'),
  devi: await contact('नमस्ते', 'देवी'),
}
await countNewWords(app.db)
const find = async (q: string, more = '', client = people.dana) =>
  (await client.get(`/search?q=${encodeURIComponent(q)}${more}`)).body.data as {
    id: string
    type: string
    title: string
    matched: object[]
  }[]
const first = async (q: string, client = people.dana) => (await find(q, '', client))[0]?.id

test.each([
  ['as written', 'Johnathan Smith', 'smith'],
  ['in capitals', 'JOHNATHAN SMITH', 'smith'],
  ['in any order', 'smith johnathan', 'smith'],
  ['by the beginning of the last word', 'johnathan smi', 'smith'],
  ['with the company', 'smith kestrel', 'smith'],
  ['with an accent left out', 'angela garcia', 'garcia'],
  ['with an umlaut spelled out', 'garcia mueller', 'garcia'],
  ['without its apostrophe', 'obrien', 'obrien'],
  ['by the e-mail', 'j.smith@kestrel.example', 'smith'],
  ['by a part of the e-mail', 'smith@kes', 'smith'],
  ['by the phone number', '+49 30 12345678', 'smith'],
  ['by the national number', '030 1234', 'smith'],
  ['by the end of the phone number', '5678', 'smith'],
  ['by a name and the end of the number', 'smith 5678', 'smith'],
  ['with a mistake in the first letter', 'amith johnathan', 'smith'],
  ['with neighbours swapped', 'johnathan simth', 'smith'],
  ['with a letter left out', 'jonathan smith', 'smith'],
  ['with a letter doubled', 'johnathann smith', 'smith'],
  ['with a mistake in each word', 'johnathsn smoth', 'smith'],
  ['with two mistakes in one word', 'jonathsn smith', 'smith'],
  ['with the space left out', 'johnathansmith', 'smith'],
  ['while a mistyped word is not finished', 'johnst', 'smith'],
  ['by a Chinese name', '王小明', 'wang'],
  ['by the middle of a Chinese name', '小明', 'wang'],
  ['by one sign', '王', 'wang'],
  ['by a Chinese name with a sign left out', '王明', 'wang'],
  ['by a Japanese given name', 'さくら', 'tanaka'],
  ['by a Korean given name', '민수', 'kim'],
  ['by an Arabic name without its vowel points', 'محمد احمد', 'ahmed'],
  ['by a Russian name without its dots', 'алена иванова', 'ivanov'],
  ['by a mistyped Russian name', 'Алёна Ивонова', 'ivanov'],
  ['by a Hindi name', 'देवी', 'devi'],
] as const)('a contact is found %s', async (_, q, who) => {
  expect(await first(q)).toBe(ids[who])
})

test('accounts, deals and tasks are found too, and only the types that were asked for', async () => {
  expect(await first('quill publishing')).toBe(accounts.quill)
  expect(await first('author platfrom')).toBe(deals.author)
  expect(await first('wireframes')).toBe(tasks.review)
  const types = async (more: string) => [...new Set((await find('kestrel', more)).map(({ type }) => type))].sort()
  expect(await types('')).toEqual(['account', 'contact', 'deal', 'task'])
  expect(await types('&types=deal&types=task')).toEqual(['deal', 'task'])
  expect(await find('kestrel', '&limit=2')).toHaveLength(2)
})

test('an answer says what it matched, how and where', async () => {
  const [hit] = await find('Smiht 5678')
  expect(hit).toMatchObject({ type: 'contact', title: 'Johnathan Smith', detail: 'Kestrel Logistics' })
  expect(hit!.matched).toEqual([
    { asked: 'smiht', found: 'smith', how: 'corrected', field: 'title' },
    { asked: '5678', found: '5678', how: 'part', field: 'phone' },
  ])
})

test('the exact word comes before the longer one, and both before a corrected one', async () => {
  const made = await Promise.all(
    ['Verdana', 'Verdan', 'Verdant Verdanium', 'Berdan'].map((name) => people.dana.post('/accounts', { name })),
  )
  await countNewWords(app.db)
  const titles = (await find('verdan')).map(({ title }) => title)
  expect(titles[0]).toBe('Verdan')
  expect(new Set(titles.slice(0, 3))).toEqual(new Set(['Verdan', 'Verdana', 'Verdant Verdanium']))
  for (const { body } of made) await sql`delete from accounts where id = ${body.id}`.execute(app.db)
})

test('of two alike one’s own comes first', async () => {
  const [a, b] = [
    await people.sam.post('/accounts', { name: 'Twin Peaks' }),
    await people.dana.post('/accounts', { name: 'Twin Peaks' }),
  ]
  expect(await first('twin peaks', people.sam)).toBe(a!.body.id)
  expect(await first('twin peaks', people.dana)).toBe(b!.body.id)
})

test('a new name is found at once, a changed one under its new name alone, with all that carries the company', async () => {
  const { body } = await people.dana.post('/accounts', { name: 'Zanzibar Freight' })
  const person = await contact('Uma', 'Quist', { account: body.id })
  expect(await first('zanzibar')).toBe(body.id)
  expect((await find('zanzibar quist')).map(({ id }) => id)).toEqual([person])
  await people.dana.patch(`/accounts/${body.id}`, { name: 'Pemba Freight' })
  expect(await find('zanzibar')).toEqual([])
  expect((await find('pemba quist')).map(({ id }) => id)).toEqual([person])
})

test('what is gone is not found, and its words are forgotten by the next count', async () => {
  const gone = await contact('Xavier', 'Quennell')
  await countNewWords(app.db)
  expect(await first('quennell')).toBe(gone)
  await sql`delete from contacts where id = ${gone}`.execute(app.db)
  expect(await find('quennell')).toEqual([])
  await countAllWords(app.db)
  const { rows } = await sql<{ rows: number }>`select rows from search_words where word = 'quennell'`.execute(app.db)
  expect(rows).toEqual([{ rows: 0 }])
})

test('nobody finds what they may not see', async () => {
  expect(await find('rights database', '', people.sam)).toEqual([])
  expect((await find('fleet', '', people.sam)).map(({ id }) => id)).toEqual([deals.fleet])
  expect((await find('quill', '', people.noah)).map(({ id }) => id)).toEqual([])
  expect((await find('wireframes', '', people.noah)).map(({ id }) => id)).toEqual([tasks.review])
  expect(await find('smith', '', people.noah)).toEqual([])
  // a key for deals alone
  const key = await people.dana.post('/api-keys', { name: 'deals', scopes: ['deals:read'] })
  expect(await find('kestrel smith', '', app.bearer(key.body.key))).toEqual([])
  expect((await find('fleet', '', app.bearer(key.body.key))).map(({ type }) => type)).toEqual(['deal'])
})

test.each([
  ['no question', '', '/q'],
  ['an empty question', '?q=', '/q'],
  ['a question of 201 characters', `?q=${'x'.repeat(201)}`, '/q'],
  ['an unknown type', '?q=a&types=secret', '/types/0'],
  ['an unknown field', '?q=a&sort=name', '/sort'],
  ['a limit beyond the most', '?q=a&limit=51', '/limit'],
])('%s is refused, naming the field', async (_, query, pointer) => {
  const { status, body } = await people.dana.get(`/search${query}`)
  expect([400, 422]).toContain(status)
  expect(body.errors[0].pointer).toBe(pointer)
})

test('a question of signs alone finds what has them, or nothing, and is never an error', async () => {
  const { body } = await people.dana.post('/accounts', { name: '🚀 !' })
  expect(await first('🚀')).toBe(body.id)
  for (const q of [
    "'",
    '\\',
    '\\\\',
    "a'b\\c",
    '& | ! ( ) :*',
    '<->',
    ':*',
    '~contact',
    '#1234',
    `~${users.sam}`,
    nowhere,
    '%',
    '_',
    ' ',
    '\t',
    '١٢٣٤',
    'ﷺ',
    '‮abc',
    'Ａｂｃ',
  ])
    expect([q, (await people.dana.get(`/search?q=${encodeURIComponent(q)}`)).status]).toEqual([q, 200])
})

test('strings that break software are stored, searched and found', async () => {
  const naughty = JSON.parse(
    readFileSync(new URL('../../test/data/text/naughty_strings.json', import.meta.url), 'utf8'),
  ) as string[]
  const texts = naughty
    .map((text) => text.slice(0, 100))
    .filter((text) => !text.includes('\0') && text.isWellFormed() && text.trim() !== '')
  await sql`insert into contacts (account_id, first_name, last_name) select ${accounts.quill}, '', t from unnest(${texts}::text[]) t`.execute(
    app.db,
  )
  let found = 0
  for (const text of texts) {
    const { status, body } = await people.dana.get(`/search?limit=50&q=${encodeURIComponent(text)}`)
    expect([text, status]).toEqual([text, 200])
    if (body.data.some(({ title }: { title: string }) => title.trim() === text.trim())) found++
  }
  expect(found / texts.length).toBeGreaterThan(0.95)
}, 90_000)
