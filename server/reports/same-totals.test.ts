/** The same total on two pages never differs: for each role of the demo company, and of every figure of every report the rows behind it. */
import { expect, test } from 'vitest'
import { behind, type Behind } from '#domain/drills.ts'
import { perHour } from '#domain/money.ts'
import type { Filters, ReportColumn } from '#domain/report-tables.ts'
import { walk } from '#test/app.ts'
import { demoQuarter, type Client } from '#test/demo-quarter.ts'

const { as, quarter } = await demoQuarter()
const { from, to } = quarter
const todayIn = (zone: string) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(Date.now())
const days = `date_from=${from}&date_to=${to}`
const roles = ['dana', 'marta', 'sam', 'lena', 'felix', 'noah']

const get = async (client: Client, target: string) => {
  const { status, body } = await client.get(target)
  expect([target, status, body.detail]).toEqual([target, 200, undefined])
  return body
}
const table = (client: Client, report: string, query = '') =>
  get(client, `/reports/${report}/table?limit=1000${query && `&${query}`}`)
const add = (rows: any[], field: string): number => rows.reduce((sum, row) => sum + row[field], 0)
/** Per currency, in the order of the codes. */
function sum(amounts: { amount: string; currency: string }[]) {
  const cents = (amount: string) => BigInt(amount.replace('.', ''))
  return [...Map.groupBy(amounts, ({ currency }) => currency)]
    .map(([currency, list]) => ({
      amount: list.reduce((total, { amount }) => total + cents(amount), 0n),
      currency,
    }))
    .toSorted((a, b) => (a.currency < b.currency ? -1 : 1))
    .map(({ amount, currency }) => ({ currency, amount: `${amount / 100n}.${String(amount % 100n).padStart(2, '0')}` }))
}
const worths = (deals: any[]) => sum(deals.flatMap(({ value }) => value ?? []))

/** Of people who are in it with all that they may see. */
async function sight(person: string) {
  const client = await as(person)
  const me = await get(client, '/me')
  const { data } = await get(client, '/reports')
  const reports = new Map<string, any>(data.map((item: any) => [item.report, item]))
  return { client, me, reports, dashboard: await get(client, `/reports/dashboard?${days}`) }
}

test.each(roles)('hours are the same for %s wherever they stand', async (person) => {
  const { client, me, dashboard } = await sight(person)
  const { all, waiting } = dashboard.hours.now.totals
  expect(all.seconds).toBeGreaterThan(0)
  expect((await get(client, `/reports/time-per-deal?${days}`)).totals).toEqual(dashboard.hours.now.totals)
  for (const report of ['time-per-client', 'time-per-deal', 'time-per-person', 'time-per-task', 'team-load']) {
    const { total, data } = await table(client, report, days)
    expect([
      report,
      total.cells.seconds,
      add(
        data.map(({ cells }: any) => cells),
        'seconds',
      ),
    ]).toEqual([report, all.seconds, all.seconds])
  }
  const load = await table(client, 'team-load', days)
  expect(load.total.cells.waiting_seconds).toBe(waiting.seconds)
  if (me.permissions['time:read'] === me.permissions['reports:read']) {
    const entries = await walk(client, `/time-entries?limit=200&${days}&status=synced&status=unmapped`)
    expect([entries.length, add(entries, 'duration_seconds')]).toEqual([all.entries, all.seconds])
  }
  // the weeks of one's own sheet
  const week = new Date(Date.parse(to) - 6 * 86_400_000).toISOString().slice(0, 10)
  const sheet = (await get(client, `/me/week?from=${week}`)).days
  const own = await table(client, 'time-per-person', `date_from=${week}&date_to=${to}&user_id=${me.id}`)
  expect(add(sheet, 'placed_seconds') + add(sheet, 'waiting_seconds')).toBe(own.total.cells.seconds)
  for (const { user_id, week: first, last_day, placed_seconds, waiting_seconds } of await handedIn(client)) {
    const { total } = await table(
      client,
      'time-per-person',
      `date_from=${first}&date_to=${last_day}&user_id=${user_id}`,
    )
    if (total.cells.seconds > 0 || me.permissions['reports:read'] === 'all')
      expect(placed_seconds + waiting_seconds).toBe(total.cells.seconds)
  }
  const queue = await get(client, '/unmapped-time-entries?limit=1')
  const { later_entries, later_seconds, ...now } = dashboard.waiting
  expect(now).toEqual({ entries: queue.total, seconds: queue.total_seconds })
  if (me.permissions['time:read'] !== me.permissions['reports:read']) return
  const unplaced = await walk(client, '/time-entries?limit=200&status=unmapped')
  expect([now.entries + later_entries, now.seconds + later_seconds]).toEqual([
    unplaced.length,
    add(unplaced, 'duration_seconds'),
  ])
})
const handedIn = async (client: Client) => (await get(client, '/timesheets?limit=20')).data

