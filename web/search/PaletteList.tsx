import { clsx } from 'clsx'
import { Building2, CheckSquare, Handshake, StickyNote, User, Zap } from 'lucide-react'
import { memo } from 'react'
import type { Kind } from '../../domain/search.ts'
import { Kbd } from '../ui/controls.tsx'
import { pieces } from './matching.ts'
import type { Group, Option } from './options.ts'

const icons: Record<Kind, typeof User> = {
  account: Building2,
  contact: User,
  deal: Handshake,
  task: CheckSquare,
  note: StickyNote,
}

type Props = {
  id: string
  local: Group[]
  /** What the server added stands below a rule. */
  found: Group[]
  current: Option | undefined
  choose: (option: Option) => void
  onPoint: (key: string) => void
}

export function PaletteList({ id, local, found, current, choose, onPoint }: Props) {
  return (
    <div
      id={`${id}-list`}
      role="listbox"
      aria-label="Records and commands"
      className="min-h-0 flex-1 overflow-y-auto p-2 empty:hidden"
    >
      {[...local, ...found].map((group) => (
        <div
          key={group.title}
          role="group"
          aria-label={group.title}
          className={clsx(found.includes(group) && local.length > 0 && 'mt-2 border-t border-border pt-2')}
        >
          <p aria-hidden className="px-2 py-1 text-caption font-medium text-text-3">
            {group.title}
          </p>
          {group.options.map((option) => (
            <Line
              key={option.key}
              id={`${id}-${option.key}`}
              option={option}
              isCurrent={option.key === current?.key}
              onChoose={() => choose(option)}
              onPoint={() => onPoint(option.key)}
            />
          ))}
        </div>
      ))}
    </div>
  )
}

type LineProps = { id: string; option: Option; isCurrent: boolean; onChoose: () => void; onPoint: () => void }
function Line({ id, option, isCurrent, onChoose, onPoint }: LineProps) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={isCurrent}
      // the box keeps the focus
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
      // a list that scrolls under a resting pointer points at nothing
      onMouseMove={() => isCurrent || onPoint()}
      className={clsx(
        'flex min-h-9 cursor-pointer items-center gap-2 rounded-card px-2 max-md:min-h-11',
        isCurrent && 'bg-accent-soft',
      )}
    >
      <Content option={option} />
    </div>
  )
}

const Content = memo(function Content({ option }: { option: Option }) {
  if (option.sort === 'mode')
    return (
      <>
        <Kbd>{option.sign}</Kbd> {option.title}
      </>
    )
  if (option.sort === 'command')
    return (
      <>
        <Zap size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-text-3" />
        <span className="min-w-0 flex-1 truncate">{option.command.title}</span>
        {option.command.keys && (
          <span className="max-md:hidden">
            <Kbd>{option.command.keys}</Kbd>
          </span>
        )}
      </>
    )
  const { record, found } = option
  const Icon = icons[record.type]
  return (
    <>
      <Icon size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-text-3" />
      <span className="min-w-0 flex-1 truncate">
        <Marked text={record.title} found={found} />
        {record.detail && (
          <span className="text-text-2">
            {' · '}
            <Marked text={record.detail} found={found} />
          </span>
        )}
      </span>
      <span className="text-meta text-text-3">{record.type}</span>
    </>
  )
})

const Marked = ({ text, found }: { text: string; found: readonly string[] }) =>
  pieces(text, found).map((piece, index) =>
    piece.found ? (
      <b key={index} className="font-semibold">
        {piece.text}
      </b>
    ) : (
      piece.text
    ),
  )
