/** Which field many records get the same in, and what. */
import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { ChoiceList } from '../ui/Choices.tsx'
import { Button, SelectField } from '../ui/controls.tsx'
import { day } from '../ui/formats.tsx'
import type { Deed } from './bulk.ts'
import { Entry } from './Entry.tsx'
import type { FieldSpec } from './RecordForm.tsx'
import { wordsIn, type Recorded, type Resource } from './resource.ts'

type Props<R extends Recorded> = {
  resource: Resource<R>
  /** The field, where it is settled already. */
  only: string | undefined
  /** With what it means in words: "Owner: Sam". */
  onChoose: (deed: Deed, said: string) => void
}

export function ChooseChange<R extends Recorded>({ resource, only, onChoose }: Props<R>) {
  const client = useQueryClient()
  const { fields: offered, bodyOf } = resource.bulk!
  const fields = resource.fields.filter(({ name }) => offered.includes(name) || name.startsWith('metadata.'))
  const [name, setName] = useState(only ?? fields[0]!.name)
  const field = fields.find((one) => one.name === name)!
  const take = async (value: string | null) =>
    onChoose({ change: bodyOf({ [name]: value }) }, `${field.label}: ${await inWords(client, field, value)}`)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void take(String(new FormData(event.currentTarget).get(name) ?? '').trim() || null)
  }
  if (only !== undefined && field.options)
    return (
      <ChoiceList
        choices={field.options.map(({ value, label }) => ({ letter: label[0]!, label, run: () => void take(value) }))}
      />
    )
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      {only === undefined && (
        <SelectField
          label="What to change"
          value={name}
          onChange={(event) => setName(event.target.value)}
          options={fields.map((one) => ({ value: one.name, label: one.label }))}
        />
      )}
      <Entry key={name} field={field} value="" error={undefined} />
      <Button type="submit" look="primary">
        See what would happen
      </Button>
    </form>
  )
}

async function inWords(client: QueryClient, { options, lookup, type }: FieldSpec, value: string | null) {
  if (value === null) return 'empty'
  if (lookup?.nameOf) {
    const { kind, nameOf } = lookup
    return client.fetchQuery({ queryKey: ['name', kind, value], queryFn: () => nameOf(value), staleTime: 60_000 })
  }
  if (type === 'words') return wordsIn(value).join(', ')
  if (type === 'date') return day(value)
  return options?.find((option) => option.value === value)?.label ?? value
}
