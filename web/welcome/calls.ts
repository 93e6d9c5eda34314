import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../data/client.ts'

export type Step = 'workspace' | 'people' | 'connect' | 'data'
export const steps: { key: Step; title: string }[] = [
  { key: 'workspace', title: 'Your company' },
  { key: 'people', title: 'Your people' },
  { key: 'connect', title: 'The activity agent' },
  { key: 'data', title: 'Demo or empty' },
]

/** `watching`: asked every two seconds, to see the first entry arrive. */
export const useWelcome = (watching = false) =>
  useQuery({
    queryKey: ['welcome'],
    queryFn: () => api.get('/welcome', {}),
    ...(watching && { refetchInterval: 2_000 }),
  })

/** Keeps on the server that a step, or all that are open, is over. */
export function useSettle() {
  const client = useQueryClient()
  return async (step: Step | 'all', state: 'done' | 'skipped') => {
    client.setQueryData(['welcome'], await api.post('/welcome/steps', { body: { step, state } }))
    await client.refetchQueries({ queryKey: ['me'] })
  }
}
