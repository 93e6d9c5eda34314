/** At the door: of titles, addresses, apps and projects only what the company and their person keep goes further, whichever way they came; the rest is counted. */
import { captureOf, minimise, type Capture, type DroppedPart, type Evidence, type Minimised } from '#domain/capture.ts'
import { findWorkspace } from '#server/people/workspace-queries.ts'
import type { Database } from '#server/platform/database.ts'
import { addDropped, findWilling } from './queries.ts'

/** What the company keeps: as it chose, or as its place advises. */
export async function findCapture(db: Database): Promise<{ capture: Capture; capture_queries: boolean }> {
  const workspace = await findWorkspace(db)
  return { capture: captureOf(workspace), capture_queries: workspace.capture_queries }
}

/** The settings are read once for all that arrives together; `seen`: whose editors said what they had open. */
export async function createMinimiser(
  tx: Database,
  seen: string[],
): Promise<(evidence: Evidence & { user_id: string }) => Minimised> {
  const settings = await findCapture(tx)
  const willing = await findWilling(tx, seen)
  return (evidence) => minimise(evidence, { ...settings, editor_projects: willing.has(evidence.user_id) })
}

type Recorded = { user_id: string; zone: string; start_time: string; dropped: readonly DroppedPart[] }

/** Of entries that were recorded just now: one that is sent again, or grows, is not counted again. */
export const countDropped = (tx: Database, entries: Recorded[]) =>
  addDropped(
    tx,
    entries.flatMap(({ dropped, ...entry }) => dropped.map((part) => ({ ...entry, part }))),
  )
