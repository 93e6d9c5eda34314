import { importFields, type ImportObject } from '#domain/import-fields.ts'
import type { Permission } from '#domain/permissions.ts'
import type { RecordImport, RecordImportAnswers, RecordImportPatch } from '#domain/record-imports.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, invalid, notFound } from '#server/platform/errors.ts'
import { checkVersion } from '#server/platform/serve.ts'
import { track } from '#server/platform/track.ts'
import { enqueue } from '#server/platform/worker.ts'
import { customCells } from './custom-cells.ts'
import { describeColumns } from './plan.ts'
import { getImport, lockImport, setProgress } from './queries.ts'
import { nextRows } from './row-queries.ts'

/** New answers, new dry run. Another object brings a new guess of the columns, unless they are said in the same breath. 409 once it runs or is done. */
export async function answerImport(
  tx: Database,
  actor: Actor,
  id: string,
  patch: RecordImportPatch,
  if_match: number | null,
): Promise<RecordImport> {
  const before = await lockImport(tx, actor, id)
  if (!before) throw notFound()
  checkVersion(if_match, before.version)
  if (before.status !== 'mapping' && before.status !== 'checked')
    throw conflict(
      'not_answerable',
      before.status === 'reading' || before.status === 'checking'
        ? 'Wait until the file is read.'
        : 'The import has been run; its answers are settled.',
    )
  const object = patch.object ?? before.answers!.object
  mayWrite(actor, object)
  const columns = object === before.answers!.object ? before.columns : await guessAnew(tx, before, object)
  const guessed = columns === before.columns ? {} : { columns: columns.map(({ field }) => field) }
  const answers: RecordImportAnswers = { ...before.answers!, ...guessed, ...patch }
  await checkColumns(tx, answers, before.columns.length)
  await setProgress(tx, id, { status: 'checking', processed: 0, questions: [], columns, answers })
  await track(tx, actor, 'record_import.answered', id, { after: patch })
  await enqueue(tx, 'check_record_import', { id }, `record_import:${id}`)
  return (await getImport(tx, actor, id))!
}

async function guessAnew(tx: Database, { id, columns }: RecordImport, object: ImportObject) {
  const rows = await nextRows(tx, id, 0, 100, false)
  const titles = columns.map(({ title }) => title)
  return describeColumns(
    object,
    titles,
    rows.map(({ cells }) => cells),
    await customCells(tx, object),
  )
}

const right: Record<ImportObject, Permission> = {
  account: 'accounts:write',
  contact: 'accounts:write',
  deal: 'deals:write',
  task: 'tasks:write',
}
function mayWrite(actor: Actor, object: ImportObject): void {
  if (!scopeOf(actor, right[object])) throw invalid('/object', 'no_right', `You may not create ${object}s.`)
}

/** 422 where a column goes to no field, or two go to one that takes a single cell. */
async function checkColumns(tx: Database, { object, columns }: RecordImportAnswers, width: number): Promise<void> {
  if (columns.length !== width)
    throw invalid('/columns', 'wrong_length', `The file has ${width} columns; name a field or null for each.`)
  const known = new Map<string, boolean>([
    ...importFields[object].map(({ name, joins }) => [name, joins !== undefined] as const),
    ...(await customCells(tx, object)).map(({ key }) => [`metadata.${key}`, false] as const),
  ])
  const taken = new Set<string>()
  for (const [column, field] of columns.entries()) {
    if (field === null) continue
    const joins = known.get(field)
    if (joins === undefined)
      throw invalid(`/columns/${column}`, 'unknown_field', `Must be one of: ${[...known.keys()].join(', ')}.`)
    if (taken.has(field) && !joins)
      throw invalid(`/columns/${column}`, 'taken', `Another column goes to ${field} already.`)
    taken.add(field)
  }
}
