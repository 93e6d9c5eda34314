import type { Pipeline, PipelineQuery } from '#domain/reports.ts'
import { summarize } from '#server/deals/stages.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { pipelineRows } from './queries.ts'

/** All four stages, values per currency, weighted by probability (domain rules §11). */
export async function pipeline(db: Database, actor: Actor, query: PipelineQuery): Promise<Pipeline> {
  return {
    group_by: 'stage',
    date_from: query.date_from ?? null,
    date_to: query.date_to ?? null,
    data: summarize(await pipelineRows(db, actor, query)),
    rules: [
      'Open deals count by their expected end date, won and lost ones by the day they were closed in your time zone.',
      'The weighted value is the sum of value × probability, rounded half up once in each currency; currencies are never added.',
      'Hours are all hours ever placed on the deals counted.',
    ],
  }
}
