import { Id, Nullable, OneOf, strict, Type, type Static } from './shapes.ts'

/** What notes hang on, too. */
export const recordKinds = ['account', 'contact', 'deal', 'task'] as const
export type RecordKind = (typeof recordKinds)[number]
export const kinds = [...recordKinds, 'note'] as const
export type Kind = (typeof kinds)[number]

/** What the index tells apart, each a branch of the view search_sources: who may read a note depends on what it hangs on. */
export type EntryKind = RecordKind | `${RecordKind}_note`
export const entriesOf = (kind: Kind): EntryKind[] =>
  kind === 'note' ? recordKinds.map((record): EntryKind => `${record}_note`) : [kind]
export const kindOf = (entry: EntryKind): Kind => (entry.endsWith('_note') ? 'note' : (entry as RecordKind))
/** `entry` is of a note or of the record itself. */
export const recordOf = (entry: EntryKind): RecordKind => entry.replace('_note', '') as RecordKind

export const SearchQuery = strict({
  q: Type.String({ minLength: 1, maxLength: 200 }),
  types: Type.Optional(Type.Array(OneOf(kinds), { minItems: 1, maxItems: kinds.length })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 20 })),
})
export type SearchQuery = Static<typeof SearchQuery>

/** How a word of the question met a word of the record. */
export const How = OneOf(['exact', 'prefix', 'part', 'corrected'] as const)

/** One word of the question and what it was found as. `field` is null where several fields share the word. */
export const Match = strict({ asked: Type.String(), found: Type.String(), how: How, field: Nullable(Type.String()) })
export type Match = Static<typeof Match>

export const Hit = strict({
  id: Id,
  type: OneOf(kinds),
  title: Type.String(),
  /** The company it belongs to; an account's is itself. */
  account_id: Nullable(Id),
  /** The record a note hangs on; of a record that is itself. */
  record: strict({ type: OneOf(recordKinds), id: Id }),
  /** The company, deal or address that tells two of one name apart. */
  detail: Nullable(Type.String()),
  matched: Type.Array(Match),
})
export type Hit = Static<typeof Hit>

export const SearchAnswer = strict({ data: Type.Array(Hit) })
export type SearchAnswer = Static<typeof SearchAnswer>
