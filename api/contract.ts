/** Every operation of /api/v1, once. The server's doors, the OpenAPI document and the web's client all come from here. */
import { accounts } from './accounts.ts'
import { archives } from './archives.ts'
import { audit } from './audit.ts'
import { auth } from './auth.ts'
import { calendar } from './calendar.ts'
import { contacts } from './contacts.ts'
import { deals } from './deals.ts'
import { demo } from './demo.ts'
import { duplicates } from './duplicates.ts'
import { evidence } from './evidence.ts'
import { exchangeRates } from './exchange-rates.ts'
import { exclusions } from './exclusions.ts'
import { fields } from './fields.ts'
import { imports } from './imports.ts'
import { keys } from './keys.ts'
import { members } from './members.ts'
import { notes } from './notes.ts'
import { passkeys } from './passkeys.ts'
import { people } from './people.ts'
import { privacy } from './privacy.ts'
import { privacyRequests } from './privacy-requests.ts'
import { recordImports } from './record-imports.ts'
import { remaps } from './remaps.ts'
import { reports } from './reports.ts'
import { retention } from './retention.ts'
import { rules } from './rules.ts'
import { search } from './search.ts'
import { tasks } from './tasks.ts'
import { time } from './time.ts'
import { timesheets } from './timesheets.ts'
import { views } from './views.ts'
import { timers } from './timers.ts'
import { weekSheets } from './week-sheets.ts'
import { welcome } from './welcome.ts'

export const contract = {
  auth,
  passkeys,
  people,
  views,
  keys,
  evidence,
  exclusions,
  fields,
  accounts,
  contacts,
  deals,
  tasks,
  rules,
  remaps,
  time,
  notes,
  duplicates,
  exchangeRates,
  reports,
  search,
  imports,
  recordImports,
  privacy,
  privacyRequests,
  members,
  archives,
  audit,
  retention,
  timers,
  weekSheets,
  calendar,
  timesheets,
  welcome,
  demo,
}
export type Contract = typeof contract
