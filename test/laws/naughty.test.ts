/** Strings that break software go through every text field, list, file and query, and come back as they were. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { contract } from '#api/contract.ts'
import type { Operation } from '#api/operation.ts'
import { minimise } from '#domain/capture.ts'
import { nowhere, startApp, walk } from '#test/app.ts'
import { sampleOf, type Shape } from '#test/samples.ts'

const app = await startApp({ worker: true })
const dana = await app.as('dana')
const { accounts, deals } = app.cast
const naughty = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../data/text/naughty_strings.json'), 'utf8'),
) as string[]
/** Beside the list: breaks, blanks, what is longer or composed otherwise than it looks, formulas, templates. */
const more = [
  'a\r\nb',
  '\ta',
  'e\u0301',
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
  '\u202eabc',
  '=1+1',
  "'=1",
  '{{7*7}}',
  'x'.repeat(199),
  '\u{10ffff}',
]
const texts = [...naughty, ...more]

const operations = Object.values(contract).flatMap((list) => Object.values(list as Record<string, Operation>))
const nameOf = ({ method, path: address }: Operation) => `${method} ${address}`
const addressOf = ({ path: address }: Operation) => address.replaceAll(/\{\w+\}/g, nowhere)

/** Text people write freely: no list of words, no format, no pattern but that of names. */
const free = new Set([undefined, '^[^\\u0000-\\u001f\\u007f]+$', '^[^\\u0000-\\u001f]+$', '\\S'])
const isText = ({ type, enum: words, const: only, format, pattern }: Shape) =>
  [type].flat().includes('string') && !words && only === undefined && !format && free.has(pattern)

/** Each text in a shape as its pointer and the value that holds it. */
function textsIn(
  shape: Shape,
  wrap: (text: unknown) => unknown = (text) => text,
  pointer = '',
): [string, typeof wrap][] {
  return [
    ...(isText(shape) ? [[pointer, wrap] as [string, typeof wrap]] : []),
    ...(shape.anyOf ?? []).flatMap((branch) => textsIn(branch, wrap, pointer)),
    ...(shape.items ? textsIn(shape.items, (value) => wrap([value]), `${pointer}/0`) : []),
    ...Object.entries(shape.properties ?? {}).flatMap(([name, field]) =>
      textsIn(field, (value) => wrap({ [name]: value }), `${pointer}/${name}`),
    ),
  ]
}

const written = operations.flatMap((operation) =>
  operation.body && operation.accepts !== 'file'
    ? textsIn(operation.body as Shape).map(([pointer, wrap]) => ({ name: nameOf(operation), operation, pointer, wrap }))
    : [],
)
test.each(written)(
  '$name refuses NUL and half a character in $pointer, naming it',
  async ({ operation, pointer, wrap }) => {
    for (const text of ['a\0b', 'a\ud800b', '\udc00', '\0']) {
      const { status, body } = await dana.send(operation.method, addressOf(operation), wrap(text))
      expect([text, status, body.errors]).toEqual([
        text,
        422,
        [{ pointer, code: 'invalid_text', message: expect.stringContaining('NUL') }],
      ])
    }
  },
)

/** What must stand beside the texts of a new record. */
const beside: Record<string, () => object> = {
  'POST /accounts': () => ({}),
  'POST /contacts': () => ({ account_id: accounts.quill }),
  'POST /deals': () => ({ account_id: accounts.quill }),
  'POST /tasks': () => ({}),
  'POST /notes': () => ({ account_id: accounts.quill }),
  'POST /teams': () => ({}),
  'POST /exchange-rates': () => ({
    base: 'EUR',
    currency: 'USD',
    rate: '1.1',
    day: new Date(Date.UTC(1990, 0, 1) + rateDays++ * 86_400_000).toISOString().slice(0, 10),
  }),
  'POST /users': () => ({ email: `${crypto.randomUUID()}@northlight.example`, role: 'employee' }),
  'POST /api-keys': () => ({ scopes: ['time:ingest'] }),
  'POST /views': () => ({ page: 'deals', address: 'q=x' }),
  'POST /mapping-rules': () => ({ condition: 'app is "Figma"', target: { kind: 'deal', deal_id: deals.fleet } }),
  'POST /custom-fields': () => ({
    object: 'task',
    type: 'select',
    options: ['A'],
    key: `k${crypto.randomUUID().replaceAll('-', '')}`,
  }),
  'POST /me/device-keys': () => ({}),
  'POST /time-entries': () => ({
    user_id: app.cast.users.dana,
    external_id: crypto.randomUUID(),
    ...nextMinute(),
  }),
  'POST /me/time-entries': () => ({ place: {}, ...nextMinute() }),
}
let minute = 0
let rateDays = 0
/** An hour is billable once, and a day holds 24 of them. */
function nextMinute(): { start_time: string; end_time: string } {
  const start_ms = Date.UTC(2026, 7, 1) + minute++ * 60_000
  return { start_time: new Date(start_ms).toISOString(), end_time: new Date(start_ms + 30_000).toISOString() }
}
/** Each takes all texts; of the others, which are made once in a while, a part is enough. */
const many = ['POST /accounts', 'POST /contacts', 'POST /deals', 'POST /tasks', 'POST /notes']
/** New, but no text that is given back: the reason for a look or a request, the proof of a device. */
const otherwise = ['POST /evidence-access', 'POST /me/passkeys', 'POST /me/privacy-requests']

