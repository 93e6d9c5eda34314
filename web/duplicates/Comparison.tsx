import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeftRight } from 'lucide-react'
import { useState } from 'react'
import type { Mergeable } from '../../domain/duplicates.ts'
import { ProblemError } from '../data/client.ts'
import { useAddress } from '../data/list.ts'
import { Button } from '../ui/controls.tsx'
import { carriedInWords, merge, pluralOf } from './calls.ts'
import { choicesOf, takeOf, usualSide, type Choice, type Mixable, type Side } from './choices.ts'

type Props = { object: Mergeable; mine: Mixable; theirs: Mixable; custom: Record<string, string> }

export function Comparison({ object, mine, theirs, custom }: Props) {
  const { become } = useAddress()
  const client = useQueryClient()
  const [chosen, setChosen] = useState<Record<string, Side>>({})
  const choices = choicesOf(object, mine, theirs, custom)
  const take = takeOf(choices, chosen)
  const { data: would, error: refused } = useQuery({
    queryKey: ['merge', mine.id, mine.version, theirs.id, theirs.version, take],
    queryFn: () => merge(object, mine, theirs, { take, dry_run: true }),
    placeholderData: keepPreviousData,
    retry: false,
  })
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => merge(object, mine, theirs, { take }),
    onSuccess: async ({ id }) => {
      become({ object, merge: id! }, true)
      await client.invalidateQueries()
    },
  })
  const reread = () => client.invalidateQueries({ queryKey: [pluralOf[object]] })
  return (
    <form
      className="flex max-w-4xl flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        mutate()
      }}
    >
      <div className="flex flex-wrap items-center gap-3">
        <p className="wrap-anywhere">
          <strong>{mine.name}</strong> stays. <strong>{theirs.name}</strong> becomes part of it, and its address leads
          there.
        </p>
        <Button onClick={() => become({ object, this: theirs.id, other: mine.id }, true)}>
          <ArrowLeftRight size={16} aria-hidden /> Keep the other one
        </Button>
      </div>
      <div className="flex flex-col gap-3">
        {choices.length > 0 && (
          <div aria-hidden className="grid gap-x-4 px-3 font-medium wrap-anywhere max-md:hidden md:grid-cols-2">
            <span>{mine.name}</span>
            <span>{theirs.name}</span>
          </div>
        )}
        {choices.map((choice) => (
          <Field
            key={choice.field}
            choice={choice}
            side={chosen[choice.field] ?? usualSide(choice)}
            choose={(side) => setChosen({ ...chosen, [choice.field]: side })}
          />
        ))}
        {choices.length === 0 && <p className="text-text-2">Every field says the same in both.</p>}
      </div>
      <Tags mine={mine.tags} theirs={theirs.tags} />
      <p role="status" className="text-text-2">
        {would && goesAlong(carriedInWords(would.carried))}
      </p>
      {(error ?? refused) && <Refusal error={(error ?? refused)!} reread={reread} />}
      <Button type="submit" look="primary" className="self-start" disabled={isPending || !would}>
        {isPending ? 'Merging…' : `Merge into ${mine.name}`}
      </Button>
    </form>
  )
}

const goesAlong = (parts: string[]) =>
  parts.length === 0 ? 'Nothing hangs on the other one.' : `${parts.join(', ')} will go along.`

type FieldProps = { choice: Choice; side: Side; choose: (side: Side) => void }
const Field = ({ choice: { field, label, mine, theirs }, side, choose }: FieldProps) => (
  <fieldset className="rounded-card border border-border px-3 pb-2">
    <legend className="px-1 text-meta font-medium text-text-2">{label}</legend>
    <div className="grid gap-x-4 md:grid-cols-2">
      <Option field={field} text={mine} on={side === 'this'} choose={() => choose('this')} />
      <Option field={field} text={theirs} on={side === 'other'} choose={() => choose('other')} />
    </div>
  </fieldset>
)

type OptionProps = { field: string; text: string | null; on: boolean; choose: () => void }
const Option = ({ field, text, on, choose }: OptionProps) => (
  <label className="flex min-h-(--control) items-center gap-2 wrap-anywhere">
    <input type="radio" name={field} className="size-4 shrink-0 accent-accent" checked={on} onChange={choose} />
    <span className={text === null ? 'text-text-3' : ''}>{text ?? 'empty'}</span>
  </label>
)

function Tags({ mine, theirs }: { mine: string[]; theirs: string[] }) {
  const all = [...new Set([...mine, ...theirs])]
  return all.length > 0 && <p className="wrap-anywhere">Tags of both: {all.join(', ')}</p>
}

/** What was chosen stays chosen; only what is compared is read again. */
const Refusal = ({ error, reread }: { error: Error; reread: () => Promise<unknown> }) => (
  <div role="alert" className="flex flex-wrap items-center gap-3 text-danger">
    {error.message}
    {error instanceof ProblemError && error.status === 412 && (
      <Button onClick={() => void reread()}>Show the current values</Button>
    )}
  </div>
)
