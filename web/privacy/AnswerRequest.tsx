import { useState } from 'react'
import { AskReason } from '../ui/AskReason.tsx'
import { Button } from '../ui/controls.tsx'
import { useRequests, type Request } from './requests.ts'

type Props = { request: Request; done: () => void }

/** Done or refused; either way its person reads the answer. */
export function AnswerRequest({ request, done }: Props) {
  const [way, setWay] = useState<'grant' | 'refuse' | null>(null)
  return (
    <div className="flex flex-wrap gap-2 max-md:[&>button]:min-h-11 max-md:[&>button]:flex-1">
      <Button look="primary" onClick={() => setWay('grant')}>
        {request.kind === 'erasure' ? 'Erase…' : 'It is corrected…'}
      </Button>
      <Button onClick={() => setWay('refuse')}>Refuse…</Button>
      {way && <Answer {...{ request, way, done }} onClose={() => setWay(null)} />}
    </div>
  )
}

function Answer({ request, way, done, onClose }: Props & { way: 'grant' | 'refuse'; onClose: () => void }) {
  const { grant, refuse } = useRequests()
  const { kind, user_name } = request
  const refuses = way === 'refuse'
  const erases = !refuses && kind === 'erasure'
  const title = refuses ? 'Refuse the request' : erases ? 'Erase for good' : 'It is corrected'
  return (
    <AskReason
      title={`${title} of ${user_name}`}
      label={refuses ? 'Why' : 'What to say beside it, if anything'}
      hint={`${user_name} reads it under My data and in a mail.`}
      longest={1_000}
      act={refuses ? 'Refuse' : erases ? 'Erase for good' : 'Done'}
      final={erases}
      whyNot={(said) => (said === '' && refuses ? `Say why: ${user_name} reads it.` : undefined)}
      decide={async (said) => {
        await (refuses ? refuse(request, said) : grant(request, said || null))
        if (!erases) done()
      }}
      onClose={onClose}
    >
      {refuses
        ? `${user_name} reads the reason and is told whom they may complain to.`
        : erases
          ? 'This cannot be taken back. Archives and backups made before keep it until they expire.'
          : `Put it right first; ${user_name} is then told that it is done.`}
    </AskReason>
  )
}
