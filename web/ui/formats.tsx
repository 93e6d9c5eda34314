/** Numbers as people read them; what is exact stands in the title. */

/** Seconds as h:mm. */
export function hours(seconds: number): string {
  const minutes = Math.round(Math.abs(seconds) / 60)
  return `${seconds < 0 ? '−' : ''}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}

export const Duration = ({ seconds }: { seconds: number }) => (
  <span title={`${seconds.toLocaleString('en')} s`}>{hours(seconds)}</span>
)

/** A decimal string with exactly the digits the server sent; no float ever touches it. */
export function money({ amount, currency }: { amount: string; currency: string }): string {
  const digits = amount.split('.')[1]?.length ?? 0
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return format.format(amount as unknown as number)
}

export const Money = ({ values }: { values: { amount: string; currency: string }[] }) =>
  values.length === 0 ? (
    <span className="text-text-3">none</span>
  ) : (
    <span className="inline-flex flex-wrap gap-x-3">
      {values.map((value) => (
        <span key={value.currency} className="whitespace-nowrap">
          {money(value)}
        </span>
      ))}
    </span>
  )

/** Where the person who looks is: times are shown in it. */
export const viewerZone = Intl.DateTimeFormat().resolvedOptions().timeZone

export const When = ({ instant, timeOnly = false }: { instant: string; timeOnly?: boolean }) => (
  <time dateTime={instant} title={`${instant} · shown in ${viewerZone}`}>
    {new Date(instant).toLocaleString(
      'en-GB',
      timeOnly ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' },
    )}
  </time>
)

export const Day = ({ date }: { date: string | null }) =>
  date === null ? (
    <span className="text-text-3">–</span>
  ) : (
    <time dateTime={date}>
      {new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })}
    </time>
  )

export const words = (text: string) => {
  const spaced = text.replaceAll('_', ' ')
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
