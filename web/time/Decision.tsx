import { useEffect, useRef } from 'react'
import { isPhone } from '../layout/screen.ts'
import { Button, Kbd } from '../ui/controls.tsx'
import { Duration, When, hours, money, viewerZone } from '../ui/formats.tsx'
import { nameOf, type Waiting } from './calls.ts'
import { Neighbours } from './Neighbours.tsx'

type Deed = () => void
type Props = {
  entry: Waiting
  writable: boolean
  /** It is the first of the queue: that has a reason. */
  first: boolean
  accept: (index: number) => void
  ask: Deed
  setInternal: Deed
  askSimilar: Deed
  split: Deed
  putOff: Deed
  markDuplicate: Deed
  /** Null where it cannot be: who sees no tasks, whose time it is, who may write no rules. */
  askTask: Deed | null
  makePrivate: Deed | null
  send: Deed | null
  makeRule: Deed | null
}

/** What is known of one entry, what it may be, and what can be done with it. */
export function Decision({ entry, writable, first, accept, ...deeds }: Props) {
  const panel = useRef<HTMLElement>(null)
  // whoever scrolled to a deed further down reads the next one from its name on
  useEffect(() => {
    if (isPhone() && panel.current!.getBoundingClientRect().top < 0) panel.current!.scrollIntoView()
  }, [entry.id])
  return (
    <section
      ref={panel}
      aria-label="Decision"
      className="flex scroll-mt-2 flex-col gap-4 rounded-card border border-border bg-surface p-4"
    >
      <div>
        <h2 className="text-section font-semibold wrap-anywhere">{nameOf(entry)}</h2>
        <p className="text-text-2">
          {entry.user_name} · <When instant={entry.start_time} /> to <When instant={entry.end_time} timeOnly /> (
          {viewerZone()}) · <Duration seconds={entry.duration_seconds} />
        </p>
        {entry.title && <p className="text-text-2 wrap-anywhere">Title, only you see it: {entry.title}</p>}
        {entry.tags.length > 0 && <p className="text-text-2">Tags: {entry.tags.join(', ')}</p>}
        {entry.asked_by_name && <p className="mt-2 font-medium">{entry.asked_by_name} asks you to place this.</p>}
        <p className="mt-2 text-text-3">{entry.reason}</p>
        {first && <p className="text-text-3">{whyFirst(entry)}</p>}
      </div>
      <Guesses entry={entry} writable={writable} accept={accept} />
      {writable ? (
        <Deeds similar={entry.similar} {...deeds} />
      ) : (
        <p className="text-text-2">You may look, but not place time.</p>
      )}
      <Neighbours entry={entry} />
      <p className="text-meta text-text-3 max-md:hidden">
        <Kbd>J</Kbd> <Kbd>K</Kbd> next and previous · <Kbd>U</Kbd> undo
      </p>
    </section>
  )
}

/** Money at stake × uncertainty, in words. */
function whyFirst({ duration_seconds, guesses, asked_by_name }: Waiting): string {
  if (asked_by_name) return 'First, because you were asked.'
  const [best] = guesses
  const worth = guesses.find(({ per_hour }) => per_hour)?.per_hour
  const sure = best ? `the best guess is ${Math.round(best.confidence * 100)} % sure` : 'no guess is worth showing'
  return `First, because most is at stake: ${hours(duration_seconds)} h${worth ? ` at about ${money(worth)} an hour` : ''}, and ${sure}.`
}

const Guesses = ({ entry, writable, accept }: Pick<Props, 'entry' | 'writable' | 'accept'>) => (
  <ol aria-label="Guesses" className="flex flex-col gap-2">
    {entry.guesses.map((found, index) => (
      <li key={`${found.deal_id}${found.account_id}`}>
        <button
          type="button"
          disabled={!writable}
          onClick={() => accept(index)}
          className="flex min-h-11 w-full items-center gap-3 rounded-card border border-border px-3 py-2 text-left hover:bg-sunken"
        >
          <span className="max-md:hidden">
            <Kbd>{index + 1}</Kbd>
          </span>
          <span className="min-w-0 flex-1">
            <span className="block font-medium">
              {found.name} {found.deal_id && <span className="font-normal text-text-3">{found.account_name}</span>}
            </span>
            <span className="text-meta text-text-3">{found.reason}</span>
          </span>
          <span className="tabular-nums">{Math.round(found.confidence * 100)} %</span>
        </button>
      </li>
    ))}
    {entry.guesses.length === 0 && <li className="text-text-2">No guess is worth showing.</li>}
  </ol>
)

type DeedsProps = Omit<Props, 'entry' | 'writable' | 'first' | 'accept'> & { similar: number }
function Deeds({ similar, ...deeds }: DeedsProps) {
  const list: [label: string, key: string, deed: Deed | null][] = [
    ['Map to…', 'M', deeds.ask],
    ['Choose task…', 'T', deeds.askTask],
    ['Internal, not billable', 'N', deeds.setInternal],
    [`All ${similar} similar…`, 'A', similar > 1 ? deeds.askSimilar : null],
    ['Split…', 'S', deeds.split],
    ['Put off', 'H', deeds.putOff],
    ['Duplicate', 'D', deeds.markDuplicate],
    ['Private…', 'P', deeds.makePrivate],
    ['Ask the person', 'B', deeds.send],
    ['Make a rule…', 'R', deeds.makeRule],
  ]
  return (
    <div className="flex flex-wrap gap-2 max-md:[&>button]:min-h-11">
      {list.map(
        ([label, key, deed]) =>
          deed && (
            <Button key={key} onClick={deed}>
              {label}{' '}
              <span className="max-md:hidden">
                <Kbd>{key}</Kbd>
              </span>
            </Button>
          ),
      )}
    </div>
  )
}
