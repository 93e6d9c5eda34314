/** Time that is not believed, and what a person decides about it: it is time after all, it is none, or it is doubted again. */
import { Id, Type, strict, type Static } from './shapes.ts'

const ids = Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true })
const reason = Type.String({ tidy: true, minLength: 3, maxLength: 500 })

/** `billable` false releases what overlaps other billable time. */
export const QuarantineRelease = strict({ ids, reason, billable: Type.Optional(Type.Boolean()) })
export type QuarantineRelease = Static<typeof QuarantineRelease>
export const QuarantineDecision = strict({ ids, reason })
export type QuarantineDecision = Static<typeof QuarantineDecision>
