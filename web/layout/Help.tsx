import { useState } from 'react'
import { Button, Kbd, TextField } from '../ui/controls.tsx'
import { Modal } from '../ui/Panel.tsx'
import type { Command } from './commands.ts'

const shortcuts: [keys: string, what: string][] = [
  ['Ctrl K', 'Search or jump'],
  ['C', 'New'],
  ['J K ↓ ↑', 'Next and previous row'],
  ['← → Home End', 'Cell by cell'],
  ['Enter', 'Open the row'],
  ['Space', 'Peek at the row'],
  ['E', 'Change the cell: Enter saves, Tab goes on, Esc leaves it'],
  ['.', 'What can be done with the row or the card'],
  ['A', 'Assign the row, or all that are selected'],
  ['S', 'Say how far it is: the status of a task, the stage of a deal'],
  ['X', 'Select the row'],
  ['Shift J K', 'Select row after row'],
  ['Ctrl A', 'Select all rows that are loaded'],
  ['Ctrl ← →', 'On a heading: make the column narrower or wider'],
  ['/', 'Search the list'],
  ['F', 'Add a filter'],
  ['V', 'Change the view'],
  ['Esc', 'Close'],
  ['Shift ← →', 'Board: move the card a column on or back'],
  ['Shift ↑ ↓', 'Board: move the deal within its stage'],
  ['Shift ← → ↑ ↓', 'Calendar: move the task by a day or a week'],
  ['← → ↑ ↓', 'Board: go to the next card'],
  ['J K', 'Calendar of time: next and previous entry'],
  ['← →', 'Calendar of time: the day or week before and after'],
  ['↑ ↓', 'Calendar of time: move the entry by a quarter of an hour; Enter keeps it, Esc gives it back'],
  ['Shift ↑ ↓', 'Calendar of time: move where the entry ends'],
  ['Alt ↑ ↓', 'Calendar of time: move where the entry begins; with Ctrl by a minute'],
  ['E 0–9', 'Calendar of time: type when or how long'],
  ['?', 'Week: in a cell, why its hours are there'],
  ['1–5', 'Review: accept a guess'],
  ['M', 'Review: map to…'],
  ['N', 'Review: internal, not billable'],
  ['A', 'Review: decide all similar ones at once'],
  ['S', 'Review: split the entry'],
  ['T', 'Review: choose a task'],
  ['H', 'Review: put off until tomorrow'],
  ['D', 'Review: discard as a duplicate'],
  ['P', 'Review: take out what is private'],
  ['B', 'Review: ask its person'],
  ['R', 'Review: make a rule'],
  ['U', 'Review: undo'],
]

export function Help({ commands, onClose }: { commands: Command[]; onClose: () => void }) {
  const [search, setSearch] = useState('')
  const ofCommands = commands.flatMap(({ keys, title }): [string, string][] => (keys ? [[keys, title]] : []))
  const found = [...shortcuts.slice(0, 2), ...ofCommands, ...shortcuts.slice(2)].filter(([keys, what]) =>
    `${keys} ${what}`.toLowerCase().includes(search.toLowerCase()),
  )
  return (
    <Modal title="Keyboard" onClose={onClose}>
      <TextField label="Search shortcuts" value={search} onChange={(event) => setSearch(event.target.value)} />
      <dl className="grid max-h-80 grid-cols-[6rem_1fr] gap-2 overflow-y-auto" tabIndex={0} aria-label="Shortcuts">
        {found.map(([keys, what]) => (
          <div key={what} className="contents">
            <dt>
              <Kbd>{keys}</Kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <Button onClick={onClose}>Close</Button>
    </Modal>
  )
}
