import type { Hit, Kind, Match, SearchAnswer, SearchQuery } from '#domain/search.ts'
import { kinds as allKinds } from '#domain/search.ts'
import { rank, type Candidate, type Ranked } from '#domain/search-rank.ts'
import { and, lately, ownedBy, readings, readTokens, within, type Token } from '#domain/search-terms.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import type { Words } from './lexicon.ts'
import { candidates, readQuestion, scopeOfKind, shown, titlesFrom, type Shown } from './queries.ts'

/** More than this many that fit are too many to weigh each: then titles, own and recent ones are fetched besides. */
const mostWeighed = 400
const mostBesides = 100
/** Owners named in a question to the index; of a larger team every row is looked at. */
const mostOwners = 200

/** Records that answer `q`, best first, at most `limit`. Readings are tried surest first until there are enough. */
export async function find(
  db: Database,
  words: Words,
  actor: Actor,
  query: SearchQuery,
  now_ms: number,
): Promise<SearchAnswer> {
  const limit = query.limit ?? 20
  const kinds = (query.types ?? allKinds).filter((kind) => scopeOfKind(actor, kind) !== null)
  const [{ words: typed, team }, lexicon] = await Promise.all([readQuestion(db, actor, query.q), words(db, now_ms)])
  if (kinds.length === 0 || typed.length === 0) return { data: [] }
  const tokens = readTokens(typed, query.q, lexicon)
  const search: Search = { db, actor, kinds, scope: scopeTerms(actor, kinds, team) }
  const found = await collect(search, tokens, limit, now_ms)
  const best = rank(tokens, found, actor.id, now_ms).slice(0, limit)
  return {
    data: present(
      best,
      await shown(
        db,
        best.map(({ id }) => id),
      ),
    ),
  }
}

type Search = { db: Database; actor: Actor; kinds: Kind[]; scope: string }

async function collect(search: Search, tokens: readonly Token[], limit: number, now_ms: number): Promise<Candidate[]> {
  const found = new Map<string, Candidate>()
  const add = (more: Candidate[]) => more.forEach((candidate) => found.set(candidate.id, candidate))
  for (const reading of tooShort(tokens) ? [] : readings(tokens)) {
    const fitting = await fetchFitting(search, reading, mostWeighed)
    add(fitting)
    if (fitting.length === mostWeighed) {
      const { id } = search.actor
      if (id !== null) add(await fetchFitting(search, and(reading, ownedBy(id)), mostBesides))
      add(await fetchFitting(search, and(reading, lately(now_ms)), mostBesides))
      add(await fetchTitles(search, tokens, mostBesides))
    }
    if (found.size >= limit) break
  }
  if (tooShort(tokens)) add(await fetchTitles(search, tokens, mostWeighed))
  return [...found.values()]
}

/** One or two letters begin a word of every third record: there it is the titles that count. */
const tooShort = (tokens: readonly Token[]) => tokens.length === 1 && /^[a-z]{1,2}$/.test(tokens[0]!.word)

const fetchFitting = ({ db, actor, kinds, scope }: Search, reading: string, most: number) =>
  candidates(db, actor, kinds, scope === '' ? reading : and(reading, scope), most)
const fetchTitles = ({ db, actor, kinds }: Search, tokens: readonly Token[], most: number) =>
  titlesFrom(db, actor, kinds, tokens.map(({ word }) => word).join(' '), most)

function scopeTerms(actor: Actor, kinds: readonly Kind[], team: readonly string[]): string {
  const owners = { own: [String(actor.id)], team: team.length > mostOwners ? null : team, all: null }
  const scopes = (['own', 'team', 'all'] as const).map((scope) => ({
    kinds: kinds.filter((kind) => scopeOfKind(actor, kind) === scope),
    owners: owners[scope],
  }))
  // where everything may be found and was asked for, naming the kinds would only cost (6 times the time of a plain question)
  return kinds.length === allKinds.length && scopes.at(-1)!.kinds.length === kinds.length
    ? ''
    : within(scopes.filter((part) => part.kinds.length > 0))
}

function present(best: readonly Ranked<Candidate>[], records: readonly Shown[]): Hit[] {
  const byId = new Map(records.map((record) => [record.id, record]))
  return best.flatMap((candidate) => {
    const record = byId.get(candidate.id)
    if (!record) return []
    const { id, account_id, title, detail } = record
    return [
      {
        id,
        type: candidate.kind as Kind,
        account_id,
        title,
        detail,
        matched: candidate.found.map((match) => placed(match, record, candidate.folded)),
      },
    ]
  })
}

/** In which field the word stands: the title, else the first that holds it as it is written. */
function placed(match: Omit<Match, 'field'>, { fields }: Shown, folded: string): Match {
  const inTitle = folded.slice(0, folded.indexOf('\n')).includes(match.found)
  const holds = ([, text]: [string, string | null]) =>
    text !== null && (text.toLowerCase().includes(match.found) || text.replaceAll(/\D/g, '').includes(match.found))
  return { ...match, field: inTitle ? 'title' : (Object.entries(fields).find(holds)?.[0] ?? null) }
}
