/** Evidence: the titles, web addresses and apps of recorded time. They belong to the person whose time it is. */
import { Id, Instant, Nullable, Page, Type, listFields, rowFields, strict, type Static } from './shapes.ts'

/** A look at what a person has not released: who, at whom, why, until when. The person is told, and sees it for good. */
export const EvidenceAccess = strict({
  ...rowFields,
  viewer_id: Id,
  viewer_name: Type.String(),
  person_id: Id,
  person_name: Type.String(),
  reason: Type.String(),
  expires_at: Instant,
  /** How often something was read under it, and when last. */
  reads: Type.Integer(),
  last_read_at: Nullable(Instant),
})
export type EvidenceAccess = Static<typeof EvidenceAccess>
export const EvidenceAccessPage = Page(EvidenceAccess)
export const EvidenceAccessQuery = strict(listFields(['created_at']))
export type EvidenceAccessQuery = Static<typeof EvidenceAccessQuery>

export const EvidenceAccessInput = strict({
  person_id: Id,
  reason: Type.String({ tidy: true, minLength: 10, maxLength: 1_000 }),
  hours: Type.Integer({ minimum: 1, maximum: 72 }),
})
export type EvidenceAccessInput = Static<typeof EvidenceAccessInput>
