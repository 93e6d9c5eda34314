/** The dry run: what would become of every row. It writes nothing but that. */
import { companyKey } from '#domain/record-matching.ts'
import { actorOfUser } from '#server/sessions/authenticate.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { customCells } from './custom-cells.ts'
import { openAccountBook } from './find-records.ts'
import { createJudge, type Judge, type Judged } from './judge-rows.ts'
import { planOf } from './plan.ts'
import { failAsGone, findImport, setProgress, type ImportRow } from './queries.ts'
import { nextRows, setVerdicts } from './row-queries.ts'

const batch = 1_000
/** How many rows settle how a column writes its numbers and days. */
const settling = 5_000

/** Idempotent: it overwrites its own verdicts. A newer answer enqueues a newer check under the same key. */
export async function checkImport(db: Database, id: string): Promise<void> {
  const found = await findImport(db, id)
  if (!found || found.status !== 'checking' || !found.created_by) return
  const actor = await actorOfUser(db, found.created_by, 'import')
  if (!actor) return failAsGone(db, id)
  const { judge, questions } = await openJudge(db, actor, found)
  const tally = createTally()
  let done = 0
  for (let behind = 0; ;) {
    const rows = await nextRows(db, id, behind, batch, false)
    if (rows.length === 0) break
    const judged = await judge(db, rows)
    await setVerdicts(db, judged.map(verdictOf))
    tally.add(judged)
    behind = rows.at(-1)!.line
    done += rows.length
    await setProgress(db, id, { processed: done })
  }
  await setProgress(db, id, { status: 'checked', questions, ...tally.sum() })
}

/** The judge of a file, as its answers and its own cells have it. */
export async function openJudge(db: Database, actor: Actor, { id, answers, format }: ImportRow) {
  const custom = await customCells(db, answers!.object)
  const first = await nextRows(db, id, 0, settling, false)
  const { plan, questions } = planOf(
    answers!,
    format!.delimiter,
    first.map(({ cells }) => cells),
    custom,
  )
  const accounts = await openAccountBook(db, actor)
  const judge: Judge = createJudge(actor, plan, answers!, accounts)
  return { judge, plan, questions, accounts }
}

export const verdictOf = ({ row, action, reasons, match_id }: Judged) => ({
  id: row.id,
  action,
  reasons,
  object_id: match_id,
})

const mostWords = 100

/** What is told of all rows together. */
function createTally() {
  const unknown = new Map<string, { field: string; text: string; rows: number }>()
  const companies = new Set<string>()
  return {
    add: (judged: Judged[]) => {
      for (const { action, new_account, draft } of judged) {
        if (new_account !== null && (action === 'create' || action === 'update')) companies.add(companyKey(new_account))
        for (const { code, field, text } of draft.faults) {
          const key = `${field} ${text.toLowerCase()}`
          if (code !== 'unknown_value' || (unknown.size >= mostWords && !unknown.has(key))) continue
          unknown.set(key, { field, text, rows: (unknown.get(key)?.rows ?? 0) + 1 })
        }
      }
    },
    sum: () => ({
      accounts_created: companies.size,
      unknown_values: [...unknown.values()].sort((a, b) => b.rows - a.rows),
    }),
  }
}
