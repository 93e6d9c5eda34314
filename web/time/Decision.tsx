import { Button, Kbd } from '../ui/controls.tsx'
import { Duration, When, viewerZone } from '../ui/formats.tsx'
import { nameOf, type Waiting } from './calls.ts'

type Props = {
  entry: Waiting
  writable: boolean
  accept: (index: number) => void
  ask: () => void
  setInternal: () => void
  askSimilar: () => void
  /** Null for who may write none. */
  makeRule: (() => void) | null
}

/** What is known of one entry, what it may be, and what can be done with it. */
export const Decision = ({ entry, writable, accept, ask, setInternal, askSimilar, makeRule }: Props) => (
  <section aria-label="Decision" className="flex flex-col gap-4 rounded-card border border-border bg-surface p-4">
    <div>
      <h2 className="text-section font-semibold wrap-anywhere">{nameOf(entry)}</h2>
      <p className="text-text-2">
        {entry.user_name} · <When instant={entry.start_time} /> to <When instant={entry.end_time} timeOnly /> (
        {viewerZone()}) · <Duration seconds={entry.duration_seconds} />
      </p>
      {entry.title && <p className="text-text-2 wrap-anywhere">Title, only you see it: {entry.title}</p>}
      {entry.tags.length > 0 && <p className="text-text-2">Tags: {entry.tags.join(', ')}</p>}
      <p className="mt-2 text-text-3">{entry.reason}</p>
    </div>
    <ol aria-label="Guesses" className="flex flex-col gap-2">
      {entry.guesses.map((found, index) => (
        <li key={`${found.deal_id}${found.account_id}`}>
          <button
            type="button"
            disabled={!writable}
            onClick={() => accept(index)}
            className="flex w-full items-center gap-3 rounded-card border border-border px-3 py-2 text-left hover:bg-sunken"
          >
            <Kbd>{index + 1}</Kbd>
            <span className="min-w-0 flex-1">
              <span className="block font-medium">
                {found.name} {found.deal_id && <span className="font-normal text-text-3">{found.account_name}</span>}
              </span>
              <span className="text-meta text-text-3">{found.reason}</span>
            </span>
            <span>{Math.round(found.confidence * 100)} %</span>
          </button>
        </li>
      ))}
      {entry.guesses.length === 0 && <li className="text-text-2">No guess is worth showing.</li>}
    </ol>
    {writable ? (
      <div className="flex flex-wrap gap-2">
        <Button onClick={ask}>
          Map to… <Kbd>M</Kbd>
        </Button>
        <Button onClick={setInternal}>
          Internal, not billable <Kbd>N</Kbd>
        </Button>
        {entry.similar > 1 && (
          <Button onClick={askSimilar}>
            All {entry.similar} similar… <Kbd>A</Kbd>
          </Button>
        )}
        {makeRule && (
          <Button onClick={makeRule}>
            Make a rule… <Kbd>R</Kbd>
          </Button>
        )}
      </div>
    ) : (
      <p className="text-text-2">You may look, but not place time.</p>
    )}
    <p className="text-meta text-text-3 max-md:hidden">
      <Kbd>J</Kbd> <Kbd>K</Kbd> next and previous · <Kbd>U</Kbd> undo
    </p>
  </section>
)