const creating = operations.filter(
  ({ method, body, answers, accepts }) =>
    method === 'POST' && answers[201] && body && !accepts && textsIn(body as Shape).length > 0,
)

test('every record that can be made of words is made of naughty ones here', () => {
  expect(creating.map(nameOf).toSorted()).toEqual([...Object.keys(beside), ...otherwise].toSorted())
})

type Field = Shape & { tidy?: boolean; maxLength?: number }
/** As it is kept, or null where it must be refused. */
function kept({ tidy, minLength = 0, maxLength = Infinity, pattern }: Field, text: string): string | null {
  const value = tidy ? text.trim().normalize('NFC') : text
  const length = [...value].length
  const fits = length >= minLength && length <= maxLength && (!pattern || new RegExp(pattern, 'u').test(value))
  return fits && !value.includes('\0') && value.isWellFormed() ? value : null
}

/** An agent's hint of no length is none, and of an address only what is kept at the door. */
function asHint(name: string, value: string | null): string | null {
  const url = name === 'url' ? value : null
  const none = { title: null, app: null, project_name: null, project_from_editor: false }
  const settings = { capture: 'titles', capture_queries: false, editor_projects: false } as const
  const { kept: hint } = minimise({ ...none, url }, settings)
  return (name === 'url' ? hint.url : value) || null
}

type Kept = { path: string; id: string; fields: Record<string, unknown> }
const stored: Kept[] = []

for (const object of ['account', 'contact', 'deal', 'task'])
  await dana.post('/custom-fields', { object, key: 'words', label: 'Words', type: 'text' })
const custom: Field = { tidy: true, minLength: 1, maxLength: 1_000, pattern: '^[^\\u0000-\\u001f\\u007f]+$' } as never

/** The fields of a new record that take this text, and those that must not. */
function sorted(operation: Operation, text: string) {
  const { properties = {} } = operation.body as Shape
  const all = Object.entries(properties)
    .filter(([name]) => !(name in beside[nameOf(operation)]!()))
    .flatMap(([name, shape]): [string, Field, (value: string) => unknown][] =>
      isText(shape)
        ? [[name, shape as Field, (value) => value]]
        : shape.items && isText(shape.items)
          ? [[name, shape.items as Field, (value) => [value]]]
          : name === 'metadata' && many.includes(nameOf(operation))
            ? [[name, custom, (value) => ({ words: value })]]
            : [],
    )
  const good = all.flatMap(([name, field, wrap]) => {
    const value = kept(field, text)
    const given = operation.path.endsWith('/time-entries') ? asHint(name, value) : value
    return value === null ? [] : [{ name, sent: wrap(text), value: given === null ? null : wrap(given) }]
  })
  const bad = all
    .filter(([, field]) => kept(field, text) === null)
    .map(([name, , wrap]) => ({ name, sent: wrap(text) }))
  // an admin's own fields are looked at once the others fit
  return { good, bad: bad.length > 1 ? bad.filter(({ name }) => name !== 'metadata') : bad }
}

/** What is asked and not said by the text, as small as it may be. */
const rest = ({ body }: Operation, given: object) =>
  Object.fromEntries(
    ((body as Shape).required ?? [])
      .filter((name) => !(name in given))
      .map((name) => [name, sampleOf((body as Shape).properties![name]!)]),
  )
const fieldsOf = (list: { name: string; sent: unknown }[]) =>
  Object.fromEntries(list.map(({ name, sent }) => [name, sent]))

test.each(
  creating
    .filter((operation) => nameOf(operation) in beside)
    .map((operation) => [nameOf(operation), operation] as const),
)(
  '%s keeps each string as it is, or names the fields it does not fit',
  async (name, operation) => {
    const some = many.includes(name) ? texts : texts.filter((_, index) => index % 12 === 0)
    const make = async (text: string) => {
      const { good, bad } = sorted(operation, text)
      const given = { ...beside[name]!(), ...fieldsOf(good) }
      const { status, body } = await dana.post(operation.path, { ...rest(operation, given), ...given })
      if (status !== 409) {
        const values = Object.fromEntries(good.map((field) => [field.name, field.value]))
        // an invitation holds the person beside a link, a key its own text
        const record = body.user ?? body.entry ?? body
        expect([text, status, record]).toEqual([text, 201, expect.objectContaining(values)])
        stored.push({ path: operation.path, id: record.id, fields: values })
      }
      if (bad.length === 0) return
      const faulty = { ...beside[name]!(), ...fieldsOf(bad) }
      const refused = await dana.post(operation.path, { ...rest(operation, faulty), ...faulty })
      const named = new Set(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer.split('/')[1]))
      expect([text, refused.status, [...named].toSorted()]).toEqual([
        text,
        422,
        bad.map((field) => field.name).toSorted(),
      ])
    }
    for (let at = 0; at < some.length; at += 8) await Promise.all(some.slice(at, at + 8).map(make))
  },
  120_000,
)

