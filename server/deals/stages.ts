/** Deals by stage: what the board and the pipeline report say of each, from one function. */
import { stages, type Board, type BoardQuery, type StageStay, type StageSummary } from '#domain/deals.ts'
import { sumByCurrency, weighByCurrency } from '#domain/money.ts'
import { narrow } from '#server/fields/narrow-list.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, type Database } from '#server/platform/database.ts'
import { notFound } from '#server/platform/errors.ts'
import { getDeal, listDeals, matching } from './queries.ts'
import { stageRows, staysOf, type StageRow } from './stage-queries.ts'

/** Every stage with its sums and its first cards, in the order people gave them. */
export async function board(db: Database, actor: Actor, { limit = 20, ...filters }: BoardQuery): Promise<Board> {
  const custom = await narrow(db, actor, 'deal', filters, 'd')
  const where = all(await matching(db, actor, filters), custom.where)
  const [rows, ...columns] = await Promise.all([
    stageRows(db, actor, where),
    ...stages.map((stage) => listDeals(db, actor, { ...filters, stage: [stage], sort: 'position', limit })),
  ])
  return { data: summarize(rows).map((summary, place) => ({ ...summary, cards: columns[place]! })) }
}

/** All four stages, values per currency, weighted by probability (domain rules §11). */
export const summarize = (rows: StageRow[]): StageSummary[] =>
  stages.map((stage) => {
    const ofStage = rows.filter((row) => row.stage === stage)
    const total = (pick: (row: StageRow) => number) => ofStage.reduce((sum, row) => sum + pick(row), 0)
    return {
      stage,
      deals: total((row) => row.deals),
      value: sumByCurrency(ofStage.flatMap((row) => row.value ?? [])),
      weighted_value: weighByCurrency(
        ofStage.flatMap((row) => (row.value ? { money: row.value, percent: row.probability } : [])),
      ),
      deals_without_value: total((row) => (row.value ? 0 : row.deals)),
      tracked_seconds: total((row) => row.seconds),
    }
  })

/** The stages a deal went through, newest first. */
export async function stageHistory(db: Database, actor: Actor, id: string): Promise<{ data: StageStay[] }> {
  if (!(await getDeal(db, actor, id))) throw notFound()
  return { data: await staysOf(db, actor, id) }
}
