/** Words are looked for in very much time part by part: how far that is, while it goes on. */
import { useEffect } from 'react'
import { day } from '../ui/formats.tsx'

type Props = {
  date: string
  /** Whether the list begins with what is newest. */
  back: boolean
  /** Nothing was found yet: without rows there is no table that asks for more. */
  loadMore?: () => void
}

export function LookedThrough({ date, back, loadMore }: Props) {
  useEffect(() => {
    if (loadMore) loadMore()
  }, [loadMore])
  return (
    <p role="status" className={`text-meta text-text-2 ${loadMore ? 'p-10 text-center' : ''}`}>
      {loadMore && 'Nothing found yet. '}
      Looked {back ? 'back' : 'up'} to {day(date)}. Looking further…
    </p>
  )
}
