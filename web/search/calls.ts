import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Hit, Kind } from '../../domain/search.ts'
import { api } from '../data/client.ts'

/** Long enough that a fast hand asks once a word, short enough that nobody waits. */
const pause_ms = 120

export const foundQuery = (text: string, types: Kind[] | undefined) => ({
  queryKey: ['search', text, types],
  queryFn: async (): Promise<Hit[]> => (await api.get('/search', { query: { q: text, ...(types && { types }) } })).data,
  staleTime: 10_000,
})

/** What the server finds. While the next answer is under way the last one stays. */
export function useFound(text: string, types: Kind[] | undefined) {
  const asked = usePaused(text)
  return useQuery({
    ...foundQuery(asked, types),
    enabled: asked !== '',
    placeholderData: (before) => (asked === '' ? undefined : before),
  })
}

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), pause_ms)
    return () => clearTimeout(timer)
  }, [text])
  return text === '' ? '' : paused
}