test.each(roles)('what is open and what was decided is the same for %s wherever it stands', async (person) => {
  const { client, me, reports, dashboard } = await sight(person)
  if (!reports.has('pipeline')) {
    expect([dashboard.open, dashboard.pipeline, dashboard.decided]).toEqual([null, null, null])
    return
  }
  const values = me.permissions['values:read'] !== undefined
  const { deals, rotting, value, weighted_value } = dashboard.open
  const pipeline = await table(client, 'pipeline')
  expect(pipeline.total.cells).toMatchObject({ deals, rotting, ...(values && { value, weighted_value }) })
  const board = (await get(client, '/deals/board?limit=1')).data
  const stages = (await get(client, '/reports/pipeline')).data
  for (const { stage, rotting: _, ...shown } of dashboard.pipeline) {
    expect(board.find((one: any) => one.stage === stage)).toMatchObject(shown)
    expect(stages.find((one: any) => one.stage === stage)).toMatchObject(shown)
    const row = pipeline.data.find(({ key }: any) => key === stage)
    expect(row.cells.seconds).toBe(board.find((one: any) => one.stage === stage).tracked_seconds)
  }
  const listed = await walk(client, '/deals?limit=200&stage=prospecting&stage=negotiation')
  expect([listed.length, listed.filter((deal) => deal.rotting).length]).toEqual([deals, rotting])
  if (values) expect(worths(listed)).toEqual(value)
  // each deal has its hours on its page, in its list and in its report
  const byDeal = new Map(
    (await table(client, 'pipeline', 'group_by=deal')).data.map((row: any) => [row.key, row.cells.seconds]),
  )
  for (const { id, tracked_seconds } of listed) expect([id, byDeal.get(id)]).toEqual([id, tracked_seconds])
  expect((await get(client, `/deals/${listed[0].id}`)).tracked_seconds).toBe(listed[0].tracked_seconds)

  const { won, lost, value: won_value } = dashboard.decided.now
  const rate = (await table(client, 'win-rate', days)).total.cells
  const sale = (await table(client, 'cost-of-sale', days)).total.cells
  expect([rate.won, rate.lost, sale.won, sale.lost]).toEqual([won, lost, won, lost])
  const amounts = won_value.map(({ amount, currency }: any) => ({ amount, currency }))
  if (!values) return
  const revenue = (await table(client, 'revenue-vs-hours', days)).total.cells
  expect([rate.won_value, sale.won_value, revenue.value]).toEqual([amounts, amounts, amounts])
  expect([rate.converted_won, sale.converted_won]).toEqual([revenue.converted_value, revenue.converted_value])
  expect(revenue.deals).toBe(won)
  // as one amount too, and for each hour
  const { together } = dashboard
  expect(together).toMatchObject({
    open: pipeline.total.cells.converted_value,
    weighted: pipeline.total.cells.converted_weighted,
    won: rate.converted_won,
  })
  const worked = won_value.reduce((sum: number, { seconds }: any) => sum + seconds, 0)
  expect(perHour(together.won, worked)).toEqual(revenue.converted_per_hour)
  const former = `date_from=${dashboard.before.date_from}&date_to=${dashboard.before.date_to}`
  expect(together.won_before).toEqual((await table(client, 'win-rate', former)).total.cells.converted_won)
  const movement = (await table(client, 'pipeline-movement', `date_from=${from}&date_to=${todayIn(me.zone)}`)).total
    .cells
  expect(movement).toMatchObject({ deals, value, converted_value: pipeline.total.cells.converted_value })
})

