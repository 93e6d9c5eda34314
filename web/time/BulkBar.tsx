import { useState } from 'react'
import { useMe } from '../data/me.ts'
import { Button } from '../ui/controls.tsx'
import { Modal } from '../ui/Panel.tsx'
import type { Entry } from './calls.ts'
import { internal, usePlacing, type Choice } from './placing.ts'
import { Release } from './Release.tsx'
import { TargetPicker } from './TargetPicker.tsx'

/** What can be done to many entries at once: waiting ones are placed, placed ones sent back. */
export function BulkBar({ entries, done }: { entries: Entry[]; done: () => void }) {
  const me = useMe()
  const { place, sendBack } = usePlacing()
  const [asking, setAsking] = useState(false)
  const waiting = entries.filter(({ status }) => status === 'unmapped')
  const own = entries.filter(({ user_id }) => user_id === me.id)
  const placed = entries.filter(({ status }) => status === 'synced')
  const put = (choice: Choice) => {
    setAsking(false)
    void place(
      waiting.map(({ id }) => id),
      choice,
    ).then((worked) => worked && done())
  }
  return (
    <>
      {waiting.length > 0 && <Button onClick={() => setAsking(true)}>Map {waiting.length} waiting to…</Button>}
      {waiting.length > 0 && <Button onClick={() => put(internal)}>Mark {waiting.length} as internal</Button>}
      {placed.length > 0 && (
        <Button onClick={() => void sendBack(placed).then(done)}>Send {placed.length} back to review</Button>
      )}
      {own.length > 0 && <Release entries={own} />}
      {asking && (
        <Modal title={`Map ${waiting.length} entries to…`} onClose={() => setAsking(false)}>
          <TargetPicker
            autoFocus
            label="Deal or account"
            onChoose={({ account_id, deal_id, deal_name, account_name }) =>
              put({ account_id, deal_id, name: deal_name ?? account_name })
            }
          />
        </Modal>
      )}
    </>
  )
}
