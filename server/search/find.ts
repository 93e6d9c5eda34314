import {
  entriesOf,
  kindOf,
  kinds as allKinds,
  recordOf,
  type EntryKind,
  type Hit,
  type Match,
  type SearchAnswer,
  type SearchQuery,
} from '#domain/search.ts'
import { rank, type Candidate, type Ranked } from '#domain/search-rank.ts'
import {
  amongFewer,
  asMistyped,
  asTyped,
  isCutShort,
  lately,
  ownedBy,
  readTokens,
  supposeMistakes,
  within,
  type Reading,
  type Token,
} from '#domain/search-terms.ts'
import type { Lexicon } from '#domain/typing-mistakes.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { candidates, titlesFrom, type Reach } from './candidate-queries.ts'
import type { Words } from './lexicon.ts'
import { readQuestion, shown, type Shown } from './queries.ts'
import { scopeOfKind } from './rights.ts'

/** Of titles alone, and of titles besides the records that fit best. */
const mostTitles = 400
const mostTitlesBesides = 100
const everything = allKinds.flatMap(entriesOf)
/** Owners named in a question to the index; of a larger team every row is looked at. */
const mostOwners = 200

/** Records that answer `q`, best first, at most `limit`. */
export async function find(
  db: Database,
  words: Words,
  actor: Actor,
  query: SearchQuery,
  now_ms: number,
): Promise<SearchAnswer> {
  const limit = query.limit ?? 20
  const kinds = (query.types ?? allKinds).flatMap(entriesOf).filter((kind) => scopeOfKind(actor, kind) !== null)
  const [asked, lexicon] = await Promise.all([readQuestion(db, query.q), words(db, now_ms)])
  if (kinds.length === 0 || asked.words.length === 0) return { data: [] }
  const reach = { actor, kinds, terms: scopeTerms(actor, kinds) }
  const typed = readTokens(asked.words, query.q, lexicon, asked.uncounted)
  const { tokens, found } = await collect({ db, reach, lexicon, now_ms }, typed, limit)
  const best = rank(tokens, found, actor.id, now_ms).slice(0, limit)
  const ids = best.map(({ id }) => id)
  return { data: present(best, await shown(db, ids)) }
}

type Search = { db: Database; reach: Reach; lexicon: Lexicon; now_ms: number }

/** Readings are tried surest first, until there are enough. Gives the words with what they had to be taken for. */
async function collect(
  { db, reach, lexicon, now_ms }: Search,
  typed: readonly Token[],
  limit: number,
): Promise<{ tokens: readonly Token[]; found: Candidate[] }> {
  const beginning = typed.map(({ word }) => word).join(' ')
  if (isShort(typed)) return { tokens: typed, found: await titlesFrom(db, reach, beginning, mostTitles) }
  const found = new Map<string, Candidate>()
  const add = (more: Candidate[]) => more.forEach((candidate) => found.set(candidate.id, candidate))
  const enough = typed.length < decisive ? limit : 1
  const tryEach = async (readings: readonly Reading[]) => {
    for (const reading of readings) if (found.size < enough) add(await candidates(db, reach, reading))
  }
  const answer = (tokens: readonly Token[]) => ({ tokens, found: [...found.values()] })

  await tryEach(asTyped(typed))
  const narrow = [...(reach.actor.id === null ? [] : [ownedBy(reach.actor.id)]), lately(now_ms)]
  const fewer = amongFewer(typed, narrow, found.size)
  if (fewer) add(await candidates(db, reach, fewer))
  if (fewer || isCutShort(typed)) add(await titlesFrom(db, reach, beginning, mostTitlesBesides))
  if (found.size >= enough) return answer(typed)
  const tokens = supposeMistakes(typed, lexicon)
  await tryEach(asMistyped(tokens, narrow))
  return answer(tokens)
}

/** So many words tell one record from all others: what has them all was meant. */
const decisive = 3
/** One or two letters begin a word of every third record: there it is the titles that count. */
const isShort = (tokens: readonly Token[]) => tokens.length === 1 && /^[a-z]{1,2}$/.test(tokens[0]!.word)

function scopeTerms(actor: Actor, kinds: readonly EntryKind[]): string | null {
  const owners = { own: [String(actor.person_id)], team: actor.team.length > mostOwners ? null : actor.team, all: null }
  const scopes = (['own', 'team', 'all'] as const).map((scope) => ({
    kinds: kinds.filter((kind) => scopeOfKind(actor, kind) === scope),
    owners: owners[scope],
  }))
  // where everything may be found and was asked for, naming the kinds would only cost (6 times the time of a plain question)
  return kinds.length === everything.length && scopes.at(-1)!.kinds.length === kinds.length
    ? null
    : within(scopes.filter((part) => part.kinds.length > 0))
}

function present(best: readonly Ranked<Candidate>[], records: readonly Shown[]): Hit[] {
  const byId = new Map(records.map((record) => [record.id, record]))
  return best.flatMap((candidate) => {
    const record = byId.get(candidate.id)
    if (!record) return []
    const { id, account_id, record_id, title, detail } = record
    return [
      {
        id,
        type: kindOf(candidate.kind),
        account_id,
        record: { type: recordOf(candidate.kind), id: record_id },
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
