import { useState } from 'react'
import { AskReason } from '../ui/AskReason.tsx'
import { Button } from '../ui/controls.tsx'
import { decisions, useDeciding, type Aside, type Decision } from './quarantine.ts'

/** The decisions about entries that were kept aside; each asks for its reason. */
export function Deciding({ entries, done }: { entries: Aside[]; done: () => void }) {
  const [asked, setAsked] = useState<Decision | null>(null)
  const count = entries.length === 1 ? '' : ` ${entries.length}`
  const kinds = (Object.keys(decisions) as Decision[]).filter((kind) => isOpen[kind]?.(entries) ?? true)
  return (
    <>
      {kinds.map((kind) => (
        <Button key={kind} className="max-md:min-h-11" onClick={() => setAsked(kind)}>
          {decisions[kind].title}
          {count}…
        </Button>
      ))}
      {asked && <Reason decision={asked} entries={entries} done={done} onClose={() => setAsked(null)} />}
    </>
  )
}

const isOpen: Partial<Record<Decision, (entries: Aside[]) => boolean>> = {
  discard: (entries) => entries.some(({ discarded }) => !discarded),
  release_corrected: (entries) => entries.every(({ clock_seconds }) => clock_seconds !== null && clock_seconds !== 0),
}

type Props = { decision: Decision; entries: Aside[]; done: () => void; onClose: () => void }

export function Reason({ decision, entries, done, onClose }: Props) {
  const decide = useDeciding()
  const { title, does } = decisions[decision]
  const ids = entries.map(({ id }) => id)
  return (
    <AskReason
      title={`${title}: ${entries.length === 1 ? 'one entry' : `${entries.length} entries`}`}
      hint="Kept in the record of changes."
      act={title}
      whyNot={(reason) => (reason.length < 3 ? 'Say why, in three letters or more.' : undefined)}
      decide={async (reason) => {
        if (await decide(decision, ids, reason)) done()
      }}
      onClose={onClose}
    >
      {does}
    </AskReason>
  )
}
