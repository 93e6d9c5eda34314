import { stages } from '#domain/deals.ts'
import { sumByCurrency, weighByCurrency } from '#domain/money.ts'
import type { Pipeline, PipelineQuery } from '#domain/reports.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { pipelineRows, type StageRow } from './queries.ts'

/** All four stages, values per currency, weighted by probability (domain rules §11). */
export async function pipeline(db: Database, actor: Actor, query: PipelineQuery): Promise<Pipeline> {
  const rows = await pipelineRows(db, actor, query)
  return {
    group_by: 'stage',
    date_from: query.date_from ?? null,
    date_to: query.date_to ?? null,
    data: stages.map((stage) =>
      summary(
        stage,
        rows.filter((row) => row.stage === stage),
      ),
    ),
    rules: [
      'Open deals count by their expected end date, won and lost ones by the day they were closed in your time zone.',
      'The weighted value is the sum of value × probability, rounded half up once in each currency; currencies are never added.',
      'Hours are all hours ever placed on the deals counted.',
    ],
  }
}

function summary(stage: Pipeline['data'][number]['stage'], rows: StageRow[]): Pipeline['data'][number] {
  const total = (pick: (row: StageRow) => number) => rows.reduce((sum, row) => sum + pick(row), 0)
  return {
    stage,
    deals: total((row) => row.deals),
    value: sumByCurrency(rows.flatMap((row) => row.value ?? [])),
    weighted_value: weighByCurrency(
      rows.flatMap((row) => (row.value ? { money: row.value, percent: row.probability } : [])),
    ),
    deals_without_value: total((row) => (row.value ? 0 : row.deals)),
    tracked_seconds: total((row) => row.seconds),
  }
}
