/** A contact is a person at a customer; somebody may be known before their company is. */
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
  Type,
  deletedFields,
  listFields,
  rowFields,
  strict,
  type Static,
} from './shapes.ts'

const details = {
  account_id: Nullable(Id),
  first_name: Nullable(Name(100)),
  email: Nullable(Type.String({ tidy: true, format: 'email', maxLength: 254 })),
  phone: Nullable(Name(50)),
  job_title: Nullable(Name()),
  owner_id: Nullable(Id),
  tags: Tags,
  metadata: Metadata,
}
const fields = { last_name: Name(100), ...details }

export const Contact = strict({
  ...rowFields,
  ...fields,
  email: Nullable(Type.String()),
  name: Type.String({ description: 'first and last name as they are said' }),
  account_name: Nullable(Type.String()),
  account_deleted: Type.Boolean({ description: 'the account is deleted; the contact stays and may be moved' }),
  owner_name: Nullable(Type.String()),
  ...deletedFields,
})
export type Contact = Static<typeof Contact>
export const ContactPage = Page(Contact)

export const ContactInput = strict({ last_name: fields.last_name, ...Patch(details).properties })
export type ContactInput = Static<typeof ContactInput>
export const ContactWhole = strict(fields)
export const ContactPatch = Patch(fields)
export type ContactPatch = Static<typeof ContactPatch>

/** What many may have in common; a name is one record's own. */
export const ContactBulk = BulkOrder(
  Patch({
    account_id: fields.account_id,
    job_title: fields.job_title,
    owner_id: fields.owner_id,
    tags: fields.tags,
    metadata: fields.metadata,
  }),
)
export type ContactBulk = Static<typeof ContactBulk>

const listed = {
  q: Type.Optional(Name()),
  account_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  owner_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  tag: Type.Optional(Type.Array(Name(100), { maxItems: 50 })),
  deleted: Type.Optional(Type.Boolean({ description: 'true: what is in the bin instead' })),
}
const order = listFields(['name', 'email', 'created_at', 'updated_at'])
export const ContactQuery = strict({ ...order, ...listed }, metadataFilters)
export type ContactQuery = Static<typeof ContactQuery>
/** The same list by its ids. */
export const ContactFilter = strict(listed, metadataFilters)
export type ContactFilter = Static<typeof ContactFilter>
/** The same list as a file. */
export const ContactExport = strict({ sort: order.sort, ...listed, ...exportFields }, metadataFilters)
export type ContactExport = Static<typeof ContactExport>
