import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../data/client.ts'
import { Button, TextField } from '../ui/controls.tsx'
import { When, hours, number } from '../ui/formats.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { useRefresh, type Rule } from './calls.ts'
import { Section } from './parts.tsx'

const list = (id: string) => api.get('/mapping-rules/{id}/remaps', { params: { id }, query: { limit: 1 } })
type Remap = Awaited<ReturnType<typeof list>>['data'][number]

const under = { previewing: 'Looking through past entries', running: 'Moving entries', undoing: 'Putting entries back' }
const isUnderWay = (status: Remap['status']): status is keyof typeof under => status in under
const entriesOf = (count: number) => (count === 1 ? 'one entry' : `${number(count)} entries`)
const day_ms = 86_400_000
const usualStart = () => new Date(Date.now() - 90 * day_ms).toISOString().slice(0, 10)

/** A rule acts on what arrives; the past it moves only after a look at what that means, and for a week it can be put back. */
export function PastEntries({ rule }: { rule: Rule }) {
  const client = useQueryClient()
  const refresh = useRefresh()
  const [from, setFrom] = useState(usualStart)
  const { data } = useQuery({
    queryKey: ['mapping-rules', rule.id, 'remaps'],
    queryFn: () => list(rule.id),
    refetchInterval: ({ state }) => (state.data?.data[0] && isUnderWay(state.data.data[0].status) ? 500 : false),
  })
  const last = data?.data[0]
  const busy = last !== undefined && isUnderWay(last.status)
  const ask = async (asked: Promise<unknown>) => {
    try {
      await asked
      await client.invalidateQueries({ queryKey: ['mapping-rules', rule.id, 'remaps'] })
    } catch (error) {
      sayFailed(error as Error)
    }
  }
  const preview = () =>
    ask(api.post('/mapping-rules/{id}/remaps', { params: { id: rule.id }, body: { date_from: from } }))
  const run = (id: string) =>
    ask(api.post('/remaps/{id}/run', { params: { id } }).then(() => say('Entries are being moved.')))
  const undo = (id: string) => ask(api.post('/remaps/{id}/undo', { params: { id } }).then(refresh))
  return (
    <Section title="Past entries">
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          void preview()
        }}
      >
        <TextField label="From" type="date" required value={from} onChange={(event) => setFrom(event.target.value)} />
        <Button type="submit" disabled={busy}>
          Look through them
        </Button>
      </form>
      {last && isUnderWay(last.status) && <Progress remap={last} what={under[last.status]} />}
      {last?.status === 'previewed' && (
        <>
          <Counts remap={last} />
          {last.rule_number !== rule.number ? (
            <p className="text-text-2">The rule says something else since. Look through them again.</p>
          ) : (
            last.counts.moves > 0 && (
              <Button look="primary" className="self-start" onClick={() => void run(last.id)}>
                Move {entriesOf(last.counts.moves)}
              </Button>
            )
          )}
        </>
      )}
      {last?.status === 'done' && (
        <>
          <p>
            {last.moved === 1 ? 'One entry was moved' : `${number(last.moved)} entries were moved`}
            {last.kept > 0 && `, ${number(last.kept)} were changed meanwhile and left`}.
          </p>
          {last.moved > 0 && Date.parse(last.undo_until!) > Date.now() && (
            <div className="flex flex-wrap items-center gap-3">
              <Button onClick={() => void undo(last.id)}>Put them back</Button>
              <span className="text-meta text-text-3">
                until <When instant={last.undo_until!} />
              </span>
            </div>
          )}
        </>
      )}
      {last?.status === 'undone' && (
        <p>All were put back{last.kept > 0 && `, but for ${number(last.kept)} that were changed since`}.</p>
      )}
    </Section>
  )
}

const Progress = ({ remap: { looked_at, total }, what }: { remap: Remap; what: string }) => (
  <div className="flex flex-col gap-1">
    <p role="status">
      {what}: {number(looked_at)} of {number(total)}
    </p>
    <progress aria-label={what} max={Math.max(total, 1)} value={looked_at} className="h-2 w-full accent-accent" />
  </div>
)

function Counts({ remap: { total, counts } }: { remap: Remap }) {
  const left = [
    [counts.by_person, 'placed by a person'],
    [counts.by_name, 'named outright, by deal, task or client tag'],
    [counts.by_other_rule, 'left to a rule that comes first'],
    [counts.in_place, 'there already'],
    [counts.locked, 'in an approved week or a locked period'],
  ] as const
  return (
    <div role="status" className="flex flex-col gap-1">
      <p className="font-medium">
        {counts.moves === 0
          ? `None of ${number(total)} entries would move.`
          : `${number(counts.moves)} of ${number(total)} entries would move, ${hours(counts.seconds)} h; ${number(counts.waiting)} of them ${counts.waiting === 1 ? 'waits' : 'wait'} in the queue.`}
      </p>
      <ul className="list-disc pl-5 text-text-2">
        {left
          .filter(([count]) => count > 0)
          .map(([count, why]) => (
            <li key={why}>
              {number(count)} stay: {why}
            </li>
          ))}
      </ul>
    </div>
  )
}
