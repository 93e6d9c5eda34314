/** A sort as the API takes it: field names in order of weight, a leading `-` for descending, as in `-value,name`. */
import type { Column } from './DataTable.tsx'

/** The server takes no more. */
const mostFields = 4
const fieldOf = (part: string) => part.replace('-', '')
const partsOf = (sort: string) => sort.split(',').filter((part) => part !== '')

export function directionOf(sort: string, field: string): 'ascending' | 'descending' | 'none' {
  const part = partsOf(sort).find((one) => fieldOf(one) === field)
  return part === undefined ? 'none' : part.startsWith('-') ? 'descending' : 'ascending'
}

/** Its place among several; null where it is alone or not among them. */
export function rankOf(sort: string, field: string): number | null {
  const parts = partsOf(sort)
  const place = parts.findIndex((part) => fieldOf(part) === field)
  return parts.length < 2 || place < 0 ? null : place + 1
}

/** The sort after a heading was chosen: turned round if it was there, alone or `also` after the others. */
export function sortedBy(sort: string, field: string, also: boolean): string {
  const next = directionOf(sort, field) === 'ascending' ? `-${field}` : field
  if (!also) return next
  const parts = partsOf(sort)
  const turned = parts.map((part) => (fieldOf(part) === field ? next : part))
  return (turned.includes(next) ? turned : [...parts, next].slice(-mostFields)).join(',')
}

const ways = {
  text: ['A to Z', 'Z to A'],
  date: ['earliest first', 'latest first'],
  number: ['lowest first', 'highest first'],
} as const

/** "Sorted by due date, earliest first". What no column shows is the order in which things came. */
export function sortInWords<Row>(sort: string, columns: Column<Row>[]): string {
  const named = partsOf(sort).map((part) => {
    const column = columns.find((one) => one.sort === fieldOf(part))
    const [up, down] = ways[column?.kind ?? (column ? 'text' : 'date')]
    const title = column?.title ?? fieldOf(part).replace(/_at$/, '')
    return `${title.charAt(0).toLowerCase()}${title.slice(1)}, ${part.startsWith('-') ? down : up}`
  })
  return named.length > 0 ? `Sorted by ${named.join(', then ')}` : 'In their own order'
}
