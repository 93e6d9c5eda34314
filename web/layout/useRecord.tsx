import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorNote, Loading } from '../ui/states.tsx'

/** One record for a peek: itself, or what to show as long as it is not there. */
export function useRecord<Row>(key: string, id: string, fetchOne: (id: string) => Promise<Row>) {
  const { data, error, refetch } = useQuery({ queryKey: [key, id], queryFn: () => fetchOne(id) })
  const instead: ReactNode = error ? <ErrorNote error={error} retry={() => void refetch()} /> : <Loading rows={4} />
  return { record: data, instead }
}
