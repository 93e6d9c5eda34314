/** A way to look at a list that somebody keeps: filter, sort, columns and layout, as the words of the page's address. */
import { Id, Name, Nullable, OneOf, Patch, Type, rowFields, strict, type Static } from './shapes.ts'

export const viewPages = ['accounts', 'contacts', 'deals', 'tasks', 'time', 'reports'] as const
export type ViewPage = (typeof viewPages)[number]

/** private: the owner alone · team: whoever is in the owner's team now · all: everybody. */
export const shares = ['private', 'team', 'all'] as const

/** One person keeps so many views of one page. */
export const mostViews = 50

const Address = Type.String({
  maxLength: 4_000,
  pattern: '^[^?#\\s]*$',
  description: 'the query of the page’s address, without the question mark',
  examples: ['sort=-value&stage=negotiation'],
})
const fields = { name: Name(60), shared: OneOf(shares), address: Address }

export const View = strict({
  ...rowFields,
  page: OneOf(viewPages),
  ...fields,
  owner_id: Id,
  owner_name: Type.String(),
  is_default: Type.Boolean({ description: 'the page opens with it, for the person who asks' }),
  may_change: Type.Boolean({ description: 'for the person who asks' }),
})
export type View = Static<typeof View>
/** Own ones first, by name. At most 200. */
export const ViewList = strict({ data: Type.Array(View) })

export const ViewQuery = strict({ page: OneOf(viewPages) })
export type ViewQuery = Static<typeof ViewQuery>

export const ViewInput = strict({
  page: OneOf(viewPages),
  name: fields.name,
  shared: Type.Optional(fields.shared),
  address: fields.address,
})
export type ViewInput = Static<typeof ViewInput>
export const ViewPatch = Patch(fields)
export type ViewPatch = Static<typeof ViewPatch>

/** Null: the page opens with everything, as it does for who never chose. */
export const DefaultView = strict({ page: OneOf(viewPages), view_id: Nullable(Id) })
export type DefaultView = Static<typeof DefaultView>
