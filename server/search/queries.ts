import type { Kind } from '#domain/search.ts'
import type { Candidate } from '#domain/search-rank.ts'
import type { Permission } from '#domain/permissions.ts'
import { inScope } from '#server/people/scope.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import { sql, type Database } from '#server/platform/database.ts'

/** Who may find what: the right that lists a kind also finds it. */
const rights: Record<Kind, Permission> = {
  account: 'accounts:read',
  contact: 'accounts:read',
  deal: 'deals:read',
  task: 'tasks:read',
}
export const rightOf = (kind: Kind) => rights[kind]

/** The question as the index spells it, and who is in the actor's team. */
export async function readQuestion(
  db: Database,
  actor: Actor,
  q: string,
): Promise<{ words: string[]; team: string[] }> {
  const { rows } = await sql<{ words: string[]; team: string[] }>`
    select search_words_of(${q}) as words,
           array(select id::text from users where team_id = ${actor.team_id}::uuid or id = ${actor.id}::uuid limit 1000) as team
  `.execute(db)
  return rows[0]!
}

/** Up to `most` entries that fit `terms`, in no order. The terms keep within the actor's rows, and so does the condition: the index is fast, the condition is the law. */
export async function candidates(
  db: Database,
  actor: Actor,
  kinds: readonly Kind[],
  terms: string,
  most: number,
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select e.id, e.kind, e.owner_id, e.folded, e.changed_at
    from search_entries e
    where e.terms @@ ${terms}::tsquery and ${visible(actor, kinds)}
    limit ${most}
  `.execute(db)
  return rows
}

/** As the index search_entries_title has it. */
const title = sql`left(split_part(e.folded, E'\\n', 1), 40) collate "C"`

/** Titles that begin with these words, the shortest ones first: an exact title is among them however many share its first word. */
export async function titlesFrom(
  db: Database,
  actor: Actor,
  kinds: readonly Kind[],
  beginning: string,
  most: number,
): Promise<Candidate[]> {
  const start = [...beginning].slice(0, 40).join('')
  const { rows } = await sql<Candidate>`
    select e.id, e.kind, e.owner_id, e.folded, e.changed_at
    from search_entries e
    where ${title} >= ${start} and ${title} < ${`${start}\u{10ffff}`} and ${visible(actor, kinds)}
    order by ${title}
    limit ${most}
  `.execute(db)
  return rows
}

const visible = (actor: Actor, kinds: readonly Kind[]) =>
  sql`(${sql.join(
    kinds.map((kind) => sql`e.kind = ${kind} and ${inScope(actor, rights[kind], sql`e.owner_id`)}`),
    sql` or `,
  )})`

export const scopeOfKind = (actor: Actor, kind: Kind) => scopeOf(actor, rights[kind])

export type Shown = {
  id: string
  account_id: string | null
  title: string
  detail: string | null
  fields: Record<string, string | null>
}

/** What is shown of the records that were found, as they are now. */
export async function shown(db: Database, ids: readonly string[]): Promise<Shown[]> {
  const { rows } = await sql<Shown>`
    select a.id, a.id as account_id, a.name as title, a.industry as detail, jsonb_build_object('website', a.website, 'industry', a.industry, 'phone', a.phone) as fields
    from accounts a where a.id = any (${ids})
    union all
    select c.id, c.account_id, coalesce(c.first_name || ' ', '') || c.last_name, a.name, jsonb_build_object('company', a.name, 'email', c.email, 'phone', c.phone, 'job_title', c.job_title)
    from contacts c left join accounts a on a.id = c.account_id where c.id = any (${ids})
    union all
    select d.id, d.account_id, d.name, a.name, jsonb_build_object('company', a.name)
    from deals d join accounts a on a.id = d.account_id where d.id = any (${ids})
    union all
    select t.id, t.account_id, t.title, a.name, jsonb_build_object('company', a.name)
    from tasks t left join accounts a on a.id = t.account_id where t.id = any (${ids})
  `.execute(db)
  return rows
}
