import { sql, type Database } from '#server/platform/database.ts'

export type CountedWord = { word: string; rows: number; counted_at: string }

/** Words counted since an instant, and a little before it for transactions that ended later than they began; all where it is null. */
export async function countedWords(db: Database, since: string | null): Promise<CountedWord[]> {
  const { rows } = await sql<CountedWord>`
    select word, rows, counted_at
    from search_words
    where counted_at >= coalesce(${since}::timestamptz - interval '5 minutes', '-infinity')
  `.execute(db)
  return rows
}

/** Takes up to `most` of the words that wait into the counted ones. Gives how many it took. */
export async function countNew(db: Database, most: number): Promise<number> {
  const { rows } = await sql<{ taken: number }>`
    with taken as (
      delete from search_new_words
      where ctid = any (array(select ctid from search_new_words limit ${most} for update skip locked))
      returning word, rows
    ), counted as (
      insert into search_words as w (word, rows)
      select word, sum(rows)
      from taken
      group by word
      order by word
      on conflict (word) do update set rows = w.rows + excluded.rows, counted_at = now()
    )
    select count(*)::int as taken from taken
  `.execute(db)
  return rows[0]!.taken
}

/** Counts every word anew: known ones are not counted when they are written. One that is gone stays with no rows, so that memories forget it. */
export async function countAll(db: Database): Promise<void> {
  await sql`
    with now_there as materialized (
      select word, rows
      from (
        select word, count(*) as rows
        from search_entries, unnest(string_to_array(translate(folded, E'\\n', ' '), ' ')) as word
        group by word
      ) all_words
      where search_is_word(word)
    )
    insert into search_words as w (word, rows)
    select word, coalesce(n.rows, 0)
    from now_there n full join search_words k using (word)
    where n.rows is distinct from nullif(k.rows, 0)
    order by word
    on conflict (word) do update set rows = excluded.rows, counted_at = now()
  `.execute(db)
}
