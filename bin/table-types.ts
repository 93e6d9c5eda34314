/**
 * Writes server/platform/tables.ts from a migrated database, so that a column is spelled once: in the migration.
 * `npm run table-types` against a scratch database; a test holds the file against the template database.
 */
import type pg from 'pg'

const scalar: Record<string, string> = {
  uuid: 'string',
  text: 'string',
  tsvector: 'string',
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float4: 'number',
  float8: 'number',
  numeric: 'string',
  timestamptz: 'string',
  date: 'string',
  jsonb: 'Json',
  bytea: 'Buffer',
  inet: 'string',
  cidr: 'string',
  xid8: 'string',
}

type Column = {
  table_name: string
  column_name: string
  udt_name: string
  nullable: boolean
  has_default: boolean
  always: boolean
}

function typeOf({ udt_name, nullable, has_default, always }: Column): string {
  const array = udt_name.startsWith('_')
  const base = scalar[array ? udt_name.slice(1) : udt_name]
  if (!base) throw new Error(`No TypeScript type is known for the column type ${udt_name}`)
  const type = `${base}${array ? '[]' : ''}${nullable ? ' | null' : ''}`
  return always ? `GeneratedAlways<${type}>` : has_default ? `Generated<${type}>` : type
}

const interfaceName = (table: string) => table.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())

/** The text of tables.ts for the public schema of this database. */
export async function tableTypes(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<Column>(`
    select c.table_name, c.column_name, c.udt_name, c.is_nullable = 'YES' as nullable,
           c.column_default is not null as has_default, c.is_identity = 'YES' or c.is_generated = 'ALWAYS' as always
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name <> 'migrations'
    order by c.table_name, c.ordinal_position`)
  const tables = Map.groupBy(rows, (column) => column.table_name)
  const interfaces = [...tables].map(
    ([table, columns]) =>
      `export interface ${interfaceName(table)} {\n${columns.map((column) => `  ${column.column_name}: ${typeOf(column)}\n`).join('')}}\n`,
  )
  const index = [...tables.keys()].map((table) => `  ${table}: ${interfaceName(table)}\n`).join('')
  return [
    '/** Generated from the migrations by bin/table-types.ts; do not edit. */',
    "import type { Generated, GeneratedAlways } from 'kysely'\n",
    'type Json = Record<string, unknown>\n',
    ...interfaces,
    `export interface Tables {\n${index}}\n`,
  ].join('\n')
}
