/** What the program on a person's machine needs to leave out, before anything is sent, what Daybook would not keep. */
import { captures } from './capture.ts'
import { ExclusionsInput } from './exclusions.ts'
import { Instant, Nullable, OneOf, Type, strict, type Static } from './shapes.ts'

export const DeviceRules = strict({
  name: Type.String(),
  zone: Type.String({ description: 'IANA; hours are those of this clock' }),
  apps: ExclusionsInput.properties.apps,
  sites: Type.Array(Type.String(), { description: 'host names as addresses write them' }),
  hours: ExclusionsInput.properties.hours,
  editor_projects: Type.Boolean({
    description: 'what editors have open may be read and sent: the name of the project',
  }),
  private_times: Type.Array(strict({ started_at: Instant, ends_at: Nullable(Instant) }), {
    description: 'the latest 1,000, the newest first',
  }),
  capture: OneOf(captures, { description: 'what the company keeps of titles, addresses and apps' }),
  capture_queries: Type.Boolean({ description: 'what follows ? or # in an address is kept too' }),
})
export type DeviceRules = Static<typeof DeviceRules>
