/** Which columns a list shows, in which order and how wide, as one word of the address: `name:240,owner,due`. */
import type { Column } from '../ui/DataTable.tsx'

const shownAtFirst = <Row>(all: Column<Row>[]) => all.filter(({ optional }) => !optional)

/** What the address says, or the first choice of the page. Columns that are gone are left out; the first always stays first. */
export function readColumns<Row>(text: string | undefined, all: Column<Row>[]): Column<Row>[] {
  if (text === undefined) return shownAtFirst(all)
  const named = text.split(',').flatMap((part) => {
    const [key, width] = part.split(':')
    const column = all.find((one) => one.key === key)
    return column ? [{ ...column, ...(Number(width) > 0 && { chosen: Number(width) }) }] : []
  })
  const lead = named.find(({ key }) => key === all[0]?.key) ?? all[0]!
  return [lead, ...named.filter(({ key }) => key !== lead.key)]
}

/** Undefined where it is what the page shows anyway. */
export function writeColumns<Row>(shown: Column<Row>[], all: Column<Row>[]): string | undefined {
  const text = (columns: Column<Row>[]) =>
    columns.map(({ key, chosen }) => (chosen === undefined ? key : `${key}:${chosen}`)).join(',')
  const wanted = text(shown)
  return wanted === text(shownAtFirst(all)) ? undefined : wanted
}

export const withWidth = <Row>(shown: Column<Row>[], key: string, chosen: number) =>
  shown.map((column) => (column.key === key ? { ...column, chosen } : column))

/** One place to the left or right; the first column keeps its place. */
export function moved<Row>(shown: Column<Row>[], key: string, by: -1 | 1): Column<Row>[] {
  const from = shown.findIndex((column) => column.key === key)
  const to = from + by
  if (from < 1 || to < 1 || to >= shown.length) return shown
  const next = [...shown]
  next.splice(to, 0, ...next.splice(from, 1))
  return next
}

export const flipped = <Row>(shown: Column<Row>[], column: Column<Row>) =>
  shown.some(({ key }) => key === column.key) ? shown.filter(({ key }) => key !== column.key) : [...shown, column]
