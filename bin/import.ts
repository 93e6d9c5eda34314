/**
 * `npm run import -- FILE [--zone America/New_York] [--person dana@example.com] [--who "Dana W.=dana@example.com"]… [--write]`
 * Shows what would happen; with --write it happens. Works beside a running Daybook and without one.
 */
import { createReadStream } from 'node:fs'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import { grants } from '#domain/permissions.ts'
import type { ImportReport } from '#domain/imports.ts'
import { dryRun } from '#server/imports/check-import.ts'
import { matchPeople } from '#server/imports/queries.ts'
import { kindOf, readFile } from '#server/imports/read-file.ts'
import { workThrough } from '#server/imports/work-through.ts'
import { systemActor, type Actor } from '#server/platform/actor.ts'
import { readConfig } from '#server/platform/config.ts'
import { claimInstance } from '#server/platform/instance.ts'
import { openDatabase, openPool, transact, type Database } from '#server/platform/database.ts'
import { migrateDatabase, startDatabase } from '#server/start-database.ts'
import { UnreadableFile } from '#server/imports/read-file.ts'
import { createNames } from '#server/time/names.ts'

const options = {
  zone: { type: 'string' },
  person: { type: 'string' },
  who: { type: 'string', multiple: true },
  write: { type: 'boolean', default: false },
} as const
const { values, positionals } = parseArgs({ options, allowPositionals: true })
const [file] = positionals
if (!file) {
  console.error(
    'Usage: npm run import -- FILE [--zone America/New_York] [--person dana@example.com] [--who "Dana W.=dana@example.com"]… [--write]',
  )
  process.exit(2)
}

const database = await startDatabase(readConfig(process.env))
try {
  const { url } = await migrateDatabase(database)
  process.exitCode = await importFile(openPool(url, { statement_timeout_ms: 60_000 }), file)
} catch (error) {
  if (!isFileFault(error) && !(error instanceof UnreadableFile)) throw error
  process.exitCode = fail(error.message)
} finally {
  // a Daybook that started meanwhile uses the PostgreSQL that we started
  const claim = database.adopted ? null : await claimInstance(database.url).catch(() => null)
  if (claim) await database.stop()
  await claim?.release()
}

async function importFile(pool: pg.Pool, name: string): Promise<number> {
  await using db = openDatabase(pool)
  const actor = systemActor('command', grants.admin)
  const kind = await kindOf(createReadStream(name))
  if (!kind) return fail('This is neither an ActivityWatch export (JSON) nor a CSV of time entries.')
  const person = values.person ? (await matchPeople(db, actor, [values.person]))[0] : undefined
  if (values.person && !person) return fail(`There is no person ${values.person}.`)
  const people = await readWho(db, actor, values.who ?? [])
  if (typeof people === 'string') return fail(people)
  const answers = { zone: values.zone ?? null, date_order: null, user_id: person?.user_id ?? null, people }
  const content = await readFile(createReadStream(name), kind, answers, Date.now())
  if (content.questions.length > 0)
    return fail(
      content.questions
        .map(({ field, message }) => `${message} (--${field === 'user_id' ? 'person' : field})`)
        .join('\n'),
    )
  const names = createNames()
  const would = await dryRun(db, names, actor, content, answers, Date.now())
  print('Would happen', would)
  if (would.questions.length > 0)
    return fail(`${would.questions.map(({ message }) => message).join('\n')} (--who "NAME=E-MAIL" or "NAME=skip")`)
  if (!values.write) return say('Nothing was written. Add --write to do it.')
  print('Happened', await workThrough((deed) => transact(db, deed), names, actor, content, answers, Date.now()))
  return 0
}

/** Who is who in a file of names, as "Dana W.=dana@example.com"; or what is wrong with it. */
async function readWho(db: Database, actor: Actor, said: string[]): Promise<Record<string, string> | string> {
  const pairs = said.map(
    (text) => [text.slice(0, text.lastIndexOf('=')), text.slice(text.lastIndexOf('=') + 1)] as const,
  )
  const known = new Map(
    (
      await matchPeople(
        db,
        actor,
        pairs.map(([, ref]) => ref),
      )
    ).map((one) => [one.ref, one.user_id]),
  )
  const wrong = pairs.find(([name, ref]) => name === '' || (ref !== 'skip' && !known.has(ref)))
  if (wrong)
    return `--who: there is no person “${wrong[1]}”. Write it like "Dana W.=dana@example.com" or "Dana W.=skip".`
  return Object.fromEntries(pairs.map(([name, ref]) => [name, known.get(ref) ?? 'skip']))
}

function print(title: string, report: ImportReport): void {
  const { entries, seconds, placed, waiting, counts, people, notes, problems } = report
  console.log(
    `${title}: ${entries} entries, ${seconds} s (${(seconds / 3_600).toFixed(4)} h); ${placed} with a place, ${waiting} for review`,
  )
  console.log(
    `  ${Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')}`,
  )
  for (const person of people)
    console.log(`  ${person.name ?? person.ref}: ${person.entries} entries${person.new ? ', a new person' : ''}`)
  for (const note of notes) console.log(`  ${note}`)
  for (const { message } of problems.slice(0, 5)) console.log(`  ${message}`)
  if (problems.length > 5) console.log(`  … and ${problems.length - 5} more remarks`)
}

/** The system's own word about a file: missing, a folder, not ours to read. */
function isFileFault(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}

function fail(message: string): number {
  console.error(message)
  return 1
}

function say(message: string): number {
  console.log(message)
  return 0
}
