/** How PostgreSQL answers a statement, as `explain (analyze, format json)` tells it. */
import type pg from 'pg'

type Node = {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  'Shared Hit Blocks': number
  'Shared Read Blocks': number
  Plans?: Node[]
}
/**
 * `read`: rows of `tables` looked at, also those that did not fit. `blocks`: of 8 kB, which also tells an index that was read from
 * beginning to end. `scanned`: which of `tables` were.
 */
export type Plan = { read: number; blocks: number; scanned: string[] }

export async function planOf(
  client: pg.Pool | pg.PoolClient,
  { text, values }: { text: string; values: unknown[] },
  tables: readonly string[],
): Promise<Plan> {
  const { rows } = await client.query({ text: `explain (analyze, buffers, timing off, format json) ${text}`, values })
  const [{ Plan: root }] = rows[0]['QUERY PLAN'] as [{ Plan: Node }]
  const scans = nodesOf(root).filter((node) => tables.includes(tableOf(node)))
  return {
    read: Math.round(scans.reduce((sum, node) => sum + rowsRead(node), 0)),
    blocks: root['Shared Hit Blocks'] + root['Shared Read Blocks'],
    scanned: [...new Set(scans.filter(isWhole).map(tableOf))],
  }
}

/** A month of time entries is time entries. */
const tableOf = (node: Node) => (node['Relation Name'] ?? '').replace(/_\d{4}_\d\d$/, '')
const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]
const rowsRead = (node: Node) =>
  node['Actual Loops'] *
  (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0))
const isWhole = (node: Node) => node['Node Type'] === 'Seq Scan' && rowsRead(node) > 0
