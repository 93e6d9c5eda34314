import { Id, Nullable, OneOf, strict, Type, type Static } from './shapes.ts'

/** What can be found, each a branch of the view search_sources. */
export const kinds = ['account', 'contact', 'deal', 'task'] as const
export type Kind = (typeof kinds)[number]

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
  /** The company, deal or address that tells two of one name apart. */
  detail: Nullable(Type.String()),
  matched: Type.Array(Match),
})
export type Hit = Static<typeof Hit>

export const SearchAnswer = strict({ data: Type.Array(Hit) })
export type SearchAnswer = Static<typeof SearchAnswer>
