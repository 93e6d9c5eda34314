/** One line at the top: type, Enter, next. What it understood stands below while one types; a name that could be several asks. */
import { AtSign, CalendarClock, Hash, Timer } from 'lucide-react'
import { useRef, type FormEvent, type ReactNode } from 'react'
import { isQuestion, type Named, type Question } from '../../domain/quick-add.ts'
import { useKeys, withKey } from '../layout/keys.ts'
import { Badge, Button, TextField } from '../ui/controls.tsx'
import { day, number } from '../ui/formats.tsx'
import { TaskBadge } from './TaskBadge.tsx'
import { useQuickAdd, type Person, type Place } from './useQuickAdd.ts'

/** As many as one reads at a glance; who has more of one name types another letter. */
const most = 6

export function QuickAdd() {
  const { line, change, error, understood, add, choose } = useQuickAdd()
  const form = useRef<HTMLFormElement>(null)
  const { priority, due_date, estimated_hours, person, record } = understood
  const input = () => form.current!.querySelector('input')!
  useKeys({ n: () => input().focus() })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (line.trim() === '') return
    void add().then((done) => done || form.current?.querySelector<HTMLElement>('[data-answer]')?.focus())
  }
  const answer = (marked: string) => (one: Person | Place) => {
    choose(marked, one)
    input().focus()
  }
  const chips = [priority, due_date, estimated_hours, person, record].some((part) => part !== null)
  return (
    <form ref={form} onSubmit={submit} className="flex max-w-3xl flex-col gap-1.5">
      <TextField
        label="New task in one line"
        hideLabel
        placeholder={`${withKey('New task', ' N ')}: Call Anna !high @sam #acme fri 2h`}
        maxLength={500}
        autoComplete="off"
        value={line}
        error={error}
        onChange={(event) => change(event.target.value)}
      />
      {chips && (
        <div role="status" aria-label="Understood" className="flex flex-wrap items-center gap-2">
          {priority && <TaskBadge word={priority} />}
          {due_date && <Badge icon={<CalendarClock size={12} aria-label="Due" />}>{day(due_date)}</Badge>}
          {estimated_hours && (
            <Badge icon={<Timer size={12} aria-label="Estimate" />}>{number(Number(estimated_hours))} h</Badge>
          )}
          {person && !isQuestion(person) && (
            <Badge icon={<AtSign size={12} aria-label="Assigned to" />}>{person.shown}</Badge>
          )}
          {record && !isQuestion(record) && (
            <Badge icon={<Hash size={12} aria-label={record.type === 'deal' ? 'Deal' : 'Account'} />}>
              {record.detail && record.type === 'deal' ? `${record.name}, ${record.detail}` : record.name}
            </Badge>
          )}
          {isQuestion(person) && (
            <Ask question={person} labelOf={({ shown }) => shown} onAnswer={answer(`@${person.asked}`)} />
          )}
          {isQuestion(record) && (
            <Ask
              question={record}
              labelOf={({ name, detail, type }) => (type === 'deal' && detail ? `${name}, ${detail}` : name)}
              onAnswer={answer(`#${record.asked}`)}
            />
          )}
        </div>
      )}
    </form>
  )
}

type AskProps<N extends Named> = { question: Question<N>; labelOf: (one: N) => ReactNode; onAnswer: (one: N) => void }
const Ask = <N extends Named>({ question, labelOf, onAnswer }: AskProps<N>) => (
  <span role="group" aria-label={`Which ${question.asked}?`} className="flex flex-wrap items-center gap-1">
    <span className="text-text-2">Which {question.asked}?</span>
    {question.among.slice(0, most).map((one) => (
      <Button key={one.id} data-answer onClick={() => onAnswer(one)}>
        {labelOf(one)}
      </Button>
    ))}
  </span>
)
