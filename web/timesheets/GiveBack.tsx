import { useState } from 'react'
import { AskReason } from '../ui/AskReason.tsx'
import { Button } from '../ui/controls.tsx'
import { daysOf, useDeciding, type Sheet } from './calls.ts'

const ways = {
  deny: { button: 'Deny…', act: 'Deny', title: 'Deny the week of', does: 'It goes back and stays open.' },
  reopen: {
    button: 'Reopen the week…',
    act: 'Reopen',
    title: 'Reopen the week of',
    does: 'Its time can be changed again, and what was kept aside as late can be released. It has to be submitted and approved anew.',
  },
} as const

type Props = { way: keyof typeof ways; sheet: Pick<Sheet, 'id' | 'user_name' | 'week' | 'last_day'>; done: () => void }

/** A week goes back to its person, with what they read about it. */
export function GiveBack({ way, sheet, done }: Props) {
  const [asked, setAsked] = useState(false)
  return (
    <>
      <Button className="max-md:min-h-11" onClick={() => setAsked(true)}>
        {ways[way].button}
      </Button>
      {asked && <Reason {...{ way, sheet, done }} onClose={() => setAsked(false)} />}
    </>
  )
}

function Reason({ way, sheet, done, onClose }: Props & { onClose: () => void }) {
  const { giveBack } = useDeciding()
  const { act, title, does } = ways[way]
  const { user_name } = sheet
  return (
    <AskReason
      title={`${title} ${user_name}`}
      hint={`${user_name} reads it on their week.`}
      act={act}
      whyNot={(reason) => (reason === '' ? `Say why: ${user_name} reads it.` : undefined)}
      decide={async (reason) => {
        await giveBack(way, sheet, reason)
        done()
      }}
      onClose={onClose}
    >
      {daysOf(sheet)}. {does}
    </AskReason>
  )
}
