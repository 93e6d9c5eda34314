import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../data/client.ts'

export const demoQuery = { queryKey: ['demo'], queryFn: () => api.get('/demo', {}), staleTime: 0 }
const whileItRuns_ms = 500

/**
 * How far loading or removing got, also what was begun before the page was; once it is over everything is read anew.
 * `begin` asks for it.
 */
export function useDemoWork(doing: 'load' | 'remove', onDone: () => void) {
  const client = useQueryClient()
  const [begun, setBegun] = useState(false)
  const { data } = useQuery({
    ...demoQuery,
    refetchInterval: ({ state }) => (state.data?.work ? whileItRuns_ms : false),
  })
  const work = data?.work?.doing === doing ? data.work : null
  const running = begun || work !== null
  const ended = begun && data !== undefined && work === null
  useEffect(() => {
    if (work) setBegun(true)
  }, [work])
  useEffect(() => {
    if (ended) void client.resetQueries().then(onDone)
    // it ends once, however often the page is rendered meanwhile
  }, [ended])
  const begin = async () => {
    await api.post(`/demo/${doing}`, {})
    // what was known before tells nothing of what was just begun
    await client.fetchQuery(demoQuery)
    setBegun(true)
  }
  return { work, running, begin }
}

type Work = NonNullable<ReturnType<typeof useDemoWork>['work']>
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
