/** What lies over every page: the palette, the menu of new things, the help; and the keys that reach every command. */
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useMe } from '../data/me.ts'
import { settingsPages } from '../settings/pages.ts'
import { redoLast, undoLast } from '../ui/toasts.tsx'
import { commands } from './commands.ts'
import { Help } from './Help.tsx'
import { useCommandKeys } from './keys.ts'
import { NewMenu } from './NewMenu.tsx'
import { onShow, show, type Opening } from './opening.ts'

const EntryDialog = lazy(() => import('../calendar/EntryDialog.tsx'))
const TimerDialog = lazy(() => import('../timers/TimerDialog.tsx'))
const loadPalette = () => import('../search/Palette.tsx')
const Palette = lazy(loadPalette)

/** What is made on the page of an account is made there, and is that account's: its side of the page, by the noun. */
const sideOf: Record<string, string | undefined> = { contact: 'contacts', deal: 'deals', task: undefined }
const besideAccount = (here: string, noun: string | undefined) =>
  noun !== undefined && noun in sideOf && /^\/accounts\/[^/]+$/.test(here)
    ? { to: '.', search: { tab: sideOf[noun], new: noun } }
    : null

export function Overlays({ fold, nextTheme, leave }: { fold: () => void; nextTheme: () => void; leave: () => void }) {
  const me = useMe()
  const navigate = useNavigate()
  const here = useRouterState({ select: (state) => state.location.pathname })
  const [opening, setOpening] = useState<Opening | null>(null)
  const close = () => setOpening(null)
  const list = commands({
    can: me.can,
    go: (to, search = {}) => void navigate((besideAccount(here, search['new']) ?? { to, search }) as never),
    settings: settingsPages(me.permissions),
    fold,
    nextTheme,
    leave,
    help: () => setOpening('help'),
    timer: () => setOpening('timer'),
    enter: () => setOpening('entry'),
    undo: () => void undoLast(),
    redo: () => void redoLast(),
  })
  useEffect(() => onShow(setOpening), [])
  // fetched while nothing else is to do, so that the first Ctrl-K waits for nothing
  useEffect(() => {
    const idle = globalThis.requestIdleCallback ?? setTimeout
    idle(() => void loadPalette())
  }, [])
  useCommandKeys(list, { palette: () => show('palette'), fresh: () => show('new') })
  return (
    <>
      {opening === 'palette' && (
        <Suspense>
          <Palette
            person={me.id}
            commands={list}
            onClose={() => setOpening((now) => (now === 'palette' ? null : now))}
          />
        </Suspense>
      )}
      {opening === 'new' && <NewMenu things={list.filter(({ keys }) => keys?.startsWith('C '))} onClose={close} />}
      {opening === 'timer' && (
        <Suspense>
          <TimerDialog close={close} />
        </Suspense>
      )}
      {opening === 'entry' && (
        <Suspense>
          <EntryDialog close={close} />
        </Suspense>
      )}
      {opening === 'help' && <Help commands={list} onClose={close} />}
    </>
  )
}
