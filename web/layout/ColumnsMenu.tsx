import { ArrowDown, ArrowUp, Columns3, Minus, Plus } from 'lucide-react'
import { Button } from '../ui/controls.tsx'
import { leastWidth, type Column } from '../ui/DataTable.tsx'
import { PopupButton } from '../ui/Popup.tsx'
import { flipped, moved, withWidth } from './columns.ts'

type Props<Row> = { all: Column<Row>[]; shown: Column<Row>[]; onChange: (shown: Column<Row>[] | null) => void }

const step = 24

/** Which columns, in which order, how wide: the complete path for what headings do by dragging. */
export function ColumnsMenu<Row>({ all, shown, onChange }: Props<Row>) {
  const hidden = all.filter(({ key }) => !shown.some((column) => column.key === key))
  return (
    <PopupButton
      look="quiet"
      edge="right"
      title="Columns"
      label={
        <>
          <Columns3 size={16} aria-hidden /> Columns
        </>
      }
    >
      <ul className="flex flex-col">
        {[...shown, ...hidden].map((column, place) => (
          <li key={column.key} className="flex items-center">
            <Line {...{ shown, column, onChange }} fixed={place === 0} />
          </li>
        ))}
      </ul>
      <Button look="quiet" className="mt-2 w-full" onClick={() => onChange(null)}>
        Back to the first choice
      </Button>
    </PopupButton>
  )
}

type LineProps<Row> = Omit<Props<Row>, 'all'> & { column: Column<Row>; fixed: boolean }
function Line<Row>({ shown, column, fixed, onChange }: LineProps<Row>) {
  const { key, title } = column
  const place = shown.findIndex((one) => one.key === key)
  const widen = (by: number) => onChange(withWidth(shown, key, Math.max(64, leastWidth(column) + by)))
  return (
    <>
      <label className="flex min-h-(--control) flex-1 items-center gap-2 truncate">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={place >= 0}
          disabled={fixed}
          onChange={() => onChange(flipped(shown, column))}
        />
        {title}
      </label>
      {place >= 0 && (
        <>
          <Tool name={`${title}: narrower`} icon={Minus} run={() => widen(-step)} />
          <Tool name={`${title}: wider`} icon={Plus} run={() => widen(step)} />
        </>
      )}
      {place > 0 && (
        <>
          <Tool name={`${title}: earlier`} icon={ArrowUp} run={() => onChange(moved(shown, key, -1))} />
          <Tool name={`${title}: later`} icon={ArrowDown} run={() => onChange(moved(shown, key, 1))} />
        </>
      )}
    </>
  )
}

type ToolProps = { name: string; icon: typeof Plus; run: () => void }
const Tool = ({ name, icon: Icon, run }: ToolProps) => (
  <Button look="quiet" className="min-w-6 !px-1" aria-label={name} title={name} onClick={run}>
    <Icon size={14} aria-hidden />
  </Button>
)
