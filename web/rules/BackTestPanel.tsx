import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { useEffect, useState } from 'react'
import { rulesPath } from '../paths.ts'
import { Duration, When, hours, number } from '../ui/formats.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { askBackTest, type BackTest, type Target } from './calls.ts'
import { percent, Section } from './parts.tsx'

const pause_ms = 500

/** Asks again once typing stopped; what it answered before stays until then. */
export function useBackTest(condition: string, target: Target, rule_id: string | undefined, ready: boolean) {
  const wanted = JSON.stringify({ condition, target, ...(rule_id && { rule_id }) })
  const [paused, setPaused] = useState(wanted)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(wanted), pause_ms)
    return () => clearTimeout(timer)
  }, [wanted])
  return useQuery({
    queryKey: ['mapping-rules', 'backtest', paused],
    queryFn: () => askBackTest(JSON.parse(paused) as Parameters<typeof askBackTest>[0]),
    enabled: ready && paused === wanted,
    placeholderData: (before) => before,
    staleTime: 30_000,
    retry: false,
  })
}

type Asked = ReturnType<typeof useBackTest>

export function BackTestPanel({ asked: { data, error, isFetching }, ready }: { asked: Asked; ready: boolean }) {
  return (
    <Section title="How it would have done">
      {!ready ? (
        <p className="text-text-2">
          Once the condition can be read and the target is chosen, it is tried on what people placed.
        </p>
      ) : error ? (
        <ErrorNote error={error} />
      ) : data ? (
        <div className={clsx('flex flex-col gap-4', isFetching && 'opacity-60')} aria-busy={isFetching}>
          <Result result={data} />
        </div>
      ) : (
        <Loading rows={4} />
      )}
    </Section>
  )
}

function Result({ result }: { result: BackTest }) {
  const { precision, coverage, reviewed, days, cut_off, matched_seconds, waiting, waiting_seconds, conflicts } = result
  const { share, low, high, right } = precision
  return (
    <>
      <p role="status" className={clsx('font-medium', result.may_activate ? 'text-text' : 'text-danger')}>
        {result.verdict}
      </p>
      <dl className="grid grid-cols-2 gap-3 md:grid-cols-4">
        <Figure
          name="Right"
          value={share === null ? '–' : percent(share)}
          note={
            share === null
              ? 'nothing to compare'
              : `${right} of ${precision.reviewed}, ${percent(low!)} to ${percent(high!)}`
          }
        />
        <Figure
          name="Covers"
          value={percent(coverage)}
          note={`of ${cut_off ? 'the newest ' : ''}${number(reviewed)} reviewed in ${days} days`}
        />
        <Figure name="Hours" value={`${hours(matched_seconds)} h`} note="of those entries" />
        <Figure name="Waiting now" value={number(waiting)} note={`${hours(waiting_seconds)} h would be placed`} />
      </dl>
      {conflicts.length > 0 && (
        <div>
          <h3 className="font-semibold">Other rules say otherwise</h3>
          <ul className="list-disc pl-5">
            {conflicts.map(({ rule_id, name, entries, comes_first }) => (
              <li key={rule_id}>
                <Link to={`${rulesPath}/$id`} params={{ id: rule_id } as never} className="text-accent-text underline">
                  {name}
                </Link>{' '}
                on {number(entries)} entries; {comes_first === 'that' ? 'it comes first' : 'this one comes first'}
              </li>
            ))}
          </ul>
        </div>
      )}
      <Samples title="People put these elsewhere" rows={result.wrong} />
      <Samples title={`No longer matched, ${number(result.lost.entries)} in all`} rows={result.lost.samples} />
      <Samples title={`Newly matched, ${number(result.gained.entries)} in all`} rows={result.gained.samples} />
      <Samples title="People put these there too" rows={result.right} />
    </>
  )
}

const Figure = ({ name, value, note }: { name: string; value: string; note: string }) => (
  <div>
    <dt className="text-meta text-text-3">{name}</dt>
    <dd className="text-page font-semibold">{value}</dd>
    <dd className="text-meta text-text-3">{note}</dd>
  </div>
)

const Samples = ({ title, rows }: { title: string; rows: BackTest['wrong'] }) =>
  rows.length === 0 ? null : (
    <div>
      <h3 className="font-semibold">{title}</h3>
      <ul className="divide-y divide-border rounded-card border border-border">
        {rows.map((row, n) => (
          <li key={row.id ?? n} className="flex items-baseline justify-between gap-3 px-3 py-1.5">
            <span className="min-w-0">
              <span className="block truncate">{row.placed_on}</span>
              <span className="block truncate text-meta text-text-3">
                {row.start_time === null ? (
                  'Whose it is stays with them: the rule looks at their screen'
                ) : (
                  <>
                    {row.user_name} · <When instant={row.start_time} />
                    {(row.title ?? row.project_name) && ` · ${row.title ?? row.project_name}`}
                  </>
                )}
              </span>
            </span>
            <Duration seconds={row.duration_seconds} />
          </li>
        ))}
      </ul>
    </div>
  )
