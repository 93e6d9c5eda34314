/** What never leaves the machine: what its person keeps out of Daybook, and what nobody should send anywhere. */
import { domainToASCII } from 'node:url'
import type { DeviceRules } from '#domain/device-rules.ts'
import { createExclusion, hostOf } from '#domain/exclusions.ts'
import type { ImportedEntry } from '#domain/time-imports.ts'

const passwordManagers = /^(1password|bitwarden|dashlane|enpass|keepass(xc)?|keeper|lastpass|nordpass|proton ?pass)\b/i
const banks = /(^|[.-])(e?bank(ing)?|sparkasse|volksbank|paypal)([.-]|\d|$)|bank\.[a-z]+$/i

/** Whether an entry stays here. Rules are those Daybook applies again at its own door (domain/exclusions). */
export function createWithheld(rules: DeviceRules): (entry: ImportedEntry) => boolean {
  const reasonOf = createExclusion(
    {
      ...rules,
      private_times: rules.private_times.map(({ started_at, ends_at }) => ({
        start_ms: Date.parse(started_at),
        end_ms: ends_at === null ? Infinity : Date.parse(ends_at),
      })),
    },
    (host) => domainToASCII(host) || host,
  )
  return ({ app, url, start_time, end_time }) => {
    const host = url === null ? null : hostOf(url)
    if (passwordManagers.test(app ?? '') || (host !== null && banks.test(host))) return true
    return reasonOf({ app, url, span: { start_ms: Date.parse(start_time), end_ms: Date.parse(end_time) } }) !== null
  }
}
