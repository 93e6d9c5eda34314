/** What one may not see does not exist: every operation, asked for it by path and by reference, says what it says of a made-up id. */
import { expect, test } from 'vitest'
import { contract } from '#api/contract.ts'
import type { Operation } from '#api/operation.ts'
import { sql } from '#server/platform/database.ts'
import { based, nowhere, startApp, type Answer } from '#test/app.ts'
import { sampleOf, type Shape } from '#test/samples.ts'

const app = await startApp()
const { users, deals, accounts } = app.cast
const dana = await app.as('dana')
const people = { marta: await app.as('marta'), sam: await app.as('sam'), noah: await app.as('noah') }
type Person = (typeof people)['noah']
const operations = Object.values(contract).flatMap((list) => Object.values(list as Record<string, Operation>))

/** Of everything there is something that somebody does not see. */
for (const [who, deal_id] of [
  ['grace', deals.fleet],
  ['noah', undefined],
  ['sam', deals.rights],
] as const)
  await dana.post('/time-entries', {
    user_id: users[who],
    ...(deal_id && { deal_id }),
    start_time: '2026-09-01T09:00:00Z',
    end_time: '2026-09-01T10:00:00Z',
    source: 'manual',
    external_id: `unseen-${who}`,
  })
await dana.post('/evidence-access', { person_id: users.grace, reason: 'A complaint of a customer', hours: 1 })
await dana.post('/roles', { name: 'auditor', grants: { 'audit:read': 'all' } })
await dana.post('/api-keys', { name: 'agent', scopes: ['time:ingest'] })
const { id: twin } = (await dana.post('/accounts', { name: 'Kestrel Logistic' })).body
await dana.post(`/accounts/${accounts.kestrel}/merge`, { other_id: twin, other_version: 1 }, based(1))
const grace = await app.as('grace')
await grace.post('/timesheets', { week: '2026-08-31' })
await grace.post('/me/device-keys', { name: 'laptop' })
await grace.post('/me/privacy-requests', { kind: 'erasure', about: 'evidence', reason: 'Mine' })
await dana.post('/archives')
const chat = { name: 'Chat', condition: 'app is Slack', target: { kind: 'ignore' } }
const { id: rule } = (await dana.post('/mapping-rules', chat)).body
await dana.post(`/mapping-rules/${rule}/state`, { state: 'active', unproven: true })
await dana.post(`/mapping-rules/${rule}/remaps`, { date_from: '2026-01-01' })
await grace.send('POST', '/record-imports?file_name=x.csv', 'a\n1\n', { type: 'application/octet-stream' })
await grace.send('POST', '/imports?file_name=x.csv', 'a,b\n1,2\n', { type: 'application/octet-stream' })

await dana.post('/contacts', { account_id: accounts.kestrel, first_name: 'Ada', last_name: 'Byron' })
for (const deal_id of [deals.rights, deals.fleet]) await dana.post('/notes', { deal_id, text: 'Not for everybody' })
await grace.post('/views', { page: 'deals', name: 'Mine', address: '' })

/** 'time-entries' in '/time-entries/{id}/x' is the table of the ids. */
const tableOf: Record<string, string> = {
  'me/sessions': 'sessions',
  'me/passkeys': 'passkeys',
  'me/device-keys': 'api_keys',
  'me/privacy-requests': 'privacy_requests',
  'unmapped-time-entries': 'time_entries',
  views: 'saved_views',
  retention: 'retention_terms',
}
const nounOf = ({ path }: Operation) => path.slice(1, path.indexOf('/{'))
async function idsOf(noun: string): Promise<string[]> {
  const table = tableOf[noun] ?? noun.replaceAll('-', '_')
  const { rows } = await sql<{ id: string }>`select id from ${sql.table(table)} order by id limit 12`.execute(app.db)
  return rows.map(({ id }) => id)
}

/** Whether the person can see it: by its own address, or, where it has none, in the list. Once it waits no more, an entry is just that. */
async function sees(person: Person, named: string, id: string): Promise<boolean> {
  const noun = named === 'unmapped-time-entries' ? 'time-entries' : named
  const own = operations.find(({ method, path }) => method === 'GET' && path === `/${noun}/{id}`)
  if (own) return (await person.get(`/${noun}/${id}`)).status === 200
  const list = await person.get(`/${noun}`)
  return list.status === 200 && list.text.includes(id)
}

const words = ({ status, body, headers }: Answer) => ({
  status,
  body: typeof body === 'object' && body !== null ? { ...body, request_id: '' } : body,
  etag: headers.get('etag'),
})
const bodyOf = ({ body }: Operation) => body && (sampleOf(body as Shape) as Record<string, unknown>)
const addressed = operations.filter(({ path, accepts }) => path.includes('{id}') && accepts !== 'file')

test.each(addressed.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
  '%s tells nothing of what one may not see',
  async (_, operation) => {
    for (const [name, person] of Object.entries(people))
      for (const id of await idsOf(nounOf(operation))) {
        if (await sees(person, nounOf(operation), id)) continue
        const ask = (of: string) =>
          person.send(
            operation.method,
            operation.path.replace('{id}', of).replaceAll(/\{\w+\}/g, nowhere),
            bodyOf(operation),
          )
        const [theirs, nobodys] = [await ask(id), await ask(nowhere)]
        expect([name, words(theirs)]).toEqual([name, words(nobodys)])
        expect(theirs.status).toBeOneOf([400, 403, 404, 422, 428])
      }
  },
)

/** Seen by everybody; and of passkeys there are none, which only a browser makes. */
const shownToAll = ['roles', 'teams', 'custom-fields', 'exchange-rates', 'me/passkeys']
test('behind every other address there is something that somebody does not see', async () => {
  const nouns = [...new Set(addressed.map(nounOf))]
  const hidden = await Promise.all(
    nouns.map(async (noun) => {
      const ids = await idsOf(noun)
      const seen = await Promise.all(ids.map((id) => sees(people.noah, noun, id)))
      return seen.includes(false)
    }),
  )
  expect(nouns.filter((noun, at) => !hidden[at] && !shownToAll.includes(noun))).toEqual([])
})

/** A field that names a record, and which. Names of accounts and deals are offered to whoever puts time on them (GET /mapping-targets). */
const references: Record<string, string> = {
  task_id: 'tasks',
  user_id: 'users',
  owner_id: 'users',
  assigned_to: 'users',
}
const referring = operations.flatMap((operation) =>
  Object.keys((operation.body as Shape)?.properties ?? {})
    .filter((field) => field in references && operation.method === 'POST' && !operation.path.includes('{'))
    .map((field) => [`${operation.method} ${operation.path}`, field, operation] as const),
)
test.each(referring)('%s with a %s tells nothing of what one may not see', async (_, field, operation) => {
  const noun = references[field]!
  for (const [name, person] of Object.entries(people))
    for (const id of await idsOf(noun)) {
      if (await sees(person, noun, id)) continue
      const ask = (of: string) => person.send(operation.method, operation.path, { ...bodyOf(operation), [field]: of })
      const [theirs, nobodys] = [await ask(id), await ask(nowhere)]
      expect([name, words(theirs)]).toEqual([name, words(nobodys)])
    }
})
