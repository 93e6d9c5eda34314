/** Every command of the frame, once: the palette lists them, the keyboard reaches those that have keys, the help shows both. */
import type { Permission } from '../../domain/permissions.ts'
import {
  approvalsPath,
  calendarPath,
  importPath,
  myDataPath,
  newThings,
  pages,
  quarantinePath,
  reviewPath,
} from '../paths.ts'

export type Command = { id: string; title: string; keys?: string; also?: string; run: () => void }
type Deeds = {
  can: (permission: Permission) => boolean
  go: (path: string, search?: Record<string, string>) => void
  settings: { to: string; title: string }[]
  fold: () => void
  help: () => void
  nextTheme: () => void
  undo: () => void
  redo: () => void
  leave: () => void
  timer: () => void
  enter: () => void
}

export function commands({
  can,
  go,
  settings,
  fold,
  help,
  nextTheme,
  undo,
  redo,
  leave,
  timer,
  enter,
}: Deeds): Command[] {
  const open = pages.filter(({ permission }) => permission === null || can(permission))
  return [
    ...newThings
      .filter(({ permission }) => can(permission))
      .map(({ noun, path, key }) => ({
        id: `new ${noun}`,
        title: `Create ${noun}`,
        keys: `C ${key.toUpperCase()}`,
        also: 'new add',
        run: () => go(path, { new: noun }),
      })),
    ...(can('time:write')
      ? [
          {
            id: 'new time entry',
            title: 'Create time entry',
            keys: 'C E',
            also: 'new add enter hours by hand log',
            run: enter,
          },
        ]
      : []),
    ...open.map(({ path, title, key }) => ({
      id: path,
      title: `Go to ${title}`,
      keys: `G ${key.toUpperCase()}`,
      also: 'open page',
      run: () => go(path),
    })),
    ...(can('time:read')
      ? [
          {
            id: reviewPath,
            title: 'Go to the review queue',
            keys: 'G Q',
            also: 'unmapped time',
            run: () => go(reviewPath),
          },
          {
            id: calendarPath,
            title: 'Go to the calendar of time',
            keys: 'G K',
            also: 'day week evidence agent saw',
            run: () => go(calendarPath),
          },
          {
            id: quarantinePath,
            title: 'Go to the quarantine',
            also: 'time kept aside overlaps',
            run: () => go(quarantinePath),
          },
        ]
      : []),
    ...(can('time:approve')
      ? [
          {
            id: approvalsPath,
            title: 'Go to approvals',
            keys: 'G V',
            also: 'weeks timesheets approve deny lock',
            run: () => go(approvalsPath),
          },
        ]
      : []),
    {
      id: myDataPath,
      title: 'Go to My data',
      keys: 'G M',
      also: 'privacy private mode exclusions who looked download',
      run: () => go(myDataPath),
    },
    ...(can('imports:write')
      ? [{ id: importPath, title: 'Import time entries', also: 'upload csv', run: () => go(importPath) }]
      : []),
    ...(can('time:write')
      ? [{ id: 'timer', title: 'Start or stop the timer', keys: 'W', also: 'clock work running track', run: timer }]
      : []),
    ...settings.map(({ to, title }) => ({ id: to, title: `Settings: ${title}`, run: () => go(to) })),
    { id: 'undo', title: 'Undo the last change', keys: 'Ctrl Z', also: 'revert take back', run: undo },
    { id: 'redo', title: 'Redo what was undone', keys: 'Ctrl Shift Z', also: 'again', run: redo },
    { id: 'theme', title: 'Change the theme', also: 'dark light colours', run: nextTheme },
    { id: 'sidebar', title: 'Narrow or widen the sidebar', keys: '[', run: fold },
    { id: 'help', title: 'Show keyboard help', keys: '?', also: 'shortcuts', run: help },
    { id: 'leave', title: 'Sign out', also: 'log out', run: leave },
  ]
}

/** "G D" as the keyboard reports it: "g d". One sign stays what it is; what is pressed with Ctrl has its own name. */
export const keysOf = (list: readonly Command[]): Record<string, () => void> =>
  Object.fromEntries(
    list.flatMap(({ keys, run }) =>
      keys ? [[keys.startsWith('Ctrl ') ? keys.toLowerCase().replaceAll(' ', '+') : keys.toLowerCase(), run]] : [],
    ),
  )
