/** The rows behind the figures of the first page. */
import { useMe } from '../data/me.ts'
import { reportsPath, timePath } from '../paths.ts'
import type { Whose } from './calls.ts'

type Words = Record<string, string | undefined>
const address = (path: string, words: Words) => {
  const known = Object.entries(words).filter((word): word is [string, string] => word[1] !== undefined)
  return `${path}?${new URLSearchParams(known)}`
}

export const dealsBehind = (words: Words, whose: Whose) => address('/deals', { ...words, ...whose })
export const openWords = { stage: 'prospecting,negotiation' }
export const closedOn = ({ date_from, date_to }: { date_from: string; date_to: string }) => `${date_from}..${date_to}`

export const reportOf = (report: string, words: Words) => address(reportsPath, { report, ...words })

/** What waits of one person, whoever’s turn it is. */
export const waitingOf = (user_id: string) => address(timePath, { user_id, status: 'unmapped' })

/** Entries in the days, what waits among them; undefined where one may read others than one may count. */
export function useTimeBehind({ owner_id }: Whose) {
  const { permissions } = useMe()
  const isSame = permissions['time:read'] === permissions['reports:read']
  return ({ date_from, date_to }: { date_from: string; date_to: string }, words: Words = {}) =>
    isSame
      ? address(timePath, { date_from, date_to, user_id: owner_id, status: 'synced,unmapped', ...words })
      : undefined
}
