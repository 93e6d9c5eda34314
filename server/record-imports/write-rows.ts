/** Judged rows become records: in a handful of statements for hundreds of them, in the caller's transaction. */
import type { ImportObject } from '#domain/import-fields.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { uuidv7 } from '#server/platform/ids.ts'
import { difference, trackAll } from '#server/platform/track.ts'
import type { AccountBook } from './find-records.ts'
import type { Judged } from './judge-rows.ts'
import { leaveNotes } from './leave-notes.ts'
import { keepExternalIds } from './queries.ts'
import type { Verdict, Written } from './row-queries.ts'
import { writers, type Fields, type Stored, type Writer } from './writers.ts'

export type Batch = {
  import_id: string
  object: ImportObject
  system: string
  update_fields: 'blank' | 'all'
  accounts: AccountBook
}
/** `written` rows are records now; `left` are those that turned out to have nothing to write. */
export type Outcome = { written: Written[]; left: Verdict[] }

export async function writeRows(
  tx: Database,
  actor: Actor,
  batch: Batch,
  judged: Judged[],
  now: string,
): Promise<Outcome> {
  const created = await createRows(
    tx,
    actor,
    batch,
    judged.filter(({ action }) => action === 'create'),
    now,
  )
  const updated = await updateRows(
    tx,
    actor,
    batch,
    judged.filter(({ action }) => action === 'update'),
    now,
  )
  const noted = await leaveNotes(tx, actor, batch.object, judged, [...created, ...updated.written])
  const [written, idle] = [noted.filter((row) => !addsNothing(row)), noted.filter(addsNothing)]
  const left = [
    ...updated.left,
    ...idle.map(({ id }) =>
      leave(
        judged.find(({ row }) => row.id === id)!,
        'unchanged',
      ),
    ),
  ]
  await keepExternalIds(tx, batch.import_id, batch.system, batch.object, externalIds(judged, written))
  return { written, left }
}

/** The input with the account that was made for it, as columns. */
function columnsOf(writer: Writer, { accounts }: Batch, { input, new_account }: Judged, now: string): Fields {
  const account_id = new_account === null ? null : accounts.find(new_account)
  return writer.row({ ...input, ...(account_id !== null && { account_id }) }, now)
}

async function createRows(tx: Database, actor: Actor, batch: Batch, judged: Judged[], now: string): Promise<Written[]> {
  if (judged.length === 0) return []
  const writer = writers[batch.object]
  const rows = judged.map((one) => ({
    id: uuidv7(),
    [writer.owner]: personOf(actor),
    ...columnsOf(writer, batch, one, now),
  }))
  await writer.insert(tx, actor, rows)
  await trackAll(
    tx,
    actor,
    `${batch.object}.created`,
    rows.map(({ id, ...after }) => ({ id, after })),
  )
  return judged.map(({ row }, index) => ({
    id: row.id,
    object_id: rows[index]!.id,
    before: null,
    version: 1,
    note_id: null,
  }))
}

type Change = { judged: Judged; row: Stored; before: Fields; after: Fields }

async function updateRows(tx: Database, actor: Actor, batch: Batch, judged: Judged[], now: string) {
  if (judged.length === 0) return { written: [], left: [] }
  const writer = writers[batch.object]
  const ids = judged.map(({ match_id }) => match_id!)
  const stored = new Map(
    (await writer.lock(tx, actor, ids)).filter(({ deleted_at }) => deleted_at === null).map((row) => [row.id, row]),
  )
  const changes: Change[] = []
  const noted: Judged[] = []
  const left: Verdict[] = []
  for (const one of judged) {
    const row = stored.get(one.match_id!)
    const change = row && changeOf(writer, batch, row, columnsOf(writer, batch, one, now))
    if (row && change && Object.keys(change.after).length > 0) changes.push({ judged: one, row, ...change })
    else if (row && one.draft.note !== null) noted.push(one)
    else left.push(leave(one, row ? 'unchanged' : 'no_right'))
    // a second row of the file for the same record builds on the first
    if (row && change) stored.set(row.id, { ...row, ...change.after })
  }
  const versions = new Map(
    (
      await writer.rewrite(tx, [...new Map(changes.map(({ row, after }) => [row.id, { ...row, ...after }])).values()])
    ).map(({ id, version }) => [id, version]),
  )
  await trackAll(
    tx,
    actor,
    `${batch.object}.changed`,
    changes.map(({ row, before, after }) => ({ id: row.id, before, after })),
  )
  const written = changes.map(({ judged: { row }, row: { id }, before }) => ({
    id: row.id,
    object_id: id,
    before,
    version: versions.get(id)!,
    note_id: null,
  }))
  return { written: [...written, ...noted.map(({ row, match_id }) => untouched(row.id, stored.get(match_id!)!))], left }
}

/** An update that changes no field, and whose note is there already. */
const addsNothing = ({ before, note_id }: Written) =>
  before !== null && note_id === null && Object.keys(before).length === 0

/** Only a note may be added to it. */
const untouched = (id: string, { id: object_id, version }: Stored): Written => ({
  id,
  object_id,
  before: {},
  version,
  note_id: null,
})

const isBlank = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** Lists and free fields are united; of the others an empty one is filled, or all are overwritten, as was chosen. */
function changeOf({ editable }: Writer, { update_fields }: Batch, row: Stored, wanted: Fields) {
  const given = Object.entries(wanted).filter(([name, value]) => editable.includes(name) && !isBlank(value))
  const after = Object.fromEntries(
    given.flatMap(([name, value]) => {
      const now = row[name]
      if (name === 'tags') return [[name, [...new Set([...(now as string[]), ...(value as string[])])]]]
      if (name === 'metadata')
        return [
          [
            name,
            update_fields === 'all'
              ? { ...(now as Fields), ...(value as Fields) }
              : { ...(value as Fields), ...(now as Fields) },
          ],
        ]
      return update_fields === 'all' || isBlank(now) ? [[name, value]] : []
    }),
  )
  return difference<Fields>(row, after)
}

const leave = ({ row, reasons, match_id }: Judged, code: 'unchanged' | 'no_right'): Verdict => ({
  id: row.id,
  action: 'skip',
  object_id: match_id,
  reasons: [
    ...reasons,
    {
      column: null,
      field: '',
      code,
      message:
        code === 'unchanged'
          ? 'It is here already, and the row adds nothing.'
          : 'It is here already, and you may not change it.',
    },
  ],
})

function externalIds(judged: Judged[], written: Written[]) {
  const objects = new Map(written.map(({ id, object_id }) => [id, object_id]))
  return judged.flatMap(({ row, draft }) => {
    const object_id = objects.get(row.id)
    return draft.external_id !== null && object_id ? [{ external_id: draft.external_id, object_id }] : []
  })
}
