/** TABLE OF CONTENTS of what is served: the machinery first, then one line per room. */
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import { contract } from '#api/contract.ts'
import { accountRoutes } from './accounts/routes.ts'
import { archiveRoutes } from './archives/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { calendarRoutes } from './calendar/routes.ts'
import { contactRoutes } from './contacts/routes.ts'
import { demoRoutes } from './demo/routes.ts'
import { dealRoutes } from './deals/routes.ts'
import { followMerged } from './duplicates/follow-merged.ts'
import { duplicateRoutes } from './duplicates/routes.ts'
import { evidenceRoutes } from './evidence/routes.ts'
import { exchangeRoutes } from './exchange/routes.ts'
import { exclusionRoutes } from './exclusions/routes.ts'
import { fieldRoutes } from './fields/routes.ts'
import { importRoutes } from './imports/routes.ts'
import { createLimits } from './keys/limits.ts'
import { keyRoutes } from './keys/routes.ts'
import { memberRoutes } from './members/routes.ts'
import { noteRoutes } from './notes/routes.ts'
import { sheetRoutes } from './sheets/routes.ts'
import { timerRoutes } from './timers/routes.ts'
import { peopleRoutes } from './people/routes.ts'
import type { Database } from './platform/database.ts'
import { serveHealth } from './platform/health.ts'
import { serveBridge } from './platform/bridge-package.ts'
import { createHttp } from './platform/http.ts'
import { createLongFiles } from './platform/long-files.ts'
import { serveReference } from './platform/reference.ts'
import type { Door } from './platform/serve.ts'
import type { Storage } from './platform/storage.ts'
import { serveWeb } from './platform/web-files.ts'
import type { Sealer } from './platform/sealed.ts'
import { privacyRoutes } from './privacy/routes.ts'
import { recordImportRoutes } from './record-imports/routes.ts'
import { reportRoutes } from './reports/routes.ts'
import { requestRoutes } from './requests/routes.ts'
import { retentionRoutes } from './retention/routes.ts'
import { createWords } from './search/lexicon.ts'
import { ruleRoutes } from './rules/routes.ts'
import { searchRoutes } from './search/routes.ts'
import { createAuthenticate } from './sessions/authenticate.ts'
import { confirmedWithin } from './sessions/confirm-session.ts'
import { sessionRoutes } from './sessions/routes.ts'
import type { TokenKeys } from './sessions/tokens.ts'
import { taskRoutes } from './tasks/routes.ts'
import type { Names } from './time/names.ts'
import { timeRoutes } from './time/routes.ts'
import { timesheetRoutes } from './timesheets/routes.ts'
import { viewRoutes } from './views/routes.ts'
import { welcomeRoutes } from './welcome/routes.ts'

export type AppOptions = {
  db: Database
  /** For files that take long: its statements may, and nothing else waits for its connections. */
  fileDb: Database
  keys: TokenKeys
  sealer: Sealer
  /** Whether a mail server is set; without one an invitation's link is shown to the one who invites. */
  mails: boolean
  names: Names
  storage: Storage
  /** Where people reach Daybook, as in http://localhost:3000. */
  origin: string
  /** Addresses and ranges of proxies whose X-Forwarded-For is believed. */
  trusted_proxies?: string[]
  version: string
  /** The folder of the built web app; null serves the API alone. */
  web: string | null
  log?: Pick<FastifyServerOptions, 'loggerInstance' | 'logger' | 'disableRequestLogging'>
}

export async function createApp({
  db,
  fileDb,
  keys,
  sealer,
  mails,
  names,
  storage,
  origin,
  trusted_proxies = [],
  version,
  web,
  log = {},
}: AppOptions): Promise<FastifyInstance> {
  const app = await createHttp({ ...log, https: origin.startsWith('https:'), trusted_proxies })
  const limits = createLimits(db)
  // what was counted since the last writing; the database is closed after this
  app.addHook('onClose', () => limits.flush())
  const door: Door = {
    db,
    authenticate: createAuthenticate(db, keys, limits),
    isConfirmed: confirmedWithin(db),
    served: new Set(),
    follow: followMerged,
  }

  peopleRoutes(app, door, { origin, mails })
  keyRoutes(app, door)
  sessionRoutes(app, door, { keys, sealer, origin })
  evidenceRoutes(app, door)
  exclusionRoutes(app, door)
  fieldRoutes(app, door)
  accountRoutes(app, door)
  contactRoutes(app, door)
  dealRoutes(app, door)
  taskRoutes(app, door)
  ruleRoutes(app, door)
  timeRoutes(app, door, names, createLongFiles(fileDb))
  sheetRoutes(app, door)
  calendarRoutes(app, door, names)
  timesheetRoutes(app, door)
  timerRoutes(app, door, names)
  noteRoutes(app, door)
  duplicateRoutes(app, door)
  exchangeRoutes(app, door)
  reportRoutes(app, door)
  searchRoutes(app, door, createWords())
  importRoutes(app, door, storage)
  recordImportRoutes(app, door, storage)
  privacyRoutes(app, door)
  memberRoutes(app, door)
  viewRoutes(app, door)
  welcomeRoutes(app, door)
  demoRoutes(app, door)
  archiveRoutes(app, door, storage)
  auditRoutes(app, door)
  retentionRoutes(app, door)
  requestRoutes(app, door)

  assertWhole(door)
  serveHealth(app, db)
  await serveReference(app, contract, version)
  if (web) await serveWeb(app, web)
  serveBridge(app, version)
  return app
}

/** An operation that is promised but not served does not start. */
function assertWhole({ served }: Door): void {
  const promised = Object.values(contract).flatMap((operations) => Object.values(operations))
  const missing = promised.filter((operation) => !served.has(operation))
  if (missing.length > 0)
    throw new Error(`Not served: ${missing.map(({ method, path }) => `${method} ${path}`).join(', ')}`)
}
