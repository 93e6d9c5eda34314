/** Rows that are days, weeks or months: compared with those of the period before, and cut where there are too many. */
import { expect, test } from 'vitest'
import { behind } from '#domain/drills.ts'
import { eur, march, reporting } from '#test/reporting.ts'

const { ask, dana, decided } = await reporting()

const figures = ({ data }: any, name: string) =>
  data.map(({ key, cells, before }: any) => [key, cells[name], before[name]])
const february = 'date_from=2026-03-01&date_to=2026-03-28&compare=previous_period'

test.each([
  // the 10th of February is 28 days before the 10th of March
  ['day', ['2026-03-10', 7_200, 3_600]],
  ['week', ['2026-03-09', 17_100, 3_600]],
  ['month', ['2026-03', 17_100, 3_600]],
])('each %s stands beside that of the period before', async (group, first) => {
  for (const report of ['time-per-client', 'mapping-health'].filter(
    (name) => name !== 'mapping-health' || group !== 'week',
  ))
    expect([report, figures(await ask(report, `${february}&group_by=${group}`), 'seconds')[0]]).toEqual([report, first])
})

test('a month stands beside the same month of the year before, also where only that had something', async () => {
  const year = await ask(
    'time-per-client',
    'group_by=month&date_from=2027-01-01&date_to=2027-03-31&compare=previous_year',
  )
  expect(figures(year, 'seconds')).toEqual([
    ['2027-02', 0, 3_600],
    ['2027-03', 0, 17_100],
  ])
  await decided('won', eur('100.00'), '2025-01-05T10:00:00Z', '2025-02-03T10:00:00Z')
  await decided('won', eur('300.00'), '2026-01-05T10:00:00Z', '2026-02-03T10:00:00Z')
  const query = 'group_by=month&date_from=2026-01-01&date_to=2026-02-28&compare=previous_year'
  expect(figures(await ask('win-rate', query), 'won')).toEqual([['2026-02', 1, 1]])
  expect(figures(await ask('revenue-vs-hours', query), 'deals')).toEqual([['2026-02', 1, 1]])
  expect(figures(await ask('cost-of-sale', query), 'won')).toEqual([['2026-02', 1, 1]])
  expect(figures(await ask('cohort-win-rate', query), 'won')).toEqual([['2026-01', 1, 1]])
})

test('the rows behind a figure of the period before are those of its own days', async () => {
  const listed = async (table: any, row: any, name: string) => {
    const found = behind(table.columns.find(({ key }: any) => key === name).drill_before, row.narrows)!
    const words = Object.entries(found.filters).flatMap(([word, all]) =>
      all.map((one): [string, string] => [word, one]),
    )
    return (await dana.get(`/${found.list}?limit=200&${new URLSearchParams(words)}`)).body.data
  }
  for (const group of ['day', 'week', 'month']) {
    const table = await ask('time-per-client', `${february}&group_by=${group}`)
    const entries = await listed(table, table.data[0], 'seconds')
    expect(entries.map(({ start_time }: any) => start_time.slice(0, 10))).toEqual(['2026-02-10'])
    expect(await listed(table, table.total, 'seconds')).toHaveLength(1)
  }
  const deals = await ask('win-rate', 'group_by=month&date_from=2026-01-01&date_to=2026-02-28&compare=previous_year')
  expect((await listed(deals, deals.data[0], 'won')).map(({ name }: any) => name)).toEqual(['won 2025-02-03T10:00:00Z'])
})

test('of days that are too many the last are shown, and those before them together', async () => {
  const table = await ask('time-per-client', `${march}&group_by=day&limit=2`)
  expect(table.data.map(({ key }: any) => key)).toEqual(['2026-03-13', '2026-03-14'])
  expect(table.other).toMatchObject({ rows: 3, cells: { seconds: 7_200 + 3_600 + 1_800 } })
})
