import { Link } from '@tanstack/react-router'
import type { Column } from '../ui/DataTable.tsx'

/** Lists whose records have pages of their own. */
export type Home = '/accounts' | '/contacts' | '/deals' | '/time/rules'

/** The name leads to the page of the record, and can be opened in another tab. Enter on its cell is the same. */
export function linked<Row extends { id: string }>(shown: Column<Row>[], home: Home | undefined): Column<Row>[] {
  const [name, ...others] = shown
  if (!home || !name) return shown
  const cell = (row: Row) => (
    <Link
      to={`${home}/$id`}
      params={{ id: row.id } as never}
      tabIndex={-1}
      preload={false}
      className="text-text hover:underline"
    >
      {name.cell(row)}
    </Link>
  )
  return [{ ...name, cell }, ...others]
}
