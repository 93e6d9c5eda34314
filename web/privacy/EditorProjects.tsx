import { sayFailed } from '../ui/toasts.tsx'
import { Part } from './parts.tsx'

type Props = { on: boolean; keep: (on: boolean, text: string) => Promise<void> }

/** The other way round than the rest of the list: kept out until its person wants it in. */
export function EditorProjects({ on, keep }: Props) {
  const turn = (next: boolean) =>
    void keep(
      next,
      next
        ? 'The project open in your editor is sent from now on.'
        : 'Projects open in your editor are kept out from now on.',
    ).catch(sayFailed)
  return (
    <Part title="Editors">
      <label className="flex min-h-8 items-center gap-2 max-md:min-h-11">
        <input
          type="checkbox"
          className="size-4 shrink-0 accent-accent"
          checked={on}
          onChange={(event) => turn(event.target.checked)}
        />
        Send which project is open in my editor
      </label>
      <p className="text-meta text-text-2">
        {on
          ? 'Its name alone helps to place your time: no file, no path, no language. It is yours alone, as titles are, until you release it.'
          : 'Kept out: nothing your editor has open is read. Switched on, the name of the project helps to place your time.'}
      </p>
    </Part>
  )
}
