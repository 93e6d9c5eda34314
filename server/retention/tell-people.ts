/** Nobody’s data goes unannounced: who has something that is due soon is told, on My data and by mail (DPDP Rules 2025, rule 8 (2)). */
import { firstKept, firstRunFor_ms, termInWords, toldAhead_days, type DataClass } from '#domain/retention.ts'
import { findWorkspace } from '#server/people/workspace-queries.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { track } from '#server/platform/track.ts'
import { enqueueAll } from '#server/platform/worker.ts'
import { beginOf } from './find-due.ts'
import { findConcerned, writeNotices, type Term } from './queries.ts'

/** Idempotent: each is told once of a class, and again only after it takes more than before. Gives how many were told. */
export async function tellPeople(tx: Database, actor: Actor, term: Term, now_ms: number): Promise<number> {
  const { class: of, keep } = term
  const from = await beginOf(tx, term)
  if (keep === null || from === null) return 0
  const before = firstKept(of, keep, now_ms + toldAhead_days * 86_400_000)
  if (from >= before) return 0
  const concerned = await findConcerned(tx, of, { from, before }, new Date(now_ms).toISOString())
  const untold = concerned.filter(({ untold }) => untold)
  const told = new Set(
    await writeNotices(
      tx,
      of,
      untold.map(({ id }) => id),
    ),
  )
  if (told.size === 0) return 0
  const { name } = await findWorkspace(tx)
  const run = new Date(firstRunFor_ms(now_ms, now_ms)).toISOString()
  const mails = untold.flatMap(({ id, email }) => (told.has(id) && email !== null ? [{ id, email }] : []))
  await enqueueAll(
    tx,
    'send_mail',
    mails.map(({ id, email }) => ({
      payload: { to: email, ...notice(name, of, keep, run) },
      key: `mail:retention:${of}:${id}:${now_ms}`,
    })),
  )
  await track(tx, actor, 'retention_term.announced', term.id, { after: { class: of, people: told.size } })
  return told.size
}

const goes: Record<DataClass, (term: string) => string> = {
  evidence: (term) =>
    `Window titles, web addresses and apps of your recorded time are removed once they are older than ${term}. The hours stay.`,
  time_entries: (term) =>
    `Your time entries are removed, month by month, once they are older than ${term}. How many hours you worked on what each day stays.`,
  ledger: (term) =>
    `What the record of changes says about your recorded time is removed once it is older than ${term}. That something was changed stays.`,
}

const notice = (workspace: string, of: DataClass, keep: number, run: string) => ({
  subject: `${workspace} will remove old data about your work`,
  text: `${goes[of](termInWords(of, keep))}\n\nNothing of yours goes before ${run.slice(0, 10)}, ${run.slice(11, 16)} UTC. Until then you can take a copy of everything held about you: in Daybook, under My data.\n`,
})
