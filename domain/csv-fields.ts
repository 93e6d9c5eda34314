/** What every operation that answers CSV takes. */
import { csvDialects } from './csv.ts'
import { OneOf, Type, strict, type Static } from './shapes.ts'

export const csvFields = {
  csv_dialect: Type.Optional(
    OneOf(csvDialects, {
      description:
        'what stands between cells, and what begins decimals; unless said, as the person who asks prefers, and for programs comma_point',
    }),
  ),
}
export const CsvQuery = strict(csvFields)
export type CsvQuery = Static<typeof CsvQuery>
