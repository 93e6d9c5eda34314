import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button, SelectField } from '../ui/controls.tsx'
import { Duration, When, hours } from '../ui/formats.tsx'
import { Modal } from '../ui/Panel.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { listSimilar, nameOf, type Waiting } from './calls.ts'
import { internal, type Choice } from './placing.ts'
import { TargetPicker } from './TargetPicker.tsx'

/** So that what was chosen for one is offered first for the next of its kind. */
export const isAlike = (a: Waiting, b: Waiting) => a.user_id === b.user_id && nameOf(a) === nameOf(b)

type Props = {
  entry: Waiting
  /** What was chosen last for an entry of this kind. */
  first: Choice | null
  onClose: () => void
  onPlace: (entries: Waiting[], choice: Choice) => void
}

/** Shows every entry a choice would move before it moves. */
export function SimilarDialog({ entry, first, onClose, onPlace }: Props) {
  const { data, error } = useQuery({
    queryKey: ['unmapped', 'similar', entry.id],
    queryFn: () => listSimilar(entry.id),
    staleTime: 0,
  })
  const [searched, setSearched] = useState<Choice[]>([])
  const offered = [...searched, ...(first ? [first] : []), ...entry.guesses, internal]
  const choices = offered.filter((choice, at) => offered.findIndex((other) => keyOf(other) === keyOf(choice)) === at)
  const [chosen, setChosen] = useState(keyOf(choices[0]!))
  const choice = choices.find((one) => keyOf(one) === chosen) ?? choices[0]!
  const seconds = (data ?? []).reduce((sum, { duration_seconds }) => sum + duration_seconds, 0)
  return (
    <Modal title={`Put ${data?.length ?? entry.similar} similar entries on ${choice.name}?`} onClose={onClose}>
      {error && <ErrorNote error={error} />}
      {!data && !error && <Loading rows={3} />}
      {data && (
        <>
          <p className="text-text-2">
            The same person, project name, title and app: {hours(seconds)} h together. It can be undone.
          </p>
          <ul
            tabIndex={0}
            aria-label="Similar entries"
            className="max-h-48 overflow-y-auto rounded-card border border-border"
          >
            {data.map(({ id, start_time, duration_seconds }) => (
              <li key={id} className="flex justify-between gap-3 px-3 py-1 text-row">
                <When instant={start_time} /> <Duration seconds={duration_seconds} />
              </li>
            ))}
          </ul>
          <SelectField
            label="Put them on"
            value={keyOf(choice)}
            onChange={(event) => setChosen(event.target.value)}
            options={choices.map((one) => ({ value: keyOf(one), label: one.name }))}
          />
          <TargetPicker
            label="Or search another deal or account"
            onChoose={({ account_id, deal_id, deal_name, account_name }) => {
              const found = { account_id, deal_id, name: deal_name ?? account_name }
              setSearched([found])
              setChosen(keyOf(found))
            }}
          />
          <Button look="primary" autoFocus onClick={() => onPlace(data, choice)}>
            Place {data.length} entries
          </Button>
        </>
      )}
      <Button onClick={onClose}>Cancel</Button>
    </Modal>
  )
}

const keyOf = ({ deal_id, account_id }: Choice) => deal_id ?? account_id ?? 'internal'
