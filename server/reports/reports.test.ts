import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { startApp } from '#test/app.ts'

const app = await startApp()
const { deals, users, accounts } = app.cast
const dana = await app.as('dana')
const agent = await app.agent()
const at = (start: string, end: string, extra: object) => ({
  user_id: users.noah,
  start_time: start,
  end_time: end,
  source: 'agent',
  external_id: `${start}${JSON.stringify(extra)}`,
  ...extra,
})
await agent.post('/time-entries/batch', {
  entries: [
    at('2025-09-15T08:00:00Z', '2025-09-15T09:30:00Z', { deal_id: deals.fleet }),
    at('2025-09-15T10:00:00Z', '2025-09-15T10:00:07.600Z', { deal_id: deals.fleet, billable: false }),
    at('2025-09-15T21:00:00Z', '2025-09-15T23:00:00Z', { deal_id: deals.author }),
    // no agent is believed a whole day; a person is
    at('2025-10-25T22:00:00Z', '2025-10-26T23:00:00Z', {
      deal_id: deals.author,
      user_id: users.grace,
      source: 'manual',
    }),
    at('2025-09-16T08:00:00Z', '2025-09-16T09:00:00Z', { tags: ['client:Quill Publishing'] }),
    at('2025-09-16T10:00:00Z', '2025-09-16T10:20:00Z', { project_name: 'Who knows' }),
  ],
})
const report = async (query = '', who: 'dana' | 'noah' | 'marta' = 'dana') =>
  (await (await app.as(who)).get(`/reports/time-per-deal${query}`)).body

test('hours per deal and everything beside them sum to the whole, to the second', async () => {
  const { data, totals, other } = await report()
  expect(data.find((row: { deal_id: string }) => row.deal_id === deals.fleet)).toMatchObject({
    seconds: 5_408,
    billable_seconds: 5_400,
    entries: 2,
  })
  expect(totals.on_accounts.seconds).toBe(3_600)
  expect(totals.waiting.seconds).toBe(1_200)
  const { on_deals, on_accounts, internal, waiting, all } = totals
  expect(on_deals.seconds + on_accounts.seconds + internal.seconds + waiting.seconds).toBe(all.seconds)
  expect(data.reduce((sum: number, row: { seconds: number }) => sum + row.seconds, 0) + other.seconds).toBe(
    on_deals.seconds + on_accounts.seconds,
  )
  const { rows } = await sql<{
    seconds: number
  }>`select sum(duration_seconds) as seconds from time_entries where status <> 'quarantined'`.execute(app.db)
  expect(all.seconds).toBe(rows[0]!.seconds)
  const limited = await report('?limit=1')
  expect(limited.totals).toEqual(totals)
  expect(limited.data[0].seconds + limited.other.seconds).toBe(on_deals.seconds + on_accounts.seconds)
})

test('a day is the person’s own: work across midnight is split, and the autumn day has 25 hours', async () => {
  const day = async (date: string) =>
    (await report(`?date_from=${date}&date_to=${date}&deal_id=${deals.author}`)).totals.all.seconds
  // 21:00–23:00 UTC is 23:00–01:00 in Berlin
  expect([await day('2025-09-15'), await day('2025-09-16')]).toEqual([3_600, 3_600])
  expect(await day('2025-10-26')).toBe(90_000)
})

test('hours are told week by week, from the weekday one begins it with, and by deal', async () => {
  const weeks = async (query: string, who: 'dana' | 'noah' | 'grace' = 'dana') =>
    (await (await app.as(who)).get(`/reports/time-per-week?date_to=2025-10-26&weeks=7&${query}`)).body
  const quill = await weeks(`account_id=${accounts.quill}`)
  expect(quill.parts).toEqual([
    { kind: 'deal', deal_id: deals.author, deal_name: 'Author platform' },
    { kind: 'no_deal', deal_id: null, deal_name: null },
  ])
  expect(quill.data).toHaveLength(7)
  expect(quill.data[0]).toEqual({ week: '2025-09-08', seconds: [0, 0] })
  expect(quill.data[1]).toEqual({ week: '2025-09-15', seconds: [7_200, 3_600] })
  expect(quill.data[6]).toEqual({ week: '2025-10-20', seconds: [90_000, 0] })
  // the 26th is a Sunday
  const sunday = await weeks(`deal_id=${deals.author}&week_start=sunday`)
  expect(sunday.data.at(-1)).toEqual({ week: '2025-10-26', seconds: [90_000] })
  expect(sunday.data).toHaveLength(7)
  // everybody sees the hours they may
  expect((await weeks(`account_id=${accounts.quill}`, 'grace')).data.map(({ seconds }: any) => seconds[0])).toEqual([
    0, 0, 0, 0, 0, 0, 90_000,
  ])
  for (const wrong of ['', `deal_id=${deals.author}&account_id=${accounts.quill}`])
    expect(await weeks(wrong)).toMatchObject({ status: 400 })
})

