/** The cast with a week of time in March 2026, and what its reports are asked by. */
import { behind } from '#domain/drills.ts'
import { sql } from '#server/platform/database.ts'
import { startApp } from './app.ts'

export const march = 'date_from=2026-03-01&date_to=2026-03-31'
export const eur = (amount: string) => ({ amount, currency: 'EUR' })
export const usd = (amount: string) => ({ amount, currency: 'USD' })
/** Cells by the key of their row. */
export const byKey = (table: any) => Object.fromEntries(table.data.map(({ key, cells }: any) => [key, cells]))

export async function reporting() {
  const app = await startApp()
  const { deals, users, accounts, tasks } = app.cast
  const [dana, agent] = await Promise.all([app.as('dana'), app.agent()])
  type Client = typeof dana
  const ask = async (report: string, query = '', who: Client = dana) =>
    (await who.get(`/reports/${report}/table?${query}`)).body
  const at = (start: string, end: string, extra: object = {}) => ({
    user_id: users.noah,
    source: 'agent',
    external_id: start,
    start_time: start,
    end_time: end,
    ...extra,
  })
  await agent.post('/time-entries/batch', {
    entries: [
      at('2026-03-10T08:00:00Z', '2026-03-10T10:00:00Z', { task_id: tasks.review }),
      // 22:30 to 23:30 UTC is half an hour on each side of midnight in Berlin
      at('2026-03-11T22:30:00Z', '2026-03-11T23:30:00Z', { deal_id: deals.author }),
      at('2026-03-12T08:00:00Z', '2026-03-12T08:30:00Z', { project_name: 'Who knows' }),
      at('2026-03-13T08:00:00Z', '2026-03-13T08:15:00Z', { deal_id: deals.fleet, billable: false }),
      at('2026-03-14T08:00:00Z', '2026-03-14T09:00:00Z', { user_id: users.grace, deal_id: deals.fleet }),
      at('2026-02-10T08:00:00Z', '2026-02-10T09:00:00Z', { deal_id: deals.fleet }),
    ],
  })
  return {
    app,
    dana,
    agent,
    ask,
    at,
    /** The rows behind a figure; null where no list has them. */
    rowsBehind: async ({ columns }: any, { narrows }: any, name: string, who: Client = dana) => {
      const found = behind(columns.find(({ key }: any) => key === name).drill, narrows)
      if (!found) return null
      const words = Object.entries(found.filters).flatMap(([word, values]) =>
        values.map((value): [string, string] => [word, value]),
      )
      return (await who.get(`/${found.list}?limit=200&${new URLSearchParams(words)}`)).body.data as any[]
    },
    /** A deal that was entered and decided on days of the past. */
    decided: async (
      stage: 'won' | 'lost',
      value: object | null,
      entered: string,
      closed: string,
      more: object = {},
    ) => {
      const name = `${stage} ${closed}`
      const fields = { account_id: accounts.quill, name, owner_id: users.sam, value, ...more }
      const { id } = (await dana.post('/deals', fields)).body
      await dana.post(`/deals/${id}/close`, { stage })
      await sql`update deals set created_at = ${entered}, closed_at = ${closed} where id = ${id}`.execute(app.db)
      await sql`
        update deal_stages set entered_at = case when from_stage is null then ${entered}::timestamptz else ${closed}::timestamptz end,
               left_at = case when from_stage is null then ${closed}::timestamptz end
        where deal_id = ${id}
      `.execute(app.db)
      return id as string
    },
    /** What a dollar is worth in some days of January. */
    enterRates: async () => {
      const felix = await app.as('felix')
      await felix.post('/exchange-rates', { day: '2026-01-02', base: 'EUR', currency: 'USD', rate: '1.25' })
      await felix.post('/exchange-rates', { day: '2026-01-20', base: 'EUR', currency: 'USD', rate: '1.60' })
    },
  }
}
