import { useState } from 'react'
import { useMe } from '../data/me.ts'
import { Button } from '../ui/controls.tsx'
import type { Entry } from './calls.ts'
import { MergeDialog } from './MergeDialog.tsx'
import { Release } from './Release.tsx'
import { SplitDialog } from './SplitDialog.tsx'

/** As many as the server reshapes at once. */
const most = 500

/** What is done to marked entries beside mapping, changing and deleting them. */
export function Reshape({ entries, done }: { entries: Entry[]; done: () => void }) {
  const me = useMe()
  const [asking, setAsking] = useState<'split' | 'merge' | null>(null)
  const own = entries.filter(({ user_id }) => user_id === me.id)
  const close = () => setAsking(null)
  return (
    <>
      {entries.length <= most && <Button onClick={() => setAsking('split')}>Split…</Button>}
      {entries.length > 1 && entries.length <= most && <Button onClick={() => setAsking('merge')}>Merge…</Button>}
      {own.length > 0 && own.length <= most && <Release entries={own} />}
      {asking === 'split' && <SplitDialog {...{ entries, close, done }} />}
      {asking === 'merge' && <MergeDialog {...{ entries, close, done }} />}
    </>
  )
}