test('of many deals five have a part of their own, and all others one together', async () => {
  const made = await Promise.all(
    Array.from({ length: 7 }, (_, n) =>
      dana.post('/deals', { account_id: accounts.kestrel, name: `Part ${n}` }).then(({ body }) => body.id as string),
    ),
  )
  const hour = (n: number) => String(n + 8).padStart(2, '0')
  await agent.post('/time-entries/batch', {
    entries: made.map((deal_id, n) =>
      at(`2024-03-05T${hour(n)}:00:00Z`, `2024-03-05T${hour(n)}:0${n + 1}:00Z`, { deal_id }),
    ),
  })
  const { body } = await dana.get(`/reports/time-per-week?date_to=2024-03-10&weeks=1&account_id=${accounts.kestrel}`)
  const names = body.parts.map((part: any) => part.deal_name ?? part.kind).join(', ')
  expect(names).toBe('Part 6, Part 5, Part 4, Part 3, Part 2, others')
  expect(body.data).toEqual([{ week: '2024-03-04', seconds: [420, 360, 300, 240, 180, 180] }])
})

test('who may see only their own hours gets only those, and a manager those of the team', async () => {
  expect((await report('', 'noah')).totals.all.seconds).toBe(
    (await report(`?user_id=${users.noah}`)).totals.all.seconds,
  )
  expect((await report('', 'marta')).totals.all.seconds).toBe(
    (await report(`?user_id=${users.noah}`)).totals.all.seconds,
  )
})

test('sums follow every change of an entry, also a deletion behind our back', async () => {
  const before = (await report()).totals.all
  await sql`update time_entries set end_time = end_time + interval '60 s', duration_seconds = duration_seconds + 60 where deal_id = ${deals.fleet}`.execute(
    app.db,
  )
  expect((await report()).totals.all.seconds).toBe(before.seconds + 120)
  await sql`delete from time_entries where deal_id = ${deals.author}`.execute(app.db)
  const { rows } = await sql<{
    seconds: number
    entries: number
  }>`select sum(duration_seconds) as seconds, count(*) as entries from time_entries`.execute(app.db)
  expect((await report()).totals.all).toMatchObject({ seconds: rows[0]!.seconds, entries: rows[0]!.entries })
})

const insert = async (extra: {
  status?: string
  deal_id?: string
  account_id?: string
  start: string
  seconds: number
  billable?: boolean
  zone?: string
}) => {
  await sql`select make_time_months(array[${extra.start}::timestamptz])`.execute(app.db)
  await sql`
    insert into time_entries (user_id, account_id, deal_id, start_time, end_time, duration_seconds, zone, activity_type, source, billable, status)
    values (${users.lena}, ${extra.account_id ?? null}, ${extra.deal_id ?? null}, ${extra.start}::timestamptz,
            ${extra.start}::timestamptz + ${extra.seconds} * interval '1 second', ${extra.seconds}, ${extra.zone ?? 'Europe/Berlin'},
            'manual', 'manual', ${extra.billable ?? true}, ${extra.status ?? 'synced'})
  `.execute(app.db)
}

