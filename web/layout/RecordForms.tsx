/** Making a record and changing one, by its description: what a cell of its list can do, its form can do too. */
import { RecordForm, type FieldSpec } from './RecordForm.tsx'
import type { Changes, Recorded, Resource } from './resource.ts'
import { LeftAsItIs, useWrite } from './write.ts'

type CreateProps<Row extends Recorded> = {
  resource: Resource<Row>
  fields?: FieldSpec[]
  /** What every one of them says, and nobody has to type: the account it is made on. */
  given?: Changes
  done: () => void
}
export function CreateRecord<Row extends Recorded>({ resource, fields, given = {}, done }: CreateProps<Row>) {
  const Alike = resource.alike
  const shown = (fields ?? resource.fields)
    .filter(({ name }) => !(name in given))
    .map((field) => (field.name === 'owner_id' ? { ...field, hint: 'Empty: you.' } : field))
  return (
    <RecordForm
      fields={shown}
      values={{}}
      {...(Alike && { aside: (entered) => <Alike entered={{ ...entered, ...given }} /> })}
      action={`Create ${resource.noun}`}
      refresh={resource.key}
      done={done}
      save={async (changes) => {
        const made = await resource.create!({ ...changes, ...given })
        return { text: `${resource.nameOf(made)} created.` }
      }}
    />
  )
}

type EditProps<Row extends Recorded> = {
  resource: Resource<Row>
  row: Row & { version: number }
  fields?: FieldSpec[]
  done?: (() => void) | undefined
}
/** Where somebody was faster, the merge panel asks about what both changed. */
export function EditRecord<Row extends Recorded>({ resource, row, fields, done }: EditProps<Row>) {
  const change = useWrite(resource)
  return (
    <RecordForm
      key={row.version}
      fields={fields ?? resource.fields}
      values={resource.valuesOf(row)}
      action={`Save ${resource.noun}`}
      refresh={resource.key}
      {...(done && { done })}
      save={async (changes) => {
        await change(row, changes).catch(leave)
        return null
      }}
    />
  )
}

function leave(error: unknown): void {
  if (!(error instanceof LeftAsItIs)) throw error
}
