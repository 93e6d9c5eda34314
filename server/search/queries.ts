import { sql, type Database } from '#server/platform/database.ts'

export type Asked = { words: string[]; uncounted: string[] }

/** The question as the index spells it, and words nobody counted yet that its last one may become. */
export async function readQuestion(db: Database, q: string): Promise<Asked> {
  const { rows } = await sql<Asked>`
    select asked.words,
           array(
             select distinct n.word
             from search_new_words n
             where n.word collate "C" > asked.words[cardinality(asked.words)]
               and n.word collate "C" < asked.words[cardinality(asked.words)] || ${'\u{10ffff}'}
             limit 50
           ) as uncounted
    from (select search_words_of(${q}) as words offset 0) asked
  `.execute(db)
  return rows[0]!
}

export type Shown = {
  id: string
  account_id: string | null
  record_id: string
  title: string
  detail: string | null
  fields: Record<string, string | null>
}

/** What is shown of the records that were found, as they are now. */
export async function shown(db: Database, ids: readonly string[]): Promise<Shown[]> {
  const { rows } = await sql<Shown>`
    select a.id, a.id as account_id, a.id as record_id, a.name as title, a.industry as detail,
           jsonb_build_object('website', a.website, 'industry', a.industry, 'phone', a.phone) as fields
    from accounts a
    where a.id = any (${ids})
    union all
    select c.id, c.account_id, c.id, coalesce(c.first_name || ' ', '') || c.last_name, a.name,
           jsonb_build_object('company', a.name, 'email', c.email, 'phone', c.phone, 'job_title', c.job_title)
    from contacts c left join accounts a on a.id = c.account_id
    where c.id = any (${ids})
    union all
    select d.id, d.account_id, d.id, d.name, a.name, jsonb_build_object('company', a.name)
    from deals d join accounts a on a.id = d.account_id
    where d.id = any (${ids})
    union all
    select t.id, t.account_id, t.id, t.title, a.name, jsonb_build_object('company', a.name)
    from tasks t left join accounts a on a.id = t.account_id
    where t.id = any (${ids})
    union all
    select n.id, coalesce(n.account_id, c.account_id, d.account_id, t.account_id),
           coalesce(n.account_id, n.contact_id, n.deal_id, n.task_id), left(n.text, 200), about.name,
           jsonb_build_object('about', about.name, 'text', n.text)
    from notes n
      left join accounts a on a.id = n.account_id
      left join contacts c on c.id = n.contact_id
      left join deals d on d.id = n.deal_id
      left join tasks t on t.id = n.task_id
      cross join lateral (
        select coalesce(a.name, coalesce(c.first_name || ' ', '') || c.last_name, d.name, t.title) as name
      ) about
    where n.id = any (${ids})
  `.execute(db)
  return rows
}