test('internal work, waiting work and work in quarantine are kept apart, and the last counts nowhere', async () => {
  const of = `?user_id=${users.lena}`
  await insert({ start: '2025-11-03T08:00:00Z', seconds: 1_000, billable: false })
  await insert({ start: '2025-11-03T09:00:00Z', seconds: 200, status: 'unmapped' })
  await insert({ start: '2025-11-03T10:00:00Z', seconds: 7_000, status: 'quarantined' })
  await insert({ start: '2025-11-03T13:00:00Z', seconds: 30, account_id: accounts.kestrel })
  await insert({ start: '2025-11-03T14:00:00Z', seconds: 4, deal_id: deals.rights, account_id: accounts.quill })
  const { data, other, totals } = await report(of)
  expect(totals).toEqual({
    on_deals: { seconds: 4, billable_seconds: 4, entries: 1 },
    on_accounts: { seconds: 30, billable_seconds: 30, entries: 1 },
    internal: { seconds: 1_000, billable_seconds: 0, entries: 1 },
    waiting: { seconds: 200, billable_seconds: 200, entries: 1 },
    all: { seconds: 1_234, billable_seconds: 234, entries: 4 },
  })
  expect(data).toMatchObject([
    { deal_id: null, deal_name: null, account_name: 'Kestrel Logistics', stage: null, seconds: 30 },
    { deal_id: deals.rights, deal_name: 'Rights database', account_name: 'Quill Publishing GmbH', seconds: 4 },
  ])
  expect(other).toEqual({ deals: 0, seconds: 0, billable_seconds: 0, entries: 0 })
  const limited = await report(`${of}&limit=1`)
  expect(limited.data).toHaveLength(1)
  expect(limited.other).toEqual({ deals: 1, seconds: 4, billable_seconds: 4, entries: 1 })
  expect(limited.totals).toEqual(totals)
})

test('the days of a report sum to the report, in zones east, west and with half an hour of summer time', async () => {
  const zones = ['Asia/Kolkata', 'America/Los_Angeles', 'Australia/Lord_Howe', 'Europe/Berlin', 'Pacific/Kiritimati']
  for (let n = 0; n < 60; n++)
    await insert({
      // none begins before the one before it ends: an hour is billable once
      start: new Date(Date.UTC(2025, 9, 1, n * 9, n * 13, n)).toISOString(),
      seconds: 1 + ((n * 7_919) % 30_000),
      zone: zones[n % zones.length]!,
      deal_id: deals.rights,
      account_id: accounts.quill,
    })
  const query = `?user_id=${users.lena}&deal_id=${deals.rights}&date_from=2025-09-30&date_to=2025-10-26`
  const whole = (await report(query)).totals.all
  expect(whole.entries).toBe(60)
  const days = await Promise.all(
    Array.from({ length: 27 }, async (_, n) => {
      const date = new Date(Date.UTC(2025, 8, 30 + n)).toISOString().slice(0, 10)
      return (await report(`?user_id=${users.lena}&deal_id=${deals.rights}&date_from=${date}&date_to=${date}`)).totals
        .all
    }),
  )
  for (const field of ['seconds', 'billable_seconds', 'entries'])
    expect(days.reduce((sum, day) => sum + day[field], 0)).toBe(whole[field])
})

test('the report is filtered by deal, account and person, and says how it counted', async () => {
  const seconds = async (query: string) => (await report(query)).totals.all.seconds
  const of = `user_id=${users.lena}`
  expect(await seconds(`?${of}&account_id=${accounts.kestrel}`)).toBe(30)
  expect(await seconds(`?${of}&deal_id=${deals.fleet}`)).toBe(0)
  expect((await seconds(`?${of}`)) + (await seconds(`?user_id=${users.noah}`))).toBe(
    await seconds(`?${of}&user_id=${users.noah}`),
  )
  const { rules, date_from, date_to } = await report('?date_from=2025-11-03')
  expect([date_from, date_to]).toEqual(['2025-11-03', null])
  expect(rules.join(' ')).toMatch(/own time zone.*midnight.*[Qq]uarantine/)
})

test.each(['colour=red', 'limit=1001', 'date_from=yesterday', 'deal_id=1'])(
  '%s is a query it does not take',
  async (query) => {
    expect((await (await app.as('dana')).get(`/reports/time-per-deal?${query}`)).body.code).toBe('invalid_query')
  },
)

test('without a credential there is no report, and an agent’s key does not get one', async () => {
  expect((await app.nobody.get('/reports/time-per-deal')).status).toBe(401)
  expect((await agent.get('/reports/time-per-deal')).status).toBe(403)
})
