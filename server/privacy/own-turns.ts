import type { Turns } from '#domain/privacy.ts'
import { firstTeamDay } from '#domain/review.ts'
import { startOfDay_ms } from '#domain/zones.ts'
import { findWorkspace } from '#server/people/workspace-queries.ts'
import type { Database } from '#server/platform/database.ts'
import { listWaiting, mostTurns } from './queries.ts'

/** As the review queue itself counts the days (time/review): working days of the workspace, and one at least for whoever was asked. */
export async function findTurns(db: Database, user_id: string, from: string, to: string): Promise<Turns> {
  const { zone, team_review_days } = await findWorkspace(db)
  const rows = await listWaiting(db, user_id, { from, to, zone })
  const teamFrom = (day: string, asked_on: string | null) => {
    const own = firstTeamDay(day, team_review_days)
    const asked = asked_on === null ? own : firstTeamDay(asked_on, Math.max(1, team_review_days))
    return new Date(startOfDay_ms(asked > own ? asked : own, zone)).toISOString()
  }
  const data = rows.map(({ id, day, asked_on }) => ({ entry_id: id, team_from: teamFrom(day, asked_on) }))
  return { data: data.slice(0, mostTurns), more: data.length > mostTurns }
}