test.each(roles)('grouped one way or another, each report of %s comes to the same', async (person) => {
  const { client, reports } = await sight(person)
  for (const { report, groups } of reports.values()) {
    const totals = []
    // by rule other entries are counted: those that one placed
    for (const group of groups.filter((name: string) => name !== 'rule')) {
      const { total, columns } = await table(client, report, `${days}&group_by=${group}`)
      totals.push({ group, columns: columns.map(({ key }: any) => key), cells: total.cells })
    }
    for (const { group, columns, cells } of totals)
      for (const key of columns) {
        const first = totals.find((one) => one.columns.includes(key))!
        expect([report, group, key, cells[key]]).toEqual([report, group, key, first.cells[key]])
      }
  }
})

const queryOf = (filters: Filters) =>
  new URLSearchParams(Object.entries(filters).flatMap(([name, all]) => all.map((one): [string, string] => [name, one])))

/** Ratios of what a list holds: the list has what they are of. */
const ratios = ['per_day', 'per_won', 'break_even', 'days']
/** What a list says of a figure; undefined where it says other things. */
async function saidBy(client: Client, { list, filters }: Behind, { key, type }: ReportColumn): Promise<unknown> {
  const query = queryOf(filters)
  if (list.startsWith('reports/')) return (await get(client, `/${list}?${query}`)).total.cells[key]
  const rows = await walked(client, `/${list}?limit=200&${query}`)
  if (ratios.includes(key)) return undefined
  if (type === 'count') return rows.length
  if (type === 'seconds') return secondsOf[list as keyof typeof secondsOf](rows)
  return list === 'deals' && ['value', 'won_value', 'lost_value'].includes(key) ? worths(rows) : undefined
}
const left = ({ estimated_hours, logged_seconds }: any) =>
  Math.max(0, Math.round(Number(estimated_hours) * 3_600) - logged_seconds)
const secondsOf = {
  'time-entries': (rows: any[]) => add(rows, 'duration_seconds'),
  deals: (rows: any[]) => add(rows, 'tracked_seconds'),
  tasks: (rows: any[]) => rows.reduce((sum, task) => sum + left(task), 0),
}
/** Many figures have the same rows behind them. */
const lists = new Map<string, Promise<any[]>>()
function walked(client: Client, target: string): Promise<any[]> {
  const key = `${client.token} ${target}`
  const rows = lists.get(key) ?? walk(client, target)
  lists.set(key, rows)
  return rows
}

/** The first rows, the last, and those without a record of their own. */
const some = (rows: any[]) =>
  rows.filter(
    ({ key }, place) => place < 3 || place > rows.length - 3 || /^(internal|waiting)$/.test(key ?? 'internal'),
  )

test.each(roles)(
  'behind each figure of %s stand the rows it was counted from',
  async (person) => {
    const { client, reports } = await sight(person)
    let opened = 0
    for (const { report, groups, filters } of reports.values())
      for (const group of groups) {
        const compare = filters.includes('compare') ? '&compare=previous_period' : ''
        const answer = await table(client, report, `${days}${compare}&group_by=${group}`)
        // what narrows a row is the same for everybody
        const rows = person === 'dana' ? some(answer.data) : answer.data.slice(0, 1)
        for (const row of [...rows, { ...answer.total, label: 'the whole' }])
          for (const column of answer.columns)
            for (const [drill, cells] of [
              [column.drill, row.cells],
              [column.drill_before, row.before],
            ]) {
              // what moved was worth something else then
              // a nothing is no link
              if (!cells?.[column.key] || (report === 'pipeline-movement' && column.type === 'money')) continue
              const rows = behind(drill, row.narrows)
              const said = rows && (await saidBy(client, rows, column))
              if (said === null || said === undefined) continue
              const figure = typeof cells[column.key] === 'number' ? Math.abs(cells[column.key]) : cells[column.key]
              // a step that only values took counts no deals
              if (row.key === 'changed') continue
              expect([report, group, row.label, column.key, said]).toEqual([
                report,
                group,
                row.label,
                column.key,
                figure,
              ])
              opened++
            }
      }
    expect(opened).toBeGreaterThan(20)
  },
  120_000,
)
