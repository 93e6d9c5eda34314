/** The views of a list as tabs. A changed one shows a dot and what can be done about it; V opens what can be done with it. */
import { clsx } from 'clsx'
import { Bookmark, Circle } from 'lucide-react'
import { useState } from 'react'
import { api } from '../data/client.ts'
import { Button } from '../ui/controls.tsx'
import { Modal } from '../ui/Panel.tsx'
import { Popup } from '../ui/Popup.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { useKeys } from './keys.ts'
import { RecordForm, type FieldSpec } from './RecordForm.tsx'
import { useViews, type View, type ViewPage } from './views.ts'

const sharing = [
  { value: 'private', label: 'Only me' },
  { value: 'team', label: 'My team' },
  { value: 'all', label: 'Everybody' },
]
const fields: FieldSpec[] = [
  { name: 'name', label: 'Name', required: true },
  { name: 'shared', label: 'Who sees it', required: true, options: sharing },
]

export function ViewTabs({ page, all }: { page: ViewPage; all: string }) {
  const { views, current, edited, address, open, reread } = useViews(page)
  const [menu, setMenu] = useState(false)
  const [naming, setNaming] = useState(false)
  useKeys({ v: () => setMenu(true) })
  const save = async (view: View) => {
    try {
      const saved = await api.patch('/views/{id}', {
        params: { id: view.id },
        body: { address },
        version: view.version,
      })
      const body = { address: view.address }
      say(`${view.name} saved.`, () =>
        api.patch('/views/{id}', { params: { id: view.id }, body, version: saved.version }).then(reread),
      )
    } catch (error) {
      sayFailed(error as Error)
    }
    await reread()
  }
  return (
    <nav aria-label="Saved views" className="flex shrink-0 items-center gap-1 max-md:overflow-x-auto">
      <Tab name={all} on={!current} dot={false} open={() => open(null)} />
      {views.map((view) => (
        <Tab
          key={view.id}
          name={view.name}
          on={view === current}
          dot={view === current && edited}
          open={() => open(view)}
        />
      ))}
      {edited && current?.may_change && (
        <Button look="quiet" onClick={() => void save(current)}>
          Save
        </Button>
      )}
      {edited && (
        <Button look="quiet" onClick={() => setNaming(true)}>
          Save as…
        </Button>
      )}
      {edited && (
        <Button look="quiet" onClick={() => open(current ?? null)}>
          Reset
        </Button>
      )}
      {current && (
        <Popup
          look="quiet"
          title={`View ${current.name}`}
          label={
            <>
              <Bookmark size={16} aria-hidden /> View
            </>
          }
          open={menu}
          onOpen={setMenu}
        >
          <ViewMenu key={current.version} view={current} done={() => setMenu(false)} {...{ open, reread }} />
        </Popup>
      )}
      {naming && (
        <Modal title="Save this view" onClose={() => setNaming(false)}>
          <RecordForm
            fields={fields}
            values={{ shared: 'private' }}
            action="Save view"
            refresh="views"
            done={() => setNaming(false)}
            save={async ({ name, shared }) => {
              const made = await api.post('/views', {
                body: { page, address, name: name!, shared: (shared ?? 'private') as View['shared'] },
              })
              await reread()
              open(made)
              return { text: `${made.name} saved.`, undo: () => removed(made) }
            }}
          />
        </Modal>
      )}
    </nav>
  )
}

const removed = ({ id, version }: View) => api.delete('/views/{id}', { params: { id }, version })

type TabProps = { name: string; on: boolean; dot: boolean; open: () => void }
const Tab = ({ name, on, dot, open }: TabProps) => (
  <button
    type="button"
    aria-current={on ? 'true' : undefined}
    onClick={open}
    className={clsx(
      'inline-flex min-h-(--control) max-w-48 items-center gap-1.5 rounded-card px-2.5 whitespace-nowrap hover:bg-sunken',
      on ? 'bg-sunken font-medium text-text' : 'text-text-2',
    )}
  >
    <span className="truncate">{name}</span>
    {dot && (
      <>
        <Circle size={8} fill="currentColor" className="shrink-0 text-accent" aria-hidden />
        <span className="sr-only">changed</span>
      </>
    )}
  </button>
)

type MenuProps = { view: View; done: () => void; open: (view: View | null) => void; reread: () => Promise<unknown> }
function ViewMenu({ view, done, open, reread }: MenuProps) {
  const { page, name, shared, address, is_default, may_change, owner_name } = view
  const chooseDefault = async () => {
    await api.post('/views/default', { body: { page, view_id: is_default ? null : view.id } })
    await reread()
  }
  const remove = async () => {
    await removed(view)
    open(null)
    done()
    say(`${name} deleted.`, () => api.post('/views', { body: { page, name, shared, address } }).then(reread))
    await reread()
  }
  return (
    <div className="flex flex-col gap-3">
      {may_change ? (
        <RecordForm
          fields={fields}
          values={{ name, shared }}
          action="Save name and sharing"
          refresh="views"
          done={done}
          save={async (changes) => {
            const saved = await api.patch('/views/{id}', {
              params: { id: view.id },
              body: changes as Partial<Pick<View, 'name' | 'shared'>>,
              version: view.version,
            })
            return { text: `${saved.name} saved.` }
          }}
        />
      ) : (
        <p>Shared by {owner_name}. Save it under another name to change it.</p>
      )}
      <label className="flex min-h-(--control) items-center gap-2">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={is_default}
          onChange={() => void chooseDefault().catch(sayFailed)}
        />
        Opens first, for me
      </label>
      {may_change && <Button onClick={() => void remove().catch(sayFailed)}>Delete view</Button>}
    </div>
  )
}
