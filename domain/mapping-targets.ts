import { Id, Nullable, OneOf, Type, strict } from './shapes.ts'

/** What time can be put on, for pickers. */
export const MappingTarget = strict({
  kind: OneOf(['deal', 'account'] as const),
  account_id: Id,
  account_name: Type.String(),
  deal_id: Nullable(Id),
  deal_name: Nullable(Type.String()),
  open: Type.Boolean(),
})
export const MappingTargets = strict({ data: Type.Array(MappingTarget) })
export const MappingTargetQuery = strict({
  q: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 20 })),
})
