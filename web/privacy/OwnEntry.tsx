import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import type { Entry } from '../time/calls.ts'
import { Badges } from '../time/parts.tsx'
import { Release } from '../time/Release.tsx'
import { Badge, Button } from '../ui/controls.tsx'
import { hours, When } from '../ui/formats.tsx'
import { TakeOut } from './TakeOut.tsx'

/** `mine`: as its person sees it, with what they may do; else as others do. */
export function OwnEntry({ entry, mine }: { entry: Entry; mine: boolean }) {
  const [asking, setAsking] = useState(false)
  const { app, title, url } = entry
  const sensed = [app, title, url].filter((text) => text !== null)
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-t border-border py-3 first:border-0">
      <p className="w-32 shrink-0 text-meta text-text-2 tabular-nums max-md:w-full">
        <When instant={entry.start_time} timeOnly /> – <When instant={entry.end_time} timeOnly />
        <span className="text-text-3 max-md:ml-3 md:block">{hours(entry.duration_seconds)} h</span>
      </p>
      <div className="flex min-w-0 flex-1 basis-48 flex-col gap-1">
        <p className="font-medium wrap-anywhere">
          {entry.deal_name ?? entry.account_name ?? entry.project_name ?? 'Not placed'}
        </p>
        {sensed.length > 0 && <p className="text-text-2 wrap-anywhere">{sensed.join(' · ')}</p>}
        <p className="flex flex-wrap gap-2">
          <Visibility entry={entry} sensed={sensed.length > 0} mine={mine} />
          <Badges entry={entry} />
        </p>
      </div>
      {mine && (
        <div className="flex flex-wrap gap-2 max-md:w-full max-md:[&>button]:min-h-11 max-md:[&>button]:flex-1">
          {sensed.length > 0 && <Release entries={[entry]} />}
          <Button onClick={() => setAsking(true)}>Take out…</Button>
        </div>
      )}
      {asking && <TakeOut entry={entry} onClose={() => setAsking(false)} />}
    </li>
  )
}

function Visibility({ entry, sensed, mine }: { entry: Entry; sensed: boolean; mine: boolean }) {
  if (entry.released)
    return (
      <Badge tone="info" icon={<Eye size={12} aria-hidden />}>
        Title released
      </Badge>
    )
  return (
    <Badge icon={<EyeOff size={12} aria-hidden />}>
      {mine && sensed
        ? 'Title yours alone; others see deal and time'
        : mine
          ? 'Others see deal and time'
          : 'Title not seen'}
    </Badge>
  )
}
