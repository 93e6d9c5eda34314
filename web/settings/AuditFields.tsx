import { fieldOf, valueOf } from './audit-words.ts'
import type { Change } from './audit-calls.ts'

type Props = { row: Pick<Change, 'before' | 'after' | 'erased_at'>; names: Record<string, string>; caption?: string }

/** What a change did, field by field. */
export function AuditFields({ row, names, caption = 'What was changed' }: Props) {
  const { before, after, erased_at } = row
  // a placement is recorded whole; what stayed as it was, or was empty from the beginning, is no news
  const fields = Object.keys({ ...before, ...after }).filter(
    (field) => JSON.stringify(before?.[field] ?? null) !== JSON.stringify(after?.[field] ?? null),
  )
  if (erased_at) return <p className="text-text-2">What was written was erased. That it happened stays.</p>
  if (fields.length === 0) return null
  // what was made has no before, and a column of dashes says nothing
  const both = before !== null && Object.keys(before).length > 0
  return (
    <table className="w-full table-fixed text-row">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="text-left text-meta text-text-3">
          <th scope="col" className="font-medium">
            Field
          </th>
          {both && (
            <th scope="col" className="font-medium">
              Before
            </th>
          )}
          <th scope="col" className="font-medium">
            {both ? 'After' : 'Value'}
          </th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field} className="border-t border-border align-top">
            <th scope="row" className="py-1 pr-2 text-left font-normal wrap-anywhere text-text-2">
              {fieldOf(field)}
            </th>
            {both && <td className="py-1 pr-2 wrap-anywhere text-text-2">{valueOf(field, before[field], names)}</td>}
            <td className="py-1 wrap-anywhere">{valueOf(field, after?.[field], names)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
