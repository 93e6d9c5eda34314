/** What can be done with one record of a list or a board: full stop opens it all, and the letters work without the menu too. */
import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { Choices, type Choice } from '../ui/Choices.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { useBin } from './Bin.tsx'
import { ChangeField } from './ChangeField.tsx'
import type { Home } from './linked.tsx'
import type { Recorded, Resource } from './resource.ts'

export type RowDeed<R> = { letter: string; label: string; run: (row: R) => void }
type Options<R extends Recorded> = {
  /** Left out for who may not change records. */
  resource: Resource<R> | undefined
  home: Home | undefined
  onPeek: (row: R) => void
  /** What else this list can do with one, or does in its own way. */
  deeds?: RowDeed<R>[]
  /** Marked rows are what a letter is for, where there are some. */
  marks?: { ids: ReadonlySet<string>; toggle: (id: string) => void } | undefined
}
type Changing<R> = { row: R; field: string }

export function useRowMenu<R extends Recorded>({ resource, home, onPeek, deeds = [], marks }: Options<R>) {
  const navigate = useNavigate()
  const bin = useBin(resource)
  const [menuOf, setMenuOf] = useState<R | null>(null)
  const [changing, setChanging] = useState<Changing<R> | null>(null)
  const addressOf = (row: R) => `${home}/${row.id}`
  const copy = (row: R) =>
    navigator.clipboard.writeText(location.origin + addressOf(row)).then(() => say('Link copied.'), sayFailed)
  const { a, s, m } = resource?.keys ?? {}
  const ofFields: RowDeed<R>[] = [
    ...(a ? [{ letter: 'A', label: 'Assign…', run: (row: R) => setChanging({ row, field: a }) }] : []),
    ...(m ? [{ letter: 'M', label: 'Map to…', run: (row: R) => setChanging({ row, field: m }) }] : []),
    ...(s ? [{ letter: 'S', label: 'Status…', run: (row: R) => setChanging({ row, field: s }) }] : []),
  ]
  const fields = ofFields.filter(({ letter }) => !deeds.some((deed) => deed.letter === letter))
  const choicesOf = (row: R): Choice[] => {
    const all: RowDeed<R>[] = [
      ...(home ? [{ letter: 'O', label: 'Open', run: () => void navigate({ to: addressOf(row) }) }] : []),
      { letter: 'P', label: 'Look at it here', run: onPeek },
      ...deeds,
      ...fields,
      ...(marks
        ? [
            {
              letter: 'X',
              label: marks.ids.has(row.id) ? 'Take out of the selection' : 'Select',
              run: () => marks.toggle(row.id),
            },
          ]
        : []),
      // only a page that came over TLS, or from this machine, may write to the clipboard
      ...(home && window.isSecureContext ? [{ letter: 'L', label: 'Copy link', run: (one: R) => void copy(one) }] : []),
      ...(bin ? [{ letter: 'D', label: 'Delete', run: (one: R) => void bin.remove(one).catch(sayFailed) }] : []),
    ]
    return all.map(({ letter, label, run }) => ({
      letter,
      label,
      run: () => {
        setMenuOf(null)
        run(row)
      },
    }))
  }
  const single = marks === undefined || marks.ids.size === 0
  const forMarked = (letter: string) => !single && letter.toLowerCase() in (resource?.keys ?? {})
  const keys: Record<string, (row: R) => void> = {
    '.': setMenuOf,
    ...Object.fromEntries(
      [...deeds, ...fields]
        .filter(({ letter }) => !forMarked(letter))
        .map(({ letter, run }) => [letter.toLowerCase(), run]),
    ),
  }
  const menu: ReactNode = (
    <>
      {menuOf && (
        <Choices title={nameOf(resource, menuOf)} choices={choicesOf(menuOf)} onClose={() => setMenuOf(null)} />
      )}
      {resource && changing && <ChangeField resource={resource} {...changing} close={() => setChanging(null)} />}
    </>
  )
  return { keys, menu }
}

const nameOf = <R extends Recorded>(resource: Resource<R> | undefined, row: R) => resource?.nameOf(row) ?? 'This record'
