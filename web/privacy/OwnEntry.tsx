import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import type { Entry } from '../time/calls.ts'
import { Badges } from '../time/parts.tsx'
import { Release } from '../time/Release.tsx'
import { WhyPopover } from '../time/WhyPopover.tsx'
import { Badge, Button } from '../ui/controls.tsx'
import { hours, When } from '../ui/formats.tsx'
import { AskRequest } from './AskRequest.tsx'
import { TakeOut } from './TakeOut.tsx'
import { Visibility } from './Visibility.tsx'

/** `mine`: as its person sees it, with what they may do; else as others do. `teamFrom`: when it leaves their own review queue. */
export function OwnEntry({ entry, mine, teamFrom }: { entry: Entry; mine: boolean; teamFrom?: string | undefined }) {
  const [asking, setAsking] = useState<'take out' | 'request' | null>(null)
  const { app, title, url, project_from_editor, project_name } = entry
  const place = entry.deal_name ?? entry.account_name
  const project = project_from_editor && place !== null ? project_name : null
  const sensed = [project, app, title, url].filter((text) => text !== null)
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-t border-border py-3 first:border-0">
      <p className="w-32 shrink-0 text-meta text-text-2 tabular-nums max-md:w-full">
        <When instant={entry.start_time} timeOnly /> – <When instant={entry.end_time} timeOnly />
        <span className="text-text-3 max-md:ml-3 md:block">{hours(entry.duration_seconds)} h</span>
      </p>
      <div className="flex min-w-0 flex-1 basis-48 flex-col gap-1">
        <p className="font-medium wrap-anywhere">{place ?? project_name ?? 'Not placed'}</p>
        {sensed.length > 0 && <p className="text-text-2 wrap-anywhere">{sensed.join(' · ')}</p>}
        <p className="flex flex-wrap gap-2">
          {!mine && <AsSeen entry={entry} />}
          <Badges entry={entry} />
          {mine && <WhyPopover entry={entry} />}
        </p>
        {mine && <Visibility entry={entry} teamFrom={teamFrom} />}
      </div>
      {mine && (
        <div className="flex w-full flex-wrap gap-2 md:pl-36 max-md:[&>button]:min-h-11 max-md:[&>button]:flex-1">
          {(sensed.length > 0 || project_from_editor) && <Release entries={[entry]} />}
          {entry.locked && entry.status !== 'quarantined' ? null : (
            <Button onClick={() => setAsking('take out')}>Take out…</Button>
          )}
          <Button look="quiet" title="Ask to have it corrected or erased" onClick={() => setAsking('request')}>
            Ask…<span className="sr-only"> to have it corrected or erased</span>
          </Button>
        </div>
      )}
      {asking === 'take out' && <TakeOut entry={entry} onClose={() => setAsking(null)} />}
      {asking === 'request' && <AskRequest entry={entry} onClose={() => setAsking(null)} />}
    </li>
  )
}

const AsSeen = ({ entry }: { entry: Entry }) => (
  <Badge
    tone={entry.released ? 'info' : 'neutral'}
    icon={entry.released ? <Eye size={12} aria-hidden /> : <EyeOff size={12} aria-hidden />}
  >
    {entry.evidence_erased_at ? 'Title erased' : entry.released ? 'Title released' : 'Title not seen'}
  </Badge>
)
