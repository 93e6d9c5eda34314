/** Views of a list: which there are, which one is open, and whether it was changed since. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { View, ViewPage } from '../../domain/views.ts'
import { api } from '../data/client.ts'
import { useAddress } from '../data/list.ts'

export type { View, ViewPage }
type Words = Record<string, string | undefined>

/** In the address of everything that is open: which view it began with, the record beside the list, the day of a calendar. */
const beside = ['view', 'peek', 'day']
/** The view of who wants none: it keeps the default from coming back. */
export const everything = 'all'

/** What is looked at, as a view keeps it: the same state always gives the same text. */
export function addressOf(search: Words): string {
  const kept = Object.entries(search).filter(([name, value]) => value && !beside.includes(name))
  return new URLSearchParams(kept.sort(([a], [b]) => (a < b ? -1 : 1)) as [string, string][]).toString()
}
export const searchOf = (view: View): Words => ({
  ...Object.fromEntries(new URLSearchParams(view.address)),
  view: view.id,
})

export const viewsQuery = (page: ViewPage) => ({
  queryKey: ['views', page],
  queryFn: async () => (await api.get('/views', { query: { page } })).data,
  staleTime: 60_000,
})

export function useViews(page: ViewPage) {
  const client = useQueryClient()
  const { search, become } = useAddress()
  const { data: views, isPending } = useQuery(viewsQuery(page))
  const current = views?.find(({ id }) => id === search['view'])
  const address = addressOf(search)
  const reread = () => client.invalidateQueries({ queryKey: ['views', page] })
  return {
    views: views ?? [],
    isPending,
    current,
    address,
    edited: current ? addressOf(searchOf(current)) !== address : address !== '',
    open: (view: View | null) => become(view ? searchOf(view) : { view: everything }),
    reread,
  }
}

/** A list opened without a word in its address shows what the person chose to see first. False until that is known. */
export function useFirstView(page: ViewPage | undefined): boolean {
  const { search, become } = useAddress()
  const bare = page !== undefined && addressOf(search) === '' && search['view'] === undefined
  const { data: views, isError } = useQuery({ ...viewsQuery(page ?? 'deals'), enabled: page !== undefined })
  const first = views?.find(({ is_default }) => is_default)
  useEffect(() => {
    if (bare && first) become({ ...search, ...searchOf(first) }, true)
  })
  return !bare || isError || (views !== undefined && !first)
}
