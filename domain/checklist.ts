/** The card of first things to do: what comes first for whom. */
import type { Grants, Permission } from './permissions.ts'

/** In this order; each is for whoever has the right, and a person sees the first five. */
const items = [
  ['workspace', 'settings:write'],
  ['people', 'users:write'],
  ['links', 'users:write'],
  ['agent', 'api-keys:write'],
  ['account', 'accounts:write'],
  ['deal', 'deals:write'],
  ['task', 'tasks:write'],
  ['review', 'time:write'],
  ['waiting', 'time:read'],
  ['values', 'values:read'],
  ['preferences', null],
  ['notice', null],
  ['second_factor', null],
] as const satisfies (readonly [string, Permission | null])[]
export type ChecklistKey = (typeof items)[number][0]
export const checklistKeys = items.map(([key]) => key)

export const checklistFor = (grants: Grants): ChecklistKey[] =>
  items
    .filter(([, permission]) => permission === null || grants[permission] !== undefined)
    .map(([key]) => key)
    .slice(0, 5)
