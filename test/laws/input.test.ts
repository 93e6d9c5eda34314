/** What is not asked for is refused, by every operation: fields the server owns, at every depth; pages of any size. */
import { expect, test } from 'vitest'
import { contract } from '#api/contract.ts'
import type { Operation } from '#api/operation.ts'
import { sql } from '#server/platform/database.ts'
import { nowhere, startApp } from '#test/app.ts'
import { objectsIn, sampleOf, type Shape } from '#test/samples.ts'

const app = await startApp()
const dana = await app.as('dana')
/** A list below a record is asked of one that is there. */
const { id: recordImport } = (
  await dana.post('/record-imports?file_name=x.csv', 'a\n1\n', { type: 'application/octet-stream' })
).body

const operations = Object.values(contract).flatMap((list) => Object.values(list as Record<string, Operation>))
const nameOf = ({ method, path }: Operation) => `${method} ${path}`
const addressOf = ({ path }: Operation) => path.replaceAll(/\{\w+\}/g, nowhere)
const named = (list: Operation[]) => list.map((operation) => [nameOf(operation), operation] as const)

/** What a mass assignment would like to set. */
const owned = {
  id: nowhere,
  version: 7,
  created_at: '2020-01-01T00:00:00Z',
  created_by: nowhere,
  deleted_at: null,
  password_hash: 'x',
  grants: { 'users:write': 'all' },
  is_admin: true,
}
const fieldsOf = (pointer: string, body: Shape): string[] =>
  pointer
    .split('/')
    .slice(1)
    .reduce<Shape[]>((shapes, step) => shapes.flatMap((shape) => stepsInto(shape, step)), [body])
    .flatMap((shape) => [shape, ...(shape.anyOf ?? [])])
    .flatMap((shape) => Object.keys(shape.properties ?? {}))
const stepsInto = (shape: Shape, step: string): Shape[] => [
  ...(shape.anyOf ?? []).flatMap((branch) => stepsInto(branch, step)),
  ...(shape.items && step === '0' ? [shape.items] : []),
  ...(shape.properties?.[step] ? [shape.properties[step]] : []),
]
/** Everything the database holds that an operation could have changed, but for who was seen when. */
async function written(): Promise<unknown> {
  const { rows } = await sql`
    select (select count(*) from changes) as changes, (select count(*) from idempotency_keys) as answers,
           (select md5(string_agg(u::text, '' order by id)) from users u) as people,
           (select md5(string_agg(d::text, '' order by id)) from deals d) as deals
  `.execute(app.db)
  return rows
}

const withBody = operations.filter(({ body, accepts }) => body && accepts !== 'file')
test.each(named(withBody))(
  '%s refuses fields it does not name, at every depth, and changes nothing',
  async (_, operation) => {
    const before = await written()
    const { method, accepts } = operation
    for (const [pointer, wrap] of objectsIn(operation.body as Shape)) {
      const known = fieldsOf(pointer, operation.body as Shape)
      const foreign = Object.fromEntries(Object.entries(owned).filter(([name]) => !known.includes(name)))
      const { status, body, text } = await dana.send(method, addressOf(operation), wrap(foreign))
      // each item of a batch is judged by itself
      if (accepts === 'entries' && pointer !== '' && status === 200)
        expect(body.results.map(({ result }: { result: string }) => result)).toEqual(['rejected'])
      else expect([pointer, status]).toEqual([pointer, 422])
      for (const name of accepts === 'entries' && pointer !== '' ? [] : Object.keys(foreign))
        expect(text).toContain(`{"pointer":"${pointer}/${name}","code":"unknown_field"`)
    }
    expect(await written()).toEqual(before)
  },
)

const lists = operations.filter(({ method, query }) => method === 'GET' && (query as Shape)?.properties?.['limit'])
const queryOf = ({ query }: Operation, more: Record<string, string>) => {
  const needed = ((query as Shape).required ?? []).map((name) => [
    name,
    String(sampleOf((query as Shape).properties![name]!)),
  ])
  return new URLSearchParams({ ...Object.fromEntries(needed), ...more }).toString()
}

test.each(named(lists))('%s gives at most 200 at a time, from a cursor of its own', async (_, operation) => {
  const address = operation.path.replace('/record-imports/{id}', `/record-imports/${recordImport}`)
  const ask = (more: Record<string, string>) => dana.get(`${address}?${queryOf(operation, more)}`)
  const { maximum } = (operation.query as Shape).properties!['limit']!
  // a report is one page, read as a whole
  expect(maximum).toBeLessThanOrEqual(operation.path.startsWith('/reports/') ? 1_000 : 200)
  for (const limit of ['0', '-1', `${maximum! + 1}`, '1e9', '1.5', '', 'all', 'Infinity', '1e400', 'NaN', 'null'])
    expect([limit, (await ask({ limit })).status]).toEqual([limit, 400])
  for (const more of [{ offset: '1000000' }, { page: '2' }, { LIMIT: '5' }])
    expect((await ask(more as unknown as Record<string, string>)).status).toBe(400)
  const theirs = (await dana.get('/users?limit=1')).body.next_cursor as string
  const foreign = nameOf(operation) === 'GET /users' ? (await dana.get('/deals?limit=1')).body.next_cursor : theirs
  const forged = Buffer.from(JSON.stringify(['x', 'x', nowhere])).toString('base64url')
  for (const cursor of [foreign, forged, 'AAAA', '', '%00', "' or 1=1 --"])
    expect([cursor, (await ask({ cursor })).status]).toEqual([cursor, expect.toBeOneOf([400, 422])])
})

/** A handful of rows whatever the company, or bounded in their SQL: say so here of a list without `limit`. */
const shortByNature = [
  'GET /accounts/candidates',
  'GET /accounts/matching',
  'GET /api-keys/{id}/usage',
  'GET /audit/actions',
  'GET /contacts/candidates',
  'GET /contacts/matching',
  'GET /custom-fields',
  'GET /deals/matching',
  'GET /deals/{id}/stages',
  'GET /mapping-rules/suggested',
  'GET /mapping-rules/{id}/days',
  'GET /me/checklist',
  'GET /me/dropped',
  'GET /me/left-out',
  'GET /me/passkeys',
  'GET /me/placements',
  'GET /me/retention',
  'GET /me/sessions',
  'GET /me/turns',
  'GET /me/viewers',
  'GET /notes/{id}/versions',
  'GET /productivity-users/{id}/links',
  'GET /reports',
  'GET /reports/pipeline',
  'GET /reports/time-per-week',
  'GET /retention',
  'GET /roles',
  'GET /tasks/matching',
  'GET /time-entries/matching',
  'GET /views',
]
test('what gives rows gives them in pages, or is short by nature', () => {
  const givesRows = operations.filter(
    ({ method, answers }) =>
      method === 'GET' && ((answers[200] as Shape | undefined)?.properties?.['data'] as Shape)?.type === 'array',
  )
  const unpaged = givesRows.filter((operation) => !lists.includes(operation)).map(nameOf)
  expect(unpaged.filter((name) => !shortByNature.includes(name))).toEqual([])
})

test('every number in a query has an end, so that none is read as infinite', () => {
  const endless = operations.flatMap((operation) =>
    Object.entries((operation.query as Shape)?.properties ?? {})
      .filter(([, { type, maximum }]) => /integer|number/.test(String(type)) && maximum === undefined)
      .map(([name]) => `${nameOf(operation)} ${name}`),
  )
  expect(endless).toEqual([])
})
