/** Nothing is stored that nobody classified: the register against the migrated database. */
import pg from 'pg'
import { expect, test } from 'vitest'
import { classes, type Class } from '#domain/register-classes.ts'
import { notInCopy, ownData } from '#domain/own-data.ts'
import { everywhere, register, type Entry } from '#domain/register.ts'
import { scratchDatabase } from '../database.ts'

const names = Object.keys(classes) as Class[]
const columnsIn = (entry: Entry) => names.flatMap((name) => entry[name] ?? [])
const quoted = (columns: string[]) => columns.map((column) => `'${column}'`).join(', ')

/** What the register lacks or has too much, each with what to do about it. */
function faultsOf(stored: Record<string, string[]>, known: Record<string, Entry>): string[] {
  const gone = Object.keys(known).filter((table) => !(table in stored))
  return [
    ...gone.map((table) => `${table} is no table any more: remove it from domain/register.ts`),
    ...Object.entries(stored).flatMap(([table, columns]) => faultsOfTable(table, columns, known[table])),
  ]
}

function faultsOfTable(table: string, columns: string[], entry: Entry | undefined): string[] {
  const own = columns.filter((column) => !everywhere.includes(column))
  if (!entry)
    return [
      `nobody classified the table ${table}. Add to domain/register.ts, each column below its class (${names.join(', ')}):\n` +
        `  ${table}: { holds: 'what it is', of: 'nobody', seen_by: 'nobody', technical: [${quoted(own)}] },`,
    ]
  const listed = columnsIn(entry)
  const personal = names.some((name) => classes[name].personal && entry[name])
  return [
    ...own
      .filter((column) => !listed.includes(column))
      .map(
        (column) =>
          `nobody classified ${table}.${column}. In domain/register.ts add '${column}' to the ${table} line of its class (${names.join(', ')})`,
      ),
    ...listed
      .filter((column) => !own.includes(column))
      .map((column) => `${table}.${column} is no column any more, or needs no line: remove it from domain/register.ts`),
    ...listed
      .filter((column, at) => listed.indexOf(column) !== at)
      .map((column) => `${table}.${column} has two classes in domain/register.ts`),
    ...(personal === (entry.of !== 'nobody') ? [] : [`say in domain/register.ts whose data ${table} holds (of)`]),
  ]
}

async function storedColumns(): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: await scratchDatabase() })
  await client.connect()
  const { rows } = await client.query<{ table: string; columns: string[] }>(`
    select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
      and a.attnum > 0 and not a.attisdropped
    group by c.relname order by c.relname`)
  await client.end()
  return Object.fromEntries(rows.map(({ table, columns }) => [table, columns]))
}

const stored = await storedColumns()

test('every table and column is in the register, and the register names nothing else', () => {
  expect(Object.keys(stored).length).toBeGreaterThan(20)
  expect(faultsOf(stored, register)).toEqual([])
})

test('everything held about employees is in the copy a person takes, or it is said why not', () => {
  const held = Object.keys(register).filter((table) => register[table]!.of.includes('employees'))
  const view = Object.keys(register).filter((table) => register[table]!.view)
  const said = [...Object.keys(ownData), ...Object.keys(notInCopy)]
  expect(held.filter((table) => !said.includes(table) && !view.includes(table))).toEqual([])
  expect(said.filter((table) => !held.includes(table))).toEqual([])
  expect(Object.keys(ownData).filter((table) => table in notInCopy)).toEqual([])
})

const tools: Entry = { holds: 'tools', of: 'nobody', seen_by: 'nobody', technical: ['weight'] }
test.each([
  ['a new column', { tools: ['id', 'weight', 'owner_id'] }, { tools }, 'nobody classified tools.owner_id'],
  ['a new table', { tools: ['id', 'weight'] }, {}, "technical: ['weight']"],
  ['a column that is gone', { tools: ['id'] }, { tools }, 'tools.weight is no column any more'],
  ['a table that is gone', {}, { tools }, 'tools is no table any more'],
  ['a column of two classes', { tools: ['weight'] }, { tools: { ...tools, money: ['weight'] } }, 'two classes'],
  ['personal data of nobody', { tools: ['weight', 'x'] }, { tools: { ...tools, identity: ['x'] } }, 'whose data'],
])('the law bites: %s', (_, columns, known, words) => {
  expect(faultsOf(columns, known).join('\n')).toContain(words)
})
