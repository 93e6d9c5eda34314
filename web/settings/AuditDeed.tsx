import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '../data/me.ts'
import { importPath } from '../paths.ts'
import { Button } from '../ui/controls.tsx'
import { When, number } from '../ui/formats.tsx'
import { Facts } from '../ui/Panel.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { AuditFields } from './AuditFields.tsx'
import { AuditRevert } from './AuditRevert.tsx'
import { useRowsOf, type Deed } from './audit-calls.ts'
import { kindOf, sourceOf, whoOf } from './audit-words.ts'

/** One deed: who, from where, and what it did to each record. */
export function AuditDeed({ deed }: { deed: Deed }) {
  const { names, changes, object_id, object_type, actor_id, actor_kind, ip, request_id } = deed
  return (
    <>
      <Facts
        facts={[
          [
            'Who',
            actor_id === null ? (
              whoOf(deed)
            ) : (
              <Only filter={actor_kind === 'user' ? { person_id: actor_id } : { actor_id }}>{whoOf(deed)}</Only>
            ),
          ],
          ['When', <When instant={deed.occurred_at} />],
          [
            kindOf(object_type),
            changes > 1 ? (
              `${number(changes)} records`
            ) : (
              <Only filter={{ object_id }}>{names[object_id] ?? 'All that was done to it'}</Only>
            ),
          ],
          ['Through', sourceOf(deed.source)],
          ['Address', ip === null ? '–' : <Only filter={{ ip }}>{ip}</Only>],
          ['Request', request_id === null ? '–' : <Only filter={{ request_id }}>{request_id}</Only>],
          ...(deed.reverted_at === null
            ? []
            : ([['Reverted', <When instant={deed.reverted_at} />]] satisfies [string, ReactNode][])),
        ]}
      />
      <AuditRevert deed={deed} />
      {waysBack[deed.led_by] && <WayBack to={waysBack[deed.led_by]!} import_id={deed.deed_id} />}
      {changes > 1 ? <Rows deed={deed} /> : <AuditFields row={deed} names={names} />}
    </>
  )
}

/** Where an import stands that a deed belongs to. */
const waysBack: Record<string, string> = { 'import.started': importPath, 'record_import.started': '/settings/import' }

/** An import has a way back of its own. */
function WayBack({ to, import_id }: { to: string; import_id: string }) {
  const me = useMe()
  return (
    <p className="text-text-2">
      An import is taken back as a whole, for seven days, on{' '}
      {me.can('imports:write') ? (
        <Link to={to} search={{ import: import_id } as never} className="text-accent-text underline">
          its own page
        </Link>
      ) : (
        'its own page'
      )}
      .
    </p>
  )
}

/** Narrows the list to what shares this with the deed. */
const Only = ({ filter, children }: { filter: Record<string, string>; children: ReactNode }) => (
  <Link to="/settings/audit" search={filter} className="wrap-anywhere text-accent-text underline">
    {children}
  </Link>
)

function Rows({ deed }: { deed: Deed }) {
  const { rows, names, isPending, isError, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useRowsOf(
    deed.deed_id,
  )
  if (isError) return <ErrorNote error={error} retry={() => void refetch()} />
  if (isPending) return <Loading />
  return (
    <section aria-label="Records of this deed" className="flex flex-col gap-3">
      <ul className="flex flex-col gap-3">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-col gap-1 rounded-card border border-border p-3">
            <Only filter={{ object_id: row.object_id }}>{names[row.object_id] ?? kindOf(row.object_type)}</Only>
            <AuditFields row={row} names={names} caption={`What was changed in ${names[row.object_id] ?? 'it'}`} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more of {number(deed.changes)}
        </Button>
      )}
    </section>
  )
}
