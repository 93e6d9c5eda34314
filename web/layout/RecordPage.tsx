/** The page of an account or a contact: what it is, and its sides. N writes a note, T makes a task, from wherever one is. */
import { Link } from '@tanstack/react-router'
import { NotebookPen, SquareCheckBig } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useAddress } from '../data/list.ts'
import { NoteComposer } from '../notes/NoteComposer.tsx'
import type { Parent } from '../notes/calls.ts'
import { Notes } from '../notes/Notes.tsx'
import { Timeline } from '../notes/Timeline.tsx'
import { useVisited } from '../search/useVisited.ts'
import { Button, Kbd } from '../ui/controls.tsx'
import { Modal } from '../ui/Panel.tsx'
import { BinButton } from './Bin.tsx'
import { HeaderFacts, type Fact } from './HeaderFacts.tsx'
import { History } from './History.tsx'
import { useKeys } from './keys.ts'
import type { Home } from './linked.tsx'
import { PageHeader } from './PageHeader.tsx'
import { RecordTabs, useTab, type RecordTab } from './RecordTabs.tsx'
import type { Recorded, Resource } from './resource.ts'

type Deletable = Recorded & { deleted_at: string | null }
type Props<Row extends Deletable> = {
  row: Row
  resource: Resource<Row>
  writes: boolean
  home: Home
  facts: Fact<Row>[]
  parent: Exclude<Parent, { task_id: string }>
  /** Beside the timeline and the notes, which every record has. */
  sides: (RecordTab & { content: () => ReactNode })[]
  /** Left out for who may make none. */
  createTask: ((close: () => void) => ReactNode) | null
}

export function RecordPage<Row extends Deletable>(props: Props<Row>) {
  const { row, resource, home, facts, parent, sides, createTask } = props
  const { search, set } = useAddress()
  const [asked, setAsked] = useState(0)
  const tabs = [{ name: 'overview', title: 'Overview' }, ...sides, { name: 'notes', title: 'Notes' }]
  const tab = useTab(tabs)
  const writes = props.writes && row.deleted_at === null
  useVisited(row.id, resource.nameOf(row))
  const writeNote = () => {
    set({ tab: undefined })
    setAsked(asked + 1)
  }
  const makeTask = () => set({ new: 'task' })
  const closeTask = () => set({ new: undefined })
  useKeys({ ...(writes && { n: writeNote }), ...(createTask && { t: makeTask }) })
  return (
    <>
      <PageHeader title={resource.nameOf(row)}>
        <Link to={home} className="inline-flex min-h-(--control) items-center text-accent-text underline">
          All {resource.key}
        </Link>
        {writes && <Quick icon={NotebookPen} title="Add note" letter="N" run={writeNote} />}
        {createTask && <Quick icon={SquareCheckBig} title="Add task" letter="T" run={makeTask} />}
      </PageHeader>
      {row.deleted_at !== null && (
        <p role="status" className="rounded-card bg-warning-soft px-3 py-2 text-warning">
          This {resource.noun} is deleted.
        </p>
      )}
      <HeaderFacts row={row} facts={facts} resource={writes ? resource : undefined} />
      <RecordTabs tabs={tabs} current={tab} />
      {tab === 'overview' && (
        <div className="flex max-w-3xl flex-col gap-4">
          {writes && <NoteComposer key={asked} parent={parent} autoFocus={asked > 0} />}
          <Timeline parent={parent} />
          <History id={row.id} />
          {props.writes && <BinButton resource={resource} row={row} />}
        </div>
      )}
      {sides.find(({ name }) => name === tab)?.content()}
      {tab === 'notes' && <Notes parent={parent} writable={writes} />}
      {createTask && search['new'] === 'task' && (
        <Modal title="Create task" onClose={closeTask}>
          {createTask(closeTask)}
        </Modal>
      )}
    </>
  )
}

/** What one does most on a record, with its key. */
type QuickProps = { icon: typeof NotebookPen; title: string; letter: string; run: () => void }
export const Quick = ({ icon: Icon, title, letter, run }: QuickProps) => (
  <Button onClick={run}>
    <Icon size={16} aria-hidden /> {title}
    <span className="max-md:hidden">
      <Kbd>{letter}</Kbd>
    </span>
  </Button>
)
