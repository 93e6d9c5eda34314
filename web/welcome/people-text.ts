/** A table of people as it is pasted or read from a file. */
import Papa from 'papaparse'

const columns = ['name', 'email', 'role', 'team', 'zone'] as const
export type Person = Record<(typeof columns)[number], string>
export const mostPeople = 500

/** What a column may be called, without signs and in lower case. */
const names: Record<keyof Person, string[]> = {
  name: ['name', 'fullname', 'person', 'employee', 'displayname'],
  email: ['email', 'mail', 'emailaddress', 'workemail', 'address'],
  role: ['role'],
  team: ['team', 'department', 'group'],
  zone: ['zone', 'timezone', 'tz'],
}
const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, '')

/** With a line of headings, in any order; without one, in the order name, e-mail, role, team, zone. Any usual separator. */
export function readPeople(text: string): Person[] {
  const rows = Papa.parse<string[]>(text.replace(/^\uFEFF/, '').trim(), { skipEmptyLines: 'greedy' }).data
  const headed = rows[0]?.some((cell) => names.email.includes(plain(cell))) ?? false
  const placeOf = (column: keyof Person) =>
    headed ? rows[0]!.findIndex((cell) => names[column].includes(plain(cell))) : columns.indexOf(column)
  const places = columns.map((column) => [column, placeOf(column)] as const)
  return (headed ? rows.slice(1) : rows).map(
    (row) => Object.fromEntries(places.map(([column, place]) => [column, row[place]?.trim() ?? ''])) as Person,
  )
}
