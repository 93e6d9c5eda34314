/** One way into every kind of time file. */
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { activeEntries } from '#domain/activitywatch.ts'
import { readHarvest, readHarvestHeader } from '#domain/harvest.ts'
import type { Import, ImportAnswers } from '#domain/imports.ts'
import type { ImportedEntry, Question, Skipped } from '#domain/time-imports.ts'
import { readHeader, readTable } from '#domain/toggl.ts'
import { NotActivityWatch, readActivityWatch } from './read-activitywatch.ts'
import { isUtf16, readCsv } from './read-csv.ts'

/** The file is not what it seemed; the message is for the person who chose it. */
export class UnreadableFile extends Error {}

export type FileContent = {
  entries: ImportedEntry[]
  skipped: Skipped[]
  /** E-mail → name. */
  personNames: Map<string, string>
  questions: Question[]
  notes: string[]
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32)

/** JSON begins with a brace; text without a NUL in its first bytes, or with UTF-16's byte order mark, may be a table. */
export async function kindOf(stream: Readable): Promise<Import['kind'] | null> {
  for await (const chunk of stream) {
    const start = Buffer.from(chunk as Uint8Array).subarray(0, 512)
    stream.destroy()
    const text = start
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trimStart()
    if (text.startsWith('{') || text.startsWith('[')) return 'activitywatch'
    return isUtf16(start) || !start.includes(0) ? 'csv' : null
  }
  return null
}

/** @throws UnreadableFile where nothing in it can be time */
export async function readFile(
  stream: Readable,
  kind: Import['kind'],
  answers: ImportAnswers,
  now_ms: number,
): Promise<FileContent> {
  return kind === 'activitywatch' ? fromActivityWatch(stream, answers, now_ms) : fromTable(stream, answers)
}

async function fromActivityWatch(stream: Readable, { user_id }: ImportAnswers, now_ms: number): Promise<FileContent> {
  const buckets = await readActivityWatch(stream).catch((error: unknown) => {
    if (!(error instanceof NotActivityWatch)) throw error
    throw new UnreadableFile(`This is not a whole ActivityWatch export: ${error.message}.`)
  })
  if (buckets.length === 0) throw new UnreadableFile('The file holds no ActivityWatch buckets.')
  const { entries, notes } = activeEntries(buckets, now_ms, hash)
  return { entries, skipped: [], personNames: new Map(), questions: whose(entries, user_id), notes }
}

async function fromTable(stream: Readable, { zone, date_order, user_id }: ImportAnswers): Promise<FileContent> {
  const { header: names, rows } = await readCsv(stream)
  const options = { zone, date_order, hash }
  const harvest = readHarvestHeader(names)
  const header = readHeader(names)
  if (!header && !harvest)
    throw new UnreadableFile(
      `The first line names no columns for start and end: “Start date”, “Start time”, “End time” or “Duration” are expected.${sayColumns(names)}`,
    )
  const read = header ? readTable(header, rows, options) : readHarvest(harvest!, rows, options)
  const { entries, skipped, people, questions, notes } = read
  return {
    entries,
    skipped,
    personNames: people,
    questions: [...questions, ...whose(entries, user_id)],
    notes: zone === null ? notes : [`Times were read as ${zone}.`, ...notes],
  }
}

const sayColumns = (names: string[]) =>
  names.length < 2
    ? ''
    : ` Found: ${names
        .slice(0, 12)
        .map((name) => `“${name.trim().slice(0, 40)}”`)
        .join(', ')}.`

const whose = (entries: ImportedEntry[], user_id: string | null): Question[] =>
  user_id === null && entries.some(({ person }) => person === null)
    ? [{ field: 'user_id', message: 'The file does not say whose time this is.' }]
    : []
