/** One field of one record, changed by a single choice: it is written at once, and the toast takes it back. */
import { useQueryClient } from '@tanstack/react-query'
import { Choices } from '../ui/Choices.tsx'
import { Modal } from '../ui/Panel.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { Lookup, useRemember, type Find, type Found } from './Lookup.tsx'
import type { FieldSpec } from './RecordForm.tsx'
import type { Recorded, Resource } from './resource.ts'
import { LeftAsItIs, useWrite } from './write.ts'

type Props<R extends Recorded> = { resource: Resource<R>; row: R; field: string; close: () => void }

export function ChangeField<R extends Recorded>({ resource, row, field: name, close }: Props<R>) {
  const client = useQueryClient()
  const write = useWrite(resource)
  const field = resource.fields.find((one) => one.name === name)!
  const now = resource.valuesOf(row)[name]
  const title = `${field.label} of ${resource.nameOf(row)}`
  const change = (value: string) => {
    close()
    write(row, { [name]: value || null })
      // a list is patched where it stands, a board is not
      .then(() => client.invalidateQueries({ queryKey: [resource.key, 'board'] }))
      .catch((error: unknown) => {
        if (!(error instanceof LeftAsItIs)) sayFailed(error as Error)
      })
  }
  if (field.lookup) return <ChangeRecord {...{ field, title, close }} lookup={field.lookup} onChoose={change} />
  const choices = (field.options ?? [])
    .filter(({ value }) => value !== now)
    .map(({ value, label }) => ({ letter: label[0]!, label, run: () => change(value) }))
  return <Choices title={title} choices={choices} onClose={close} />
}

type RecordProps = {
  field: FieldSpec
  title: string
  lookup: NonNullable<FieldSpec['lookup']>
  onChoose: (value: string) => void
  close: () => void
}
function ChangeRecord({ field, title, lookup, onChoose, close }: RecordProps) {
  const remember = useRemember(lookup.kind)
  const choose = (found: Found) => {
    remember(found)
    onChoose(found.value)
  }
  const find: Find = async (text) => [
    ...(await lookup.find(text)),
    ...(text === '' && !field.required ? [{ value: '', label: 'None' }] : []),
  ]
  return (
    <Modal title={title} onClose={close}>
      <Lookup label={field.label} kind={`${lookup.kind} or none`} find={find} onChoose={choose} alwaysOpen hideLabel />
    </Modal>
  )
}
