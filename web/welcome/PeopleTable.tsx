import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useId, useState } from 'react'
import { api } from '../data/client.ts'
import { Secret } from '../settings/parts.tsx'
import { Badge, Button } from '../ui/controls.tsx'
import { number } from '../ui/formats.tsx'
import { ErrorNote } from '../ui/states.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { mostPeople, readPeople, type Person } from './people-text.ts'

type Result = Awaited<ReturnType<typeof ask>>
const ask = (people: Person[], dry_run: boolean) => api.post('/users/batch', { body: { people, dry_run } })

/** Pasted or read from a file, judged by the server while it is still text: nobody is invited before every row is right. */
export function PeopleTable() {
  const client = useQueryClient()
  const [text, setText] = useState('')
  const [links, setLinks] = useState<string | null>(null)
  const people = readPeople(useDeferredValue(text))
  const tooMany = people.length > mostPeople
  const { data, error } = useQuery({
    queryKey: ['people-preview', people],
    queryFn: () => ask(people, true),
    enabled: people.length > 0 && !tooMany,
    placeholderData: (before) => before,
    gcTime: 0,
  })
  const wrong = data?.rows.filter(({ errors }) => errors.length > 0).length ?? 0
  const shown = data?.rows.length === people.length ? data : undefined
  const invite = async () => {
    const { rows } = await ask(people, false)
    say(`${number(rows.length)} people are invited.`)
    const given = rows.map(({ invitation_link }, index) => `${people[index]!.email},${invitation_link ?? ''}`)
    setLinks(rows.some(({ invitation_link }) => invitation_link !== null) ? given.join('\n') : null)
    setText('')
    await Promise.all(['users', 'teams', 'agent-users'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  }
  return (
    <>
      <Source text={text} setText={setText} />
      {tooMany && (
        <p role="alert" className="text-danger">
          These are {number(people.length)} people. Up to {mostPeople} go at once: take the rest after these.
        </p>
      )}
      {error && <ErrorNote error={error} />}
      {people.length > 0 && !tooMany && <Preview people={people} result={shown} />}
      {shown && people.length > 0 && (
        <div className="flex flex-wrap items-center gap-3">
          <Button look="primary" disabled={wrong > 0} onClick={() => void invite().catch(sayFailed)}>
            Invite {number(people.length)} {people.length === 1 ? 'person' : 'people'}
          </Button>
          <p role="status" className={wrong > 0 ? 'text-danger' : 'text-text-2'}>
            {wrong > 0
              ? `${number(wrong)} ${wrong === 1 ? 'row is' : 'rows are'} wrong. Correct them in the text above; nobody is invited before.`
              : shown.new_teams.length > 0
                ? `New teams will be made: ${shown.new_teams.join(', ')}.`
                : 'Every row is right.'}
          </p>
        </div>
      )}
      {links !== null && (
        <Secret
          label="No mail server is set, so hand these links over yourself. They are not shown again."
          text={links}
        />
      )}
    </>
  )
}

function Source({ text, setText }: { text: string; setText: (text: string) => void }) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-meta font-medium text-text-2">
        People: name, e-mail, role, team, time zone
      </label>
      <textarea
        id={id}
        rows={6}
        spellCheck={false}
        className="rounded-input border border-border-strong bg-surface p-2 font-mono text-row"
        placeholder={'name,email,role,team,zone\nAda Byron,ada@yourcompany.com,manager,Delivery,Europe/London'}
        aria-describedby={`${id}-hint`}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <p id={`${id}-hint`} className="text-meta text-text-3">
        Paste rows from a spreadsheet or choose a CSV file. Only name and e-mail are needed; without a role somebody is
        an employee.
      </p>
      <input
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        aria-label="CSV file"
        className="text-meta text-text-3 file:mr-2 file:min-h-8 file:rounded-card file:border file:border-solid file:border-border-strong file:bg-surface file:px-3 file:text-body file:font-medium file:text-text"
        onChange={({ target }) => void target.files?.[0]?.text().then(setText, sayFailed)}
      />
    </div>
  )
}

const columns = ['name', 'email', 'role', 'team', 'zone'] as const
const outcomes = { new: ['success', 'New'], known: ['info', 'Known already'], refused: ['danger', 'Wrong'] } as const

const Preview = ({ people, result }: { people: Person[]; result: Result | undefined }) => (
  <div
    className="max-h-96 overflow-auto rounded-card border border-border"
    tabIndex={0}
    role="region"
    aria-label="Preview"
  >
    <table className="w-full text-row">
      <thead>
        <tr className="text-left text-meta text-text-3">
          {['Row', 'Name', 'E-mail', 'Role', 'Team', 'Zone', ''].map((title) => (
            <th key={title} scope="col" className="p-2 font-medium">
              {title || <span className="sr-only">What happens</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {people.map((person, index) => (
          <PersonRow key={index} number={index + 1} person={person} judged={result?.rows[index]} />
        ))}
      </tbody>
    </table>
  </div>
)

type Judged = Result['rows'][number] | undefined
function PersonRow({ number: place, person, judged }: { number: number; person: Person; judged: Judged }) {
  const outcome = judged && outcomes[judged.outcome]
  return (
    <tr className="border-t border-border align-top">
      <td className="p-2 text-text-3">{place}</td>
      {columns.map((column) => (
        <td key={column} className="p-2">
          {person[column] || <span className="text-text-3">–</span>}
          {judged?.errors
            .filter(({ pointer }) => pointer === `/${column}`)
            .map(({ code, message }) => (
              <span key={code} className="block text-meta text-danger">
                {message}
              </span>
            ))}
        </td>
      ))}
      <td className="p-2">{outcome && <Badge tone={outcome[0]}>{outcome[1]}</Badge>}</td>
    </tr>
  )
}
