/** What is said where a reader does not see everything. */
import type { Permission } from '#domain/permissions.ts'
import { scopeOf } from '#server/platform/actor.ts'
import type { Asked } from './kind.ts'

const whose = { own: 'Only your own', team: 'Only your team’s' }

export const scoped = ({ actor }: Asked, permission: Permission, noun: string): string[] => {
  const scope = scopeOf(actor, permission)
  return scope === 'own' || scope === 'team' ? [`${whose[scope]} ${noun} are counted.`] : []
}

export const withoutValues = ({ values }: Asked): string[] =>
  values ? [] : ['What deals are worth is left out: it needs the right to see values.']
