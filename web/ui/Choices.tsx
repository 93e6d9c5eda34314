/** A few things one of which is chosen: by arrows and Enter, by pointer, or by the letter that stands beside it. */
import type { KeyboardEvent } from 'react'
import { Button, Kbd } from './controls.tsx'
import { Modal } from './Panel.tsx'

export type Choice = { letter: string; label: string; run: () => void }
/** Closed without a choice: what is chosen says itself what comes next. */
type Props = { title: string; choices: Choice[]; onClose: () => void }

export const Choices = ({ title, choices, onClose }: Props) => (
  <Modal title={title} onClose={onClose}>
    <ChoiceList choices={choices} />
  </Modal>
)

export function ChoiceList({ choices }: { choices: Choice[] }) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const found = choices.find(({ letter }) => letter.toLowerCase() === event.key.toLowerCase())
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (found) found.run()
    else if (by) focusBeside(event.currentTarget, by)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="-mx-3 flex flex-col" onKeyDown={onKeyDown}>
      {choices.map((choice) => (
        <Button key={choice.letter} look="quiet" className="justify-between! max-md:min-h-11" onClick={choice.run}>
          {choice.label} <Kbd>{choice.letter}</Kbd>
        </Button>
      ))}
    </div>
  )
}

function focusBeside(list: HTMLElement, by: number): void {
  const buttons = [...list.querySelectorAll('button')]
  buttons[
    (buttons.indexOf(document.activeElement as HTMLButtonElement) + by + buttons.length) % buttons.length
  ]?.focus()
}
