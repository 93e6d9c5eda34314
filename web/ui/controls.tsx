import { clsx } from 'clsx'
import {
  useId,
  type ButtonHTMLAttributes,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
} from 'react'

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { look?: 'primary' | 'plain' | 'quiet' }

/** One that cannot be pressed now keeps the focus: it may be the one that was just pressed. */
export const Button = ({ look = 'plain', className, disabled, onClick, ...rest }: ButtonProps) => (
  <button
    type="button"
    aria-disabled={disabled || undefined}
    onClick={disabled ? (event) => event.preventDefault() : onClick}
    className={clsx(
      'inline-flex min-h-(--control) min-w-(--control) items-center justify-center gap-2 rounded-card px-3 text-body font-medium aria-disabled:opacity-60',
      look === 'primary' && 'bg-accent text-on-accent',
      look === 'plain' &&
        'border border-border-strong bg-surface text-text hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft',
      look === 'quiet' && 'text-text-2 hover:bg-sunken hover:text-text',
      className,
    )}
    {...rest}
  />
)

const box =
  'min-h-(--control) w-full rounded-input border border-border-strong bg-surface px-2 text-body text-text file:mr-3 file:min-h-8 file:font-medium file:text-accent-text'

type FieldProps = { label: string; error?: string | undefined; hint?: string; hideLabel?: boolean }

function Labelled({ label, error, hint, hideLabel, id, children }: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-meta font-medium text-text-2'}>
        {label}
      </label>
      {children}
      {hint && !error && (
        <p id={`${id}-hint`} className="text-meta text-text-3">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-meta text-danger">
          {error}
        </p>
      )}
    </div>
  )
}

export function TextField({
  label,
  error,
  hint,
  hideLabel,
  ...rest
}: FieldProps & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId()
  return (
    <Labelled {...{ label, error, id, ...(hint && { hint }), ...(hideLabel && { hideLabel }) }}>
      <input
        id={id}
        className={box}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : hint ? `${id}-hint` : undefined}
        {...rest}
      />
    </Labelled>
  )
}

type Option = { value: string; label: string }
export function SelectField({
  label,
  error,
  hint,
  hideLabel,
  options,
  ...rest
}: FieldProps & SelectHTMLAttributes<HTMLSelectElement> & { options: Option[] }) {
  const id = useId()
  return (
    <Labelled {...{ label, error, id, ...(hint && { hint }), ...(hideLabel && { hideLabel }) }}>
      <select
        id={id}
        className={box}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : hint ? `${id}-hint` : undefined}
        {...rest}
      >
        {options.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

const tones = {
  neutral: 'bg-sunken text-text-2',
  accent: 'bg-accent-soft text-accent-text',
  success: 'bg-success-soft text-success',
  warning: 'bg-warning-soft text-warning',
  danger: 'bg-danger-soft text-danger',
  info: 'bg-info-soft text-info',
}
export type Tone = keyof typeof tones

/** Icon and word: never colour alone. */
export const Badge = ({ tone = 'neutral', icon, children }: { tone?: Tone; icon?: ReactNode; children: ReactNode }) => (
  <span
    className={clsx(
      'inline-flex items-center gap-1 rounded-input px-1.5 text-meta font-medium whitespace-nowrap',
      tones[tone],
    )}
  >
    {icon}
    {children}
  </span>
)

/** A key; fingers have none. */
export const Kbd = ({ children }: { children: ReactNode }) => (
  <kbd className="pointer-coarse:hidden rounded-input border border-border bg-sunken px-1.5 font-mono text-caption text-text-2">
    {children}
  </kbd>
)
