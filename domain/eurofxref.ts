/**
 * The reference rates of the European Central Bank as it publishes them: eurofxref.csv and eurofxref-hist.csv (a line a day, a column a
 * currency, N/A where there was none), and the XML with a Cube a day. All are what 1 EUR was worth.
 */
export type DailyRate = { day: string; currency: string; rate: string }
/** `left_out`: what the file holds and is no rate, by line or day, at most 20 of them. Null: it is no such file. */
export type RateFile = { rates: DailyRate[]; left_out: string[] }

const mostSaid = 20
const isRate = (text: string) => /^\d{1,12}(\.\d{1,12})?$/.test(text) && /[1-9]/.test(text)

export function readRateFile(text: string): RateFile | null {
  const plain = text.replace(/^\ufeff/, '').trimStart()
  const file = plain.startsWith('<') ? readXml(plain) : readCsv(plain)
  return file && { rates: file.rates, left_out: file.left_out.slice(0, mostSaid) }
}

/** "Date,USD,JPY,…" with or without blanks; days as 2026-09-30 or, in the file of one day, 30 September 2026. */
function readCsv(text: string): RateFile | null {
  const [head = '', ...lines] = text.split(/\r\n|\n|\r/)
  const [first, ...codes] = cellsOf(head)
  if (first?.toLowerCase() !== 'date' || !codes.some((code) => /^[A-Z]{3}$/.test(code))) return null
  const file: RateFile = { rates: [], left_out: [] }
  for (const [place, line] of lines.entries()) {
    if (line.trim() === '') continue
    const [written = '', ...cells] = cellsOf(line)
    const day = dayOf(written)
    if (day === null) file.left_out.push(`Line ${place + 2}: “${written}” is no day.`)
    else codes.forEach((code, column) => add(file, day, code, cells[column] ?? '', `Line ${place + 2}`))
  }
  return file
}

const cellsOf = (line: string) =>
  line.split(',').map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim(),
  )

/** Reads what the bank writes and nothing more: no entities, no DTD. */
function readXml(text: string): RateFile | null {
  const file: RateFile = { rates: [], left_out: [] }
  let day: string | null = null
  let days = 0
  for (const [, attributes = ''] of text.matchAll(/<(?:\w+:)?Cube\b([^<>]*)>/g)) {
    const named = Object.fromEntries(
      [...attributes.matchAll(/(\w+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g)].map(([, name, a, b]) => [name, a ?? b ?? '']),
    )
    if (named['time'] !== undefined) {
      day = dayOf(named['time'])
      if (day === null) file.left_out.push(`“${named['time']}” is no day.`)
      else days++
    }
    if (named['currency'] !== undefined && day !== null) add(file, day, named['currency'], named['rate'] ?? '', day)
  }
  return days === 0 ? null : file
}

function add(file: RateFile, day: string, currency: string, rate: string, where: string): void {
  // a currency that had no rate that day, and the empty cell after the last comma
  if (currency === '' || rate === '' || rate === 'N/A') return
  if (/^[A-Z]{3}$/.test(currency) && isRate(rate)) file.rates.push({ day, currency, rate })
  else file.left_out.push(`${where}: “${rate}” for “${currency}” is no rate.`)
}

const months = 'january february march april may june july august september october november december'.split(' ')

function dayOf(text: string): string | null {
  const words = /^(\d{1,2}) ([A-Za-z]+) (\d{4})$/.exec(text)
  const month = words ? months.indexOf(words[2]!.toLowerCase()) + 1 : 0
  const day = words ? `${words[3]}-${String(month).padStart(2, '0')}-${words[1]!.padStart(2, '0')}` : text
  return /^(19|2[01])\d\d-\d\d-\d\d$/.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) === day
    ? day
    : null
}
