import { once } from 'node:events'
import { request as ask, type ClientRequest } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { behind } from '#domain/drills.ts'
import { sql } from '#server/platform/database.ts'
import { startApp } from '#test/app.ts'

const app = await startApp()
const { users, deals, accounts } = app.cast
const [dana, marta, noah, felix, lena] = await Promise.all([
  app.as('dana'),
  app.as('marta'),
  app.as('noah'),
  app.as('felix'),
  app.as('lena'),
])
const agent = await app.agent()
const linesOf = (text: string) => text.replace('\ufeff', '').trimEnd().split('\r\n')
const rowsOf = (text: string) =>
  Papa.parse<Record<string, string>>(text.replace('\ufeff', ''), { header: true, skipEmptyLines: true }).data

const recorded = (user: keyof typeof users, deal_id: string, day: string, more: object = {}) => ({
  user_id: users[user],
  deal_id,
  start_time: `${day}T07:00:00Z`,
  end_time: `${day}T08:20:00Z`,
  source: 'agent',
  external_id: `${user}-${day}`,
  ...more,
})
await agent.post('/time-entries/batch', {
  entries: [
    recorded('noah', deals.fleet!, '2026-03-02', { title: '=HYPERLINK("x")', app: 'Writer', project_name: '+evil' }),
    recorded('noah', deals.fleet!, '2026-03-03', { title: 'Private', tags: ['on site', 'late'] }),
    recorded('grace', deals.rights!, '2026-03-02', { billable: false }),
  ],
})

test('a file holds every field of the list, by the clock of whoever worked and in UTC, and runs nothing', async () => {
  const { text, headers } = await noah.get('/time-entries/export?date_from=2026-03-02&date_to=2026-03-02')
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(headers.get('content-disposition')).toBe('attachment; filename="time-entries-2026-03-02-2026-03-02.csv"')
  expect(text.startsWith('Person,Account,Deal,Task,Day,Start,End,Zone,Hours,Seconds,Billable,')).toBe(true)
  expect(rowsOf(text)).toMatchObject([
    {
      Person: 'noah',
      Account: 'Kestrel Logistics',
      Day: '2026-03-02',
      Start: '2026-03-02 08:00:00',
      End: '2026-03-02 09:20:00',
      Zone: 'Europe/Berlin',
      Hours: '1.3333',
      Seconds: '4800',
      Billable: 'true',
      Status: 'synced',
      Locked: '',
      Project: "'+evil",
      Title: `'=HYPERLINK("x")`,
      App: 'Writer',
      'Start, UTC': '2026-03-02T07:00:00.000Z',
      'External id': 'noah-2026-03-02',
    },
  ])
})

test('filters, sort and columns are those one asks for, and wrong ones are told before a file begins', async () => {
  const { text } = await dana.get(
    `/time-entries/export?account_id=${accounts.kestrel}&sort=start_time&columns=day,user_name,tags,hours`,
  )
  expect(linesOf(text)).toEqual([
    'Day,Person,Tags,Hours',
    '2026-03-02,noah,,1.3333',
    '2026-03-03,noah,on site; late,1.3333',
  ])
  for (const query of ['columns=shoe', 'sort=shoe', 'shoe=1', 'limit=5', 'columns=', 'date_from=2026-02-30'])
    expect([query, (await dana.get(`/time-entries/export?${query}`)).status]).toEqual([query, 400])
})

test('nobody takes along what they may not see: rows, titles, and a list without the right', async () => {
  for (const [client, people] of [
    [felix, ['grace', 'noah', 'noah']],
    [marta, ['noah', 'noah']],
    [noah, ['noah', 'noah']],
    [lena, []],
  ] as const) {
    const rows = rowsOf((await client.get('/time-entries/export')).text)
    expect(rows.map(({ Person }) => Person).toSorted()).toEqual(people)
    if (client !== noah) expect(rows.map(({ Title }) => Title).filter((title) => title !== '')).toEqual([])
  }
  expect((await agent.get('/time-entries/export')).status).toBe(403)
})

