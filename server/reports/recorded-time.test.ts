import { expect, test } from 'vitest'
import { byKey, march, reporting } from '#test/reporting.ts'

const { agent, app, ask, at, dana, rowsBehind } = await reporting()
const { accounts, deals, tasks, teams, users } = app.cast
const [noah, marta, felix] = await Promise.all([app.as('noah'), app.as('marta'), app.as('felix')])

test('time is told by client, person, team, task, day, week and month, and is the same sum each time', async () => {
  const whole = 7_200 + 3_600 + 1_800 + 900 + 3_600
  for (const group of ['account', 'deal', 'person', 'task', 'team', 'day', 'week', 'month']) {
    const table = await ask('time-per-client', `${march}&group_by=${group}`)
    expect([group, table.total.cells]).toEqual([
      group,
      { seconds: whole, billable_seconds: whole - 900, billable_percent: 94.7, entries: 5 },
    ])
    const sum = table.data.reduce((total: number, { cells }: any) => total + cells.seconds, 0)
    expect([group, sum]).toEqual([group, whole])
  }
  expect(byKey(await ask('time-per-client', march))).toMatchObject({
    [accounts.kestrel]: { seconds: 11_700, billable_seconds: 10_800 },
    [accounts.quill]: { seconds: 3_600 },
    waiting: { seconds: 1_800 },
  })
  expect(byKey(await ask('time-per-person', march))).toMatchObject({
    [users.noah!]: { seconds: 13_500 },
    [users.grace!]: { seconds: 3_600 },
  })
  expect((await ask('time-per-task', march)).data).toMatchObject([
    { key: null, label: 'No task', cells: { seconds: 9_900, entries: 4 } },
    { key: tasks.review, label: 'Review wireframes', beside: 'Kestrel Logistics', cells: { seconds: 7_200 } },
  ])
  expect(byKey(await ask('time-per-deal', `${march}&group_by=day`))).toMatchObject({
    '2026-03-11': { seconds: 1_800, entries: 1 },
    '2026-03-12': { seconds: 3_600, entries: 1 },
  })
  // the 15th of March 2026 is a Sunday
  const weeks = await ask('time-per-client', `${march}&group_by=week&week_start=sunday`)
  expect(weeks.data.map(({ key }: any) => key)).toEqual(['2026-03-08'])
  expect((await ask('time-per-client', `${march}&group_by=week`)).data.map(({ key }: any) => key)).toEqual([
    '2026-03-09',
  ])
})

test('behind each figure stand the entries it was counted from, a sum’s too', async () => {
  for (const group of ['account', 'deal', 'person', 'task', 'team', 'week', 'month']) {
    const table = await ask('time-per-client', `${march}&group_by=${group}`)
    for (const row of [...table.data, table.total])
      for (const name of ['seconds', 'billable_seconds']) {
        const rows = (await rowsBehind(table, row, name))!
        const seconds = rows.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0)
        expect([group, row.label, seconds]).toEqual([group, row.label, row.cells[name]])
        if (name === 'seconds') expect(rows.length).toBe(row.cells.entries)
      }
  }
})

test('a column for each week: sums both ways, weeks without time among them, what is billable alone', async () => {
  const days = 'date_from=2026-02-01&date_to=2026-03-31'
  const table = await ask('time-per-client', `${days}&split_by=week`)
  expect(table).toMatchObject({ split_by: 'week', group_by: 'account' })
  expect(table.columns.map(({ key }: any) => key)).toEqual([
    'seconds',
    '2026-02-09',
    '2026-02-16',
    '2026-02-23',
    '2026-03-02',
    '2026-03-09',
  ])
  expect(byKey(table)[accounts.kestrel]).toEqual({ seconds: 15_300, '2026-02-09': 3_600, '2026-03-09': 11_700 })
  expect(table.total.cells).toEqual({ seconds: 20_700, '2026-02-09': 3_600, '2026-03-09': 17_100 })
  const kestrel = table.data.find(({ key }: any) => key === accounts.kestrel)
  expect(await rowsBehind(table, kestrel, '2026-03-09')).toHaveLength(3)
  expect(await rowsBehind(table, table.total, 'seconds')).toHaveLength(6)
  const billable = await ask('time-per-client', `${days}&split_by=month&measure=billable_seconds`)
  expect(billable.total.cells).toEqual({ billable_seconds: 19_800, '2026-02': 3_600, '2026-03': 16_200 })
  expect(await rowsBehind(billable, billable.total, '2026-03')).toHaveLength(4)
  const sundays = await ask('time-per-client', `${days}&split_by=week&week_start=sunday`)
  expect(sundays.total.cells).toEqual({ seconds: 20_700, '2026-02-08': 3_600, '2026-03-08': 17_100 })
})

test('of many days the last fifty-three have a column, and those before have one together', async () => {
  const table = await ask('time-per-client', 'date_from=2026-01-01&date_to=2026-12-31&split_by=week')
  expect(table.columns.length).toBeLessThan(54)
  for (const day of ['2025-01-15', '2025-03-12'])
    await agent.post('/time-entries', at(`${day}T08:00:00Z`, `${day}T09:00:00Z`, { deal_id: deals.fleet }))
  const long = await ask('time-per-client', 'split_by=week')
  expect(long.columns.length).toBe(1 + 1 + 53)
  expect(long.columns[1]).toMatchObject({ key: 'until 2025-03-09', label: 'Until 2025-03-09' })
  expect(long.total.cells['until 2025-03-09']).toBe(3_600)
  expect(await rowsBehind(long, long.total, 'until 2025-03-09')).toHaveLength(1)
  const file = (await dana.get('/reports/time-per-client/csv?split_by=month')).text.split('\r\n')
  expect(file[0]).toMatch(/^Account,"?Time, hours"?,"?2025-01, hours"?/)
  expect((await dana.get('/reports/time-per-client/pdf?split_by=week')).status).toBe(200)
})

test('each narrows: owner, team of who worked, currency of the deal', async () => {
  const seconds = async (query: string) => (await ask('time-per-client', `${march}&${query}`)).total.cells.seconds
  expect(await seconds(`owner_id=${users.sam}`)).toBe(11_700)
  expect(await seconds(`owner_id=${users.marta}`)).toBe(3_600)
  expect(await seconds(`team_id=${teams.growth}`)).toBe(3_600)
  expect(await seconds(`user_id=${users.grace}&account_id=${accounts.kestrel}`)).toBe(3_600)
  expect(await seconds('currency=EUR')).toBe(15_300)
  expect(await seconds('currency=USD')).toBe(0)
})

test('who sees only their own hours, or those of a team, gets those and is told so', async () => {
  const own = await ask('time-per-client', march, noah)
  expect(own.total.cells.seconds).toBe(13_500)
  expect(own.left_out).toEqual(['Only your own hours are counted.'])
  const team = await ask('time-per-person', march, marta)
  expect(team.data.map(({ label }: any) => label)).toEqual(['noah'])
  expect(team.left_out).toEqual(['Only your team’s hours are counted.'])
  expect((await ask('time-per-client', march, felix)).left_out).toEqual([])
})
