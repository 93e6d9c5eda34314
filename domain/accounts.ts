/** An account is a company we sell to or work for. */
import { BulkOrder } from './bulk.ts'
import { metadataFilters } from './custom-fields.ts'
import { exportFields } from './list-export.ts'
import {
  Id,
  Metadata,
  Name,
  Nullable,
  Page,
  Patch,
  Tags,
  Text,
  Type,
  deletedFields,
  listFields,
  rowFields,
  strict,
  type Static,
} from './shapes.ts'

const details = {
  industry: Nullable(Name(100)),
  address: Nullable(Text(500)),
  phone: Nullable(Name(50)),
  website: Nullable(Type.String({ format: 'web-address', maxLength: 500 })),
  primary_contact_id: Nullable(Id),
  owner_id: Nullable(Id),
  tags: Tags,
  metadata: Metadata,
}
const fields = { name: Name(), ...details }

export const Account = strict({
  ...rowFields,
  ...fields,
  website: Nullable(Type.String()),
  owner_name: Nullable(Type.String()),
  primary_contact_name: Nullable(Type.String()),
  open_deals: Type.Integer(),
  ...deletedFields,
})
export type Account = Static<typeof Account>
export const AccountPage = Page(Account)

export const AccountInput = strict({ name: fields.name, ...Patch(details).properties })
export type AccountInput = Static<typeof AccountInput>
/** Every field, so that a client that knows fewer empties none by replacing the record. */
export const AccountWhole = strict(fields)
export const AccountPatch = Patch(fields)
export type AccountPatch = Static<typeof AccountPatch>

/** What many may have in common; a name is one record's own. */
export const AccountBulk = BulkOrder(
  Patch({ industry: fields.industry, owner_id: fields.owner_id, tags: fields.tags, metadata: fields.metadata }),
)
export type AccountBulk = Static<typeof AccountBulk>

const listed = {
  q: Type.Optional(Name()),
  owner_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  tag: Type.Optional(Type.Array(Name(100), { maxItems: 50 })),
  industry: Type.Optional(Type.Array(Name(100), { maxItems: 50 })),
  deleted: Type.Optional(Type.Boolean({ description: 'true: what is in the bin instead' })),
}
const order = listFields(['name', 'created_at', 'updated_at'])
export const AccountQuery = strict({ ...order, ...listed }, metadataFilters)
export type AccountQuery = Static<typeof AccountQuery>
/** The same list by its ids. */
export const AccountFilter = strict(listed, metadataFilters)
export type AccountFilter = Static<typeof AccountFilter>
/** The same list as a file. */
export const AccountExport = strict({ sort: order.sort, ...listed, ...exportFields }, metadataFilters)
export type AccountExport = Static<typeof AccountExport>
