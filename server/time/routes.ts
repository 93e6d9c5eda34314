import type { FastifyInstance, FastifyRequest } from 'fastify'
import { remaps } from '#api/remaps.ts'
import { time } from '#api/time.ts'
import type { EntryResult } from '#domain/time.ts'
import { noted, noteReads, withoutEvidence } from '#server/evidence/note-reads.ts'
import { notFound, Problem } from '#server/platform/errors.ts'
import type { LongFiles } from '#server/platform/long-files.ts'
import { Reply, serve, type Door } from '#server/platform/serve.ts'
import { getRule } from '#server/rules/queries.ts'
import { askPerson } from './ask-person.ts'
import { assignEntries, assignEntry } from './assign-entries.ts'
import { bulkEntries } from './bulk-entries.ts'
import { deleteEntry, restoreEntry } from './delete-entry.ts'
import { editEntry } from './edit-entry.ts'
import { exportEntries } from './export-entries.ts'
import { hideEntries } from './hide-entries.ts'
import { findOrigin } from './find-origin.ts'
import { ingestEntries } from './ingest-entries.ts'
import { mergeEntries } from './merge-entries.ts'
import { markDuplicates } from './mark-duplicates.ts'
import type { Names } from './names.ts'
import { putBack } from './put-back.ts'
import { entriesMatching, getEntry, listEntries, searchTargets } from './queries.ts'
import { getRemap, listRemaps } from './remap-queries.ts'
import { discardEntries, releaseFromQuarantine, setAsideEntries } from './quarantine.ts'
import { listQuarantined, sumQuarantined } from './quarantine-queries.ts'
import { releaseEntries } from './release-entries.ts'
import { returnToQueue } from './return-to-queue.ts'
import { splitEntries } from './split-entries.ts'
import { previewRemap, startRemap, startRemapUndo } from './start-remap.ts'
import { getReview, listReview } from './review.ts'
import { snoozeEntries } from './snooze-entries.ts'

export function timeRoutes(app: FastifyInstance, door: Door, names: Names, longFile: LongFiles): void {
  serve(app, door, remaps, {
    preview: ({ db, actor, params, body }) => previewRemap(db, actor, params.id, body.date_from),
    list: async ({ db, params, query }) => {
      found(await getRule(db, params.id))
      return listRemaps(db, params.id, query)
    },
    get: async ({ db, params }) => found(await getRemap(db, params.id)),
    run: ({ db, actor, params }) => startRemap(db, actor, params.id),
    undo: ({ db, actor, params }) => startRemapUndo(db, actor, params.id, Date.now()),
  })
  serve(app, door, time, {
    ingest: async ({ db, actor, body, request }) => {
      const [result] = await ingestEntries(db, names, actor, [body], Date.now(), clockOf(request))
      if (result!.status === 'private') return new Reply(204, undefined)
      const entry = result!.id && (await getEntry(db, actor, result!.id))
      if (!entry || result!.problem) throw problemOf(result!)
      return new Reply(statusOf[result!.status] ?? 200, withoutEvidence(actor, entry))
    },
    ingestBatch: async ({ db, actor, body, request }) => ({
      results: await ingestEntries(db, names, actor, body.entries, Date.now(), clockOf(request)),
    }),
    listQuarantined: async ({ db, actor, query }) => {
      const page = await listQuarantined(db, actor, query)
      await noteReads(db, actor, page.data)
      return page
    },
    sumQuarantined: ({ db, actor }) => sumQuarantined(db, actor),
    list: async ({ db, actor, query }) => {
      const page = await listEntries(db, actor, query)
      await noteReads(db, actor, page.data)
      return page
    },
    get: async ({ db, actor, params }) => noted(db, actor, found(await getEntry(db, actor, params.id))),
    release: ({ db, actor, body }) => releaseEntries(db, actor, body),
    hide: ({ db, actor, body }) => hideEntries(db, actor, body.ids),
    believe: ({ db, actor, body }) => releaseFromQuarantine(db, names, actor, body, Date.now()),
    discard: ({ db, actor, body }) => discardEntries(db, actor, body),
    setAside: ({ db, actor, body }) => setAsideEntries(db, actor, body),
    patch: async ({ db, actor, params, body, if_match }) =>
      noted(db, actor, await editEntry(db, names, actor, params.id, body, if_match, Date.now())),
    export: ({ db, actor, query }) => exportEntries(db, longFile, actor, query),
    matching: ({ db, actor, query }) => entriesMatching(db, actor, query),
    origin: async ({ db, actor, params }) => {
      const origin = found(await findOrigin(db, actor, params.id))
      await noteReads(db, actor, [...origin.originals, ...origin.parts])
      return origin
    },
    delete: async ({ db, actor, params, if_match }) =>
      noted(db, actor, await deleteEntry(db, actor, params.id, if_match)),
    restore: async ({ db, actor, params }) => withoutEvidence(actor, await restoreEntry(db, actor, params.id)),
    bulk: ({ db, actor, body }) => bulkEntries(db, actor, body),
    split: ({ db, actor, body }) => splitEntries(db, actor, body, Date.now()),
    merge: ({ db, actor, body }) => mergeEntries(db, actor, body, Date.now()),
    putBack: ({ db, actor, body }) => putBack(db, actor, body),
    listUnmapped: async ({ db, actor, query }) => {
      const page = await listReview(db, names, actor, query, Date.now())
      await noteReads(db, actor, page.data)
      return page
    },
    getUnmapped: async ({ db, actor, params }) =>
      noted(db, actor, found(await getReview(db, names, actor, params.id, Date.now()))),
    assign: async ({ db, actor, params, body }) =>
      withoutEvidence(actor, await assignEntry(db, actor, params.id, body)),
    assignMany: ({ db, actor, body: { ids, ...target } }) => assignEntries(db, actor, ids, target),
    snooze: ({ db, actor, body }) => snoozeEntries(db, actor, body, Date.now()),
    askPerson: ({ db, actor, body }) => askPerson(db, actor, body),
    markDuplicates: ({ db, actor, body }) => markDuplicates(db, actor, body.ids),
    returnToQueue: ({ db, actor, body }) => returnToQueue(db, actor, body.ids),
    mappingTargets: async ({ db, query }) => ({ data: await searchTargets(db, query.q ?? '', query.limit ?? 20) }),
  })
}

/** Seconds by which the clock of a sender that says when it sent runs ahead of ours; the way takes less than one. */
function clockOf({ headers: { date } }: FastifyRequest): number | null {
  const sent_ms = date === undefined ? Number.NaN : Date.parse(date)
  return Number.isFinite(sent_ms) ? Math.round((sent_ms - Date.now()) / 1_000) : null
}

function found<T>(row: T | undefined): T {
  if (row === undefined) throw notFound()
  return row
}

const statusOf: Partial<Record<EntryResult['status'], number>> = { created: 201, quarantined: 202 }

const problemOf = ({ status, problem }: EntryResult) =>
  new Problem(
    status === 'conflict' || problem?.code === 'locked' ? 409 : 422,
    problem?.code ?? 'invalid',
    problem?.detail ?? 'The entry is refused.',
    { errors: problem?.errors ?? [] },
  )
