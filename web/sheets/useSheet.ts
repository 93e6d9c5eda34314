import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import type { useMe } from '../data/me.ts'
import type { Entry } from '../time/calls.ts'
import { hours } from '../ui/formats.tsx'
import { say, track } from '../ui/toasts.tsx'

const getWeek = (from: string) => api.get('/me/week', { query: { from } })
export type Sheet = Awaited<ReturnType<typeof getWeek>>
export type Row = Sheet['rows'][number]
/** What a row is about; rows that were just added have no time yet. */
export type Place = Omit<Row, 'cells'>

const keyOf = (from: string) => ['week', from]
export const useSheet = (from: string) => useQuery({ queryKey: keyOf(from), queryFn: () => getWeek(from) })
export const placeKey = ({ deal_id, account_id }: Pick<Place, 'deal_id' | 'account_id'>) =>
  deal_id ?? account_id ?? 'internal'
export const nameOf = ({ deal_name, account_name }: Pick<Place, 'deal_name' | 'account_name'>) =>
  deal_name ?? account_name ?? 'Internal work'

/** A closed period is open to who may write in it; an approved week to nobody. */
export const lockFor = ({ locked }: Sheet['days'][number], { can }: Pick<ReturnType<typeof useMe>, 'can'>) =>
  locked === 'period' && can('locked-time:write') ? null : locked

type Change = {
  place: Place
  day: string
  seconds: number
  was_seconds: number
  /** Where it begins on the clock, where times were typed. */
  at_minutes?: number | undefined
}

/** Types hours into one cell. The answer is the whole week, so its totals are the server's; each change can be taken back. */
export function useTyping(from: string) {
  const client = useQueryClient()
  const send = async ({ place, day, seconds, was_seconds, at_minutes }: Change) => {
    const { deal_id, account_id } = place
    const body = {
      from,
      day,
      deal_id,
      account_id: deal_id ? null : account_id,
      seconds,
      was_seconds,
      ...(at_minutes !== undefined && { at_minutes }),
    }
    client.setQueryData(keyOf(from), await api.put('/me/week/cell', { body }))
    await Promise.all(['time', 'reports'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  }
  return useMutation({
    mutationFn: (change: Change) => track(send(change)),
    onSuccess: (_, change) => {
      const { place, seconds, was_seconds } = change
      const back = { ...change, seconds: was_seconds, was_seconds: seconds, at_minutes: undefined }
      say(`${nameOf(place)}: ${hours(seconds)}`, async () => {
        await send(back)
        return () => send(change)
      })
    },
    // what is there now is what one types over next
    onError: () => client.invalidateQueries({ queryKey: keyOf(from) }),
  })
}

/** The rows of the week before, without their hours. */
export const rowsOfWeek = async (from: string): Promise<Place[]> =>
  (await getWeek(from)).rows.map(({ cells: _cells, ...place }) => place)

/** As many as are read of one day. */
const most = 1_000
/** A person’s entries of a day on one thing. What is on a customer without a deal, or on nobody, is found among the whole day’s. */
export async function entriesOf(user_id: string, place: Place, day: string): Promise<Entry[]> {
  const on = place.deal_id ? { deal_id: [place.deal_id] } : place.account_id ? { account_id: [place.account_id] } : {}
  const query = {
    user_id: [user_id],
    ...on,
    date_from: day,
    date_to: day,
    status: ['synced' as const],
    sort: 'start_time',
  }
  const found: Entry[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listEntries>> = await listEntries({
      ...query,
      limit: 200,
      ...(cursor && { cursor }),
    })
    found.push(...page.data)
    cursor = page.next_cursor
  } while (cursor && found.length < most)
  return found.filter((entry) => placeKey(entry) === placeKey(place))
}
const listEntries = (query: NonNullable<Parameters<typeof api.get<'/time-entries'>>[1]['query']>) =>
  api.get('/time-entries', { query })
