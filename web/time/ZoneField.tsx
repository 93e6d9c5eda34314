import { useId } from 'react'
import { TextField } from '../ui/controls.tsx'

const zones = Intl.supportedValuesOf('timeZone')

type Props = { label: string; value: string; onChange: (zone: string) => void; hint?: string }

export function ZoneField({ label, value, onChange, hint }: Props) {
  const id = useId()
  return (
    <>
      <TextField
        label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        list={id}
        {...(hint && { hint })}
      />
      <datalist id={id}>
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  )
}
