/** Numbers, money, dates and times as the person who looks reads them; what is exact stands in the title. */

/** `clock` null: as the locale has it. */
export type Reader = { locale: string; zone: string; clock: '12' | '24' | null }

/** Chromium still calls some places by names IANA gave up. */
const renamed: Record<string, string> = {
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Truk': 'Pacific/Chuuk',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Etc/UTC': 'UTC',
}
export const currentName = (zone: string) => renamed[zone] ?? zone

export const browserZone = currentName(Intl.DateTimeFormat().resolvedOptions().timeZone)
let reader: Reader = { locale: navigator.language, zone: browserZone, clock: null }
// making a formatter costs 50 times what using it does: tables use one for all their cells
let made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

/** Everything rendered from now on is for this person. The frame says it before it renders a page. */
export function readAs(next: Reader): void {
  if (next.locale === reader.locale && next.zone === reader.zone && next.clock === reader.clock) return
  reader = next
  made = new Map()
}
/** Where the person who looks is: times are shown in it. */
export const viewerZone = () => reader.zone

/** A calendar date, `YYYY-MM-DD`, of this moment where the person is. */
export const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: reader.zone }).format(new Date())

function once<F extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => F): F {
  const known = made.get(key) ?? make()
  made.set(key, known)
  return known as F
}
const hourCycle = (clock: Reader['clock']) =>
  clock === null ? {} : ({ hourCycle: clock === '12' ? 'h12' : 'h23' } as const)

type Style = 'day' | 'time' | 'moment'
const styles: Record<Style, Intl.DateTimeFormatOptions> = {
  day: { dateStyle: 'medium' },
  time: { timeStyle: 'short' },
  moment: { dateStyle: 'medium', timeStyle: 'short' },
}
const dateFormat = (style: Style, { locale, zone, clock }: Reader) =>
  new Intl.DateTimeFormat(locale, { ...styles[style], ...hourCycle(clock), timeZone: zone })
const inStyle = (style: Style) => once(style, () => dateFormat(style, reader))
const calendar = () => once('calendar', () => dateFormat('day', { ...reader, zone: 'UTC' }))

/** Seconds as h:mm. */
export function hours(seconds: number): string {
  const minutes = Math.round(Math.abs(seconds) / 60)
  return `${seconds < 0 ? '−' : ''}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}

export const number = (value: number) => once('number', () => new Intl.NumberFormat(reader.locale)).format(value)

/** How the lines of a chart are said: short, because they are round. */
export function inTicks(
  unit: 'hours' | 'money' | 'count' | 'days' | 'percent',
  currency = '',
): (size: number) => string {
  if (unit === 'hours') return (size) => (size % 3600 === 0 ? `${number(size / 3600)} h` : hours(size))
  if (unit === 'percent') return (size) => `${number(size)} %`
  if (unit !== 'money') return number
  const style = { style: 'currency', currency, notation: 'compact' } as const
  return (size) => once(`compact ${currency}`, () => new Intl.NumberFormat(reader.locale, style)).format(size)
}

export const Duration = ({ seconds }: { seconds: number }) => (
  <span title={`${number(seconds)} s`}>{hours(seconds)}</span>
)

/** A decimal string with exactly the digits the server sent; no float ever touches it. */
export function money({ amount, currency }: { amount: string; currency: string }): string {
  const digits = amount.split('.')[1]?.length ?? 0
  const style = { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const
  const format = once(`${currency}${digits}`, () => new Intl.NumberFormat(reader.locale, style))
  return format.format(amount as unknown as number)
}

/** An amount that a tile of one column would cut in two. */
export const isLong = (amounts: string[]): boolean => amounts.some((amount) => amount.length > 14)

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

/** As in CET or GMT+5:30. */
function zoneName(date: Date): string {
  const { locale, zone } = reader
  const format = once('zone', () => new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' }))
  return format.formatToParts(date).find(({ type }) => type === 'timeZoneName')?.value ?? zone
}

/** A moment as text. */
export const moment = (instant: string) => inStyle('moment').format(new Date(instant))

/** Where the clock on the wall is another one than the person's, the zone stands beside the time. */
export function When({ instant, timeOnly = false }: { instant: string; timeOnly?: boolean }) {
  const date = new Date(instant)
  return (
    <time dateTime={instant} title={`${instant} · shown in ${reader.zone}`}>
      {inStyle(timeOnly ? 'time' : 'moment').format(date)}
      {reader.zone !== browserZone && <span className="text-meta text-text-3"> {zoneName(date)}</span>}
    </time>
  )
}

/** What the clock shows at an instant in a zone, as in 09:30: of a day that is drawn where its person is. */
export function clockIn(instant_ms: number, zone: string): string {
  const format = once(`clock ${zone}`, () => dateFormat('time', { ...reader, zone }))
  return format.format(instant_ms)
}

/** A calendar date never shifts with the zone. */
export const day = (date: string) => calendar().format(new Date(`${date}T00:00:00Z`))

const calendarPart = (key: string, options: Intl.DateTimeFormatOptions, date: string) =>
  once(key, () => new Intl.DateTimeFormat(reader.locale, { ...options, timeZone: 'UTC' })).format(
    new Date(`${date}T00:00:00Z`),
  )
/** The month of a calendar date, as in November 2026. */
export const monthName = (date: string) => calendarPart('month', { month: 'long', year: 'numeric' }, date)
/** As in Mon. */
export const weekdayName = (date: string) => calendarPart('weekday', { weekday: 'short' }, date)

/** As in 14 Sept. */
export const dayAndMonth = (date: string) => calendarPart('day-month', { day: 'numeric', month: 'short' }, date)
/** As in Sept 2026. */
export const shortMonth = (date: string) => calendarPart('short-month', { month: 'short', year: 'numeric' }, date)

/** As in Mon, 14 Sept. */
export const weekdayAndDay = (date: string) =>
  calendarPart('weekday-day', { weekday: 'short', day: 'numeric', month: 'short' }, date)

export const Day = ({ date }: { date: string | null }) =>
  date === null ? <span className="text-text-3">–</span> : <time dateTime={date}>{day(date)}</time>

/** What a locale and a clock look like, before somebody chooses them. */
export function exampleOf(given: Reader, now: Date): string {
  const amount = new Intl.NumberFormat(given.locale, { minimumFractionDigits: 2 }).format(12_345.6)
  return `${dateFormat('moment', given).format(now)} · ${amount}`
}

export const words = (text: string) => {
  const spaced = text.replaceAll('_', ' ')
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
