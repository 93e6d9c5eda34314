/**
 * A question asked in two halves side by side: a statement keeps one core busy, and what years hold is more than one adds up while somebody
 * waits (docs/decisions/0046).
 */
import { sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { atOneMoment } from '#server/platform/one-moment.ts'
import type { Both, Fact, Found } from './kind.ts'

export type Half = 0 | 1
/** Ids fall into both evenly. As a truth value: PostgreSQL takes a third to be true, while of a comparison it expects next to nothing. */
export const inHalf = (id: RawBuilder<unknown>, half: Half) =>
  half === 0 ? sql`(uuid_hash(${id}) & 1)::boolean` : sql`not (uuid_hash(${id}) & 1)::boolean`

type Ask<T> = (half: Half, tx: Database) => Promise<T>

export const inHalves = <T>(db: Database, ask: Ask<T>): Promise<[T, T]> =>
  atOneMoment<[T, T]>(db, [(tx) => ask(0, tx), (tx) => ask(1, tx)])

/** As the database has it: what has none comes last. Rows of one size then come in the same order each time. */
export const byKey = ({ key: one }: Pick<Fact, 'key'>, { key: other }: Pick<Fact, 'key'>) =>
  one === other ? 0 : one === null ? 1 : other === null || one < other ? -1 : 1

/** The facts of both in the order of their keys. */
export const factsOfHalves = async <F extends Fact>(db: Database, ask: Ask<F[]>): Promise<F[]> =>
  (await inHalves(db, ask)).flat().toSorted(byKey)

/** Rows that are shown, and those that stand for all others: each of these says, as `beyond`, of how many. */
export function apart<R extends { beyond: number | null }, F extends Fact>(rows: R[], factOf: (row: R) => F): Found<F> {
  const others = rows.filter(({ beyond }) => beyond !== null)
  return {
    now: rows.filter(({ beyond }) => beyond === null).map(factOf),
    before: null,
    beyond: { rows: others[0]?.beyond ?? 0, now: others.map(factOf), before: null },
  }
}

/** The rows with the most of each half, among which are those of both, and all others together. */
export function joined<F extends Fact>(halves: readonly Found<F>[]): Both<F> & { beyond: Both<F> & { rows: number } } {
  const others = halves.flatMap(({ beyond }) => beyond ?? [])
  return { ...bothOf(halves), beyond: { ...bothOf(others), rows: others.reduce((sum, { rows }) => sum + rows, 0) } }
}

const bothOf = <F extends Fact>(parts: readonly Both<F>[]): Both<F> => ({
  now: parts.flatMap(({ now }) => now).toSorted(byKey),
  before: parts.every(({ before }) => before === null)
    ? null
    : parts.flatMap(({ before }) => before ?? []).toSorted(byKey),
})