test('who took what along is in the ledger, and of whom titles were read', async () => {
  const { body } = await noah.get('/time-entries?date_from=2026-03-03&date_to=2026-03-03')
  await noah.post('/time-entries/release', { ids: [body.data[0].id], released: true })
  const reads = async () => (await dana.get(`/audit?object_id=${users.noah}&action=evidence.read`)).body.data
  await marta.get('/time-entries/export?columns=day,hours')
  expect(await reads()).toEqual([])
  expect(rowsOf((await marta.get('/time-entries/export?columns=day,title&sort=start_time')).text)).toEqual([
    { Day: '2026-03-02', Title: '' },
    { Day: '2026-03-03', Title: 'Private' },
  ])
  expect(await reads()).toMatchObject([{ actor_id: users.marta, after: { entries: [body.data[0].id] } }])
  const { data } = (await dana.get('/audit?action=export.made')).body
  expect(data[0]).toMatchObject({
    actor_id: users.marta,
    after: { object: 'time_entry', filter: {}, columns: ['day', 'title'] },
  })
})

test('what was deleted is a list of its own, also as a file', async () => {
  const { body } = await dana.post('/time-entries', recorded('grace', deals.rights!, '2026-03-09'))
  await dana.delete(`/time-entries/${body.id}`, { headers: { 'if-match': '"1"' } })
  expect(rowsOf((await dana.get('/time-entries/export?deleted=true&columns=id')).text)).toEqual([{ Id: body.id }])
})

test('the entries behind a report add up to its total, by every right', async () => {
  for (const client of [dana, marta, noah])
    for (const report of ['time-per-client', 'time-per-person', 'time-per-task', 'team-load']) {
      const table = (await client.get(`/reports/${report}/table?date_from=2026-03-02&date_to=2026-03-02`)).body
      const query = new URLSearchParams(
        Object.entries(behind(table.columns[0].drill, table.total.narrows)!.filters).flatMap(([name, values]) =>
          values.map((value): [string, string] => [name, value]),
        ),
      )
      const rows = rowsOf((await client.get(`/time-entries/export?columns=duration_seconds&${query}`)).text)
      const seconds = rows.reduce((sum, { Seconds }) => sum + Number(Seconds), 0)
      expect([report, seconds]).toEqual([report, table.total.cells.seconds])
    }
  const sams = (await dana.get(`/reports/time-per-client/table?owner_id=${users.sam}`)).body.total.cells
  const rows = rowsOf(
    (
      await dana.get(
        `/time-entries/export?columns=duration_seconds&owner_id=${users.sam}&status=synced&status=unmapped`,
      )
    ).text,
  )
  expect(rows.reduce((sum, { Seconds }) => sum + Number(Seconds), 0)).toBe(sams.seconds)
})

const long = async () => {
  await sql`select make_time_months(array['2026-04-01'::timestamptz])`.execute(app.db)
  await sql`
    insert into time_entries (user_id, start_time, end_time, duration_seconds, zone, activity_type, source, billable, status, project_name)
    select ${users.lena}, s, s + interval '10 seconds', 10, 'UTC', 'app', 'agent', false, 'unmapped', repeat('long ', 100)
    from generate_series(timestamptz '2026-04-01', timestamptz '2026-04-01' + interval '399990 seconds', interval '10 seconds') s
  `.execute(app.db)
}
const readers = async () => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from pg_stat_activity where query ~ 'long_file' and pid <> pg_backend_pid() and xact_start is not null
  `.execute(app.db)
  return rows[0]!.n
}

/** A file of which the first bytes are there, and nobody reads more. */
async function begun(): Promise<ClientRequest> {
  const going = ask(`${app.address}/api/v1/time-entries/export`, { headers: { authorization: `Bearer ${lena.token}` } })
  going.on('error', () => {})
  going.end()
  await once(going, 'response')
  await expect.poll(readers).toBe(1)
  return going
}

test('a list of tens of thousands comes whole, each row once; one who goes on the way leaves no statement behind', async () => {
  await long()
  const { text } = await lena.get('/time-entries/export?columns=id')
  expect(new Set(linesOf(text)).size).toBe(40_001)

  const going = await begun()
  going.destroy()
  await expect.poll(readers).toBe(0)
}, 60_000)

test('a file that breaks on its way ends as no whole one does', async () => {
  const answer = await fetch(`${app.address}/api/v1/time-entries/export`, {
    headers: { authorization: `Bearer ${lena.token}` },
  })
  await expect.poll(readers).toBe(1)
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity where query ~ 'long_file' and pid <> pg_backend_pid() and xact_start is not null
  `.execute(app.db)
  await expect(answer.text()).rejects.toThrow('terminated')
})

test('whoever does not read makes nobody read ahead, and is no reason to keep others waiting', async () => {
  const slow = await begun()
  await wait(300)
  // what fits between the two is sent, and then it is waited
  expect(await readers()).toBe(1)
  expect((await dana.get('/time-entries?limit=1')).status).toBe(200)
  slow.destroy()
  await expect.poll(readers).toBe(0)
})
