import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { testsIn } from '../../domain/rule-conditions.ts'
import { readCondition } from '../../domain/rule-text.ts'
import { api } from '../data/client.ts'
import { personName } from '../people/calls.ts'
import { useTeams } from '../settings/calls.ts'

export const getRule = (id: string) => api.get('/mapping-rules/{id}', { params: { id } })
export type Rule = Awaited<ReturnType<typeof getRule>>
export type State = Rule['state']
export type Target = Pick<Rule['target'], 'kind' | 'account_id' | 'deal_id' | 'task_id' | 'billable'>

type Order = { condition: string; target: Target; rule_id?: string }
export const askBackTest = (order: Order) => api.post('/mapping-rules/backtest', { body: sent(order) })
export type BackTest = Awaited<ReturnType<typeof askBackTest>>

/** A target names only what its kind has. */
const sent = <B extends { target?: Target }>(body: B) => ({
  ...body,
  ...(body.target && {
    target: Object.fromEntries(Object.entries(body.target).filter(([, value]) => value !== null)) as Pick<
      Target,
      'kind'
    >,
  }),
})

export type RuleFields = { name: string; condition: string; target: Target; priority: number }
export const createRule = (fields: RuleFields) => api.post('/mapping-rules', { body: sent(fields) as never })
export const patchRule = ({ id, version }: Pick<Rule, 'id' | 'version'>, fields: Partial<RuleFields>) =>
  api.patch('/mapping-rules/{id}', { params: { id }, body: sent(fields) as never, version })
export const setState = (
  { id, version }: Pick<Rule, 'id' | 'version'>,
  change: { state: State; reason?: string; unproven?: boolean },
) => api.post('/mapping-rules/{id}/state', { params: { id }, body: change, version })

export const useVersions = (id: string, number: number) =>
  useQuery({
    queryKey: ['mapping-rules', id, 'versions', number],
    queryFn: () => api.get('/mapping-rules/{id}/versions', { params: { id }, query: { limit: 20 } }),
  })

/** What the people and teams of a condition are called: it keeps their ids. */
export function useCalled(condition: string): (field: string, value: string) => string {
  const read = useMemo(() => readCondition(condition), [condition])
  const people = 'fault' in read ? [] : testsIn(read.condition).filter(({ field }) => field === 'person')
  const ids = [...new Set(people.flatMap(({ values }) => values))]
  const found = useQueries({ queries: ids.filter(isId).map((id) => personName(id)) })
  const teams = useTeams()
  const names = new Map([
    ...teams.map(({ value, label }): [string, string] => [value, label]),
    ...ids.filter(isId).map((id, n): [string, string] => [id, found[n]?.data ?? id]),
  ])
  return (_field, value) => names.get(value) ?? value
}
export const isId = (value: string) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value)

export function useRefresh() {
  const client = useQueryClient()
  return () =>
    Promise.all(
      ['mapping-rules', 'time', 'unmapped', 'history'].map((key) => client.invalidateQueries({ queryKey: [key] })),
    )
}
