import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../data/client.ts'

const demoQuery = { queryKey: ['demo'], queryFn: () => api.get('/demo', {}) }

/** How far loading or removing got, asked every half second while it runs; then everything is read anew. */
export function useDemoWork(watching: boolean, onDone: () => void) {
  const client = useQueryClient()
  const { data } = useQuery({ ...demoQuery, enabled: watching, staleTime: 0, refetchInterval: watching && 500 })
  const ended = watching && data?.work === null
  useEffect(() => {
    if (ended) void client.resetQueries().then(onDone)
    // it ends once, however often the page is rendered meanwhile
  }, [ended])
  return data?.work ?? null
}

type Work = NonNullable<ReturnType<typeof useDemoWork>>
export const WorkProgress = ({ work, label }: { work: Work | null; label: string }) => (
  <div className="flex flex-col gap-1">
    <label>
      {label} <progress className="block h-2 w-full accent-accent" max={100} value={work?.percent ?? 0} />
    </label>
    {work?.failed && (
      <p role="alert" className="text-danger">
        This did not work; nothing was changed. It is tried again by itself.
      </p>
    )}
  </div>
)
