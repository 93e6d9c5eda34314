/** Takes a file apart into rows, and guesses what its columns mean. */
import type { RecordImportAnswers } from '#domain/record-imports.ts'
import type { Row } from '#domain/toggl.ts'
import { transact, type Database } from '#server/platform/database.ts'
import type { Storage } from '#server/platform/storage.ts'
import { customCells } from './custom-cells.ts'
import { describeColumns, firstAnswers, headerKey } from './plan.ts'
import { findImport, recall, setProgress } from './queries.ts'
import { detectFormat, readTable } from './read-table.ts'
import { UnreadableTable } from './rows-of-table.ts'
import { forgetRows, stageRows } from './row-queries.ts'

/** Rows, or signs if they are long. */
const [batch, batchSigns] = [1_000, 1_000_000]
const [sampled, sampledSigns] = [100, 500_000]
const mostRows = 1_000_000

/** Idempotent: a second run begins with none of the rows of the first. */
export async function readImport(db: Database, storage: Storage, id: string): Promise<void> {
  const found = await findImport(db, id)
  if (!found || found.status !== 'reading') return
  try {
    await takeApart(db, storage, id, found.file_key)
  } catch (error) {
    if (!(error instanceof UnreadableTable)) throw error
    await setProgress(db, id, { status: 'failed', failure: error.message })
  }
}

async function takeApart(db: Database, storage: Storage, id: string, key: string): Promise<void> {
  const format = await detectFormat(storage.get(key))
  const { header, rows } = await readTable(storage.get(key), format)
  await forgetRows(db, id)
  const samples: string[][] = []
  let [staged, count, signs, seenSigns]: [Row[], number, number, number] = [[], 0, 0, 0]
  const flush = async () => {
    if (staged.length > 0) await transact(db, (tx) => stageRows(tx, id, staged))
    count += staged.length
    staged = []
    signs = 0
    await setProgress(db, id, { processed: count })
  }
  for await (const row of rows) {
    const length = signsOf(row)
    if (samples.length < sampled && seenSigns < sampledSigns) samples.push(row.cells)
    seenSigns += length
    if (count + staged.length >= mostRows) throw new UnreadableTable('The file has more than a million rows. Split it.')
    staged.push(row)
    signs += length
    if (staged.length === batch || signs >= batchSigns) await flush()
  }
  await flush()
  if (count === 0) throw new UnreadableTable('The file has a header, but no rows.')
  const { columns, answers } = await opening(db, header, samples)
  await setProgress(db, id, { status: 'mapping', format, columns, answers, rows: count, processed: 0 })
}

const signsOf = ({ cells }: Row) => cells.reduce((sum, cell) => sum + cell.length, 0)

/** What was said about such a file before, else the guess. */
async function opening(db: Database, header: string[], samples: string[][]) {
  const guessed = firstAnswers(header, samples, [])
  const remembered = await recall(db, headerKey(header))
  const object = remembered?.object ?? guessed.object
  const columns = describeColumns(object, header, samples, await customCells(db, object))
  const answers: RecordImportAnswers = remembered ?? { ...guessed, columns: columns.map(({ field }) => field) }
  return { columns, answers }
}