const lists = many.map((name) => name.replace('POST ', '')).filter((address) => address !== '/notes')

test.each(lists)('the list of %s gives each as it was written, also as a file', async (address) => {
  const mine = stored.filter((one) => one.path === address)
  expect(mine.length).toBeGreaterThan(400)
  const rows = new Map((await walk(dana, `${address}?limit=200`)).map((row) => [row.id, row]))
  for (const { id, fields } of mine) expect(rows.get(id)).toMatchObject(fields)
  const column = address === '/contacts' ? 'last_name' : address === '/tasks' ? 'title' : 'name'
  const { status, text } = await dana.get(`${address}/export?columns=id,${column}`)
  expect(status).toBe(200)
  const table = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { newline: '\r\n' }).data
  const cells = new Map(table.map(([id, cell]) => [id, cell]))
  for (const { id, fields } of mine) {
    const value = fields[column]
    // a spreadsheet must not take it for a formula
    if (typeof value === 'string')
      expect(cells.get(id)).toBe(/^[=+\-@]/.test(value) && !/^-\d+(\.\d+)?$/.test(value) ? `'${value}` : value)
  }
})

test('the archive holds each as it was written', async () => {
  const { body } = await dana.post('/archives')
  const state = async () =>
    (await dana.get('/archives')).body.data.find(({ id }: { id: string }) => id === body.id).status
  await expect.poll(state, { timeout: 30_000 }).toBe('done')
  const { text } = await dana.get(`/archives/${body.id}/file`)
  const rows = new Map(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { table: string; row?: { id?: string } })
      .map(({ row }) => [row?.id, row]),
  )
  for (const { path: address, id, fields } of stored)
    if (many.includes(`POST ${address}`)) expect(rows.get(id)).toMatchObject(fields)
}, 60_000)

test('whatever is searched for, nothing breaks, and words are found', async () => {
  let [found, wanted] = [0, 0]
  const mine = stored.filter((one) => one.path === '/deals' && /\p{L}{3}/u.test(String(one.fields['name'])))
  const ask = async ({ id, fields }: Kept) => {
    const q = [...String(fields['name'])].slice(0, 150).join('')
    const { status, body } = await dana.get(`/search?types=deal&limit=50&q=${encodeURIComponent(q)}`)
    expect([q, status]).toEqual([q, 200])
    wanted++
    if (body.data.some((hit: { id: string }) => hit.id === id)) found++
  }
  for (let at = 0; at < mine.length; at += 8) await Promise.all(mine.slice(at, at + 8).map(ask))
  expect(wanted).toBeGreaterThan(200)
  expect(found / wanted).toBeGreaterThan(0.95)
}, 120_000)

const worst = [
  "'",
  '"',
  '\\',
  '%',
  '%_%',
  '\u{1f4a9}',
  'x'.repeat(150),
  '٠١٢',
  '\ufeff',
  "1' or '1'='1",
  '(',
  '[',
  '*',
  '&|!:',
  '\u202e',
  '${x}',
]
const asked = operations.flatMap((operation) =>
  operation.method === 'GET'
    ? Object.entries((operation.query as Shape)?.properties ?? {}).flatMap(([name, shape]) =>
        [shape.type].flat().includes('string') && !shape.enum
          ? [{ name: nameOf(operation), operation, field: name }]
          : [],
      )
    : [],
)
test.each(asked)('$name answers or refuses whatever $field is', async ({ operation, field }) => {
  const needed = ((operation.query as Shape).required ?? [])
    .filter((name) => name !== field)
    .map((name) => [name, String(sampleOf((operation.query as Shape).properties![name]!))])
  for (const text of [...worst.map(encodeURIComponent), '%00', '%ED%A0%80', '%', '%FF']) {
    const query = [...needed.map(([name, value]) => `${name}=${encodeURIComponent(value!)}`), `${field}=${text}`].join(
      '&',
    )
    const { status } = await dana.get(`${addressOf(operation)}?${query}`)
    expect([text, status]).toEqual([text, expect.toBeOneOf([200, 302, 400, 404, 422])])
  }
})
