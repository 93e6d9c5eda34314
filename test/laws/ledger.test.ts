/** Nothing is done in silence: one working day, in which every writing operation of the contract is used, and its trace. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { contract } from '#api/contract.ts'
import type { Operation } from '#api/operation.ts'
import { AccountWhole } from '#domain/accounts.ts'
import { ContactWhole } from '#domain/contacts.ts'
import { DealWhole } from '#domain/deals.ts'
import { TaskWhole } from '#domain/tasks.ts'
import { sql } from '#server/platform/database.ts'
import { codeAt, stepAt } from '#server/sessions/second-factor.ts'
import { based, startApp, type Answer } from '#test/app.ts'
import { createAuthenticator } from '#test/authenticator.ts'
import { password } from '#test/cast.ts'

const app = await startApp({ worker: true })
const { users, deals } = app.cast
const dana = await app.as('dana')
const noah = await app.as('noah')
const lena = await app.as('lena')
const authenticator = createAuthenticator()

/** What leaves no row when it succeeds, and why. */
const silent: Record<string, string> = {
  'auth.refresh':
    'renewing a token changes nothing; a token used twice ends its session, which is a row (sessions.test.ts)',
  'auth.startConfirming': 'a question; the proof is a row',
  'passkeys.startSignIn': 'a question to whoever may answer; signing in is a row',
  'passkeys.startAdding': 'a passkey that nobody has made yet opens nothing; adding it is a row',
  'rules.backTest': 'a question, too long for an address',
  'auth.startSecondFactor': 'a secret that nobody has confirmed protects nothing yet; confirming it is a row',
}

const login = (email: string, secret = password) => app.nobody.post('/auth/login', { email, password: secret })
const linkFrom = (text: string) => /#(\S+)/.exec(text)![1]!
const entry = (hour: number, more = {}) => ({
  user_id: users.noah,
  start_time: `2026-09-15T${String(hour).padStart(2, '0')}:00:00Z`,
  end_time: `2026-09-15T${String(hour).padStart(2, '0')}:30:00Z`,
  ...more,
})
const toggl = readFileSync(path.join(import.meta.dirname, '../data/time/toggl_detailed_sample.csv'))

async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const found = await look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('it did not happen within ten seconds')
}
const imported = (id: string) =>
  until(async () => !/checking|running/.test((await dana.get(`/imports/${id}`)).body.status))

const remapped = (status: string) =>
  until(async () => (await dana.get(`/remaps/${made['remap']}`)).body.status === status)
const demoWorked = async (asked: Promise<Answer>) => {
  const answer = await asked
  await until(async () => (await dana.get('/demo')).body.work === null)
  return answer
}
const recordImported = (id: string) =>
  until(async () => ['mapping', 'checked', 'done'].includes((await dana.get(`/record-imports/${id}`)).body.status))

/** What earlier steps of the day made, for the later ones. */
const made: Record<string, string> = {}
/** Does a step and keeps a field of its answer under a name. */
const keep = (name: string, field: string, answer: Promise<Answer>) =>
  answer.then((given) => {
    made[name] = field.split('.').reduce((value: any, key) => value?.[key], given.body)
    return given
  })

const wholes = { accounts: AccountWhole, contacts: ContactWhole, deals: DealWhole, tasks: TaskWhole }
/** What a replacement sends: every field that is not the server's, some of them changed. */
async function wholeOf(noun: keyof typeof wholes, changed: object): Promise<object> {
  const { body } = await dana.get(`/${noun}/${made[noun.slice(0, -1)]}`)
  const own = Object.keys(wholes[noun].properties).map((field) => [field, body[field]])
  return { ...Object.fromEntries(own), ...changed }
}

/** Merges a record made for it into the one of the day. */
async function mergeNew(noun: 'accounts' | 'contacts', fields: object): Promise<Answer> {
  const { id } = (await dana.post(`/${noun}`, fields)).body
  const mine = (await dana.get(`/${noun}/${made[noun.slice(0, -1)]}`)).body
  return dana.post(`/${noun}/${mine.id}/merge`, { other_id: id, other_version: 1 }, based(mine.version))
}

const day: [operation: string, deed: () => Promise<Answer>][] = [
  ['auth.login', () => keep('token', 'refresh_token', login('grace@northlight.example'))],
  ['auth.logout', () => app.nobody.post('/auth/logout', { refresh_token: made['token'] })],
  ['auth.requestReset', () => app.nobody.post('/auth/request-reset', { email: 'grace@northlight.example' })],
  [
    'auth.setPassword',
    async () => {
      const mail = await until(async () => app.sent.find(({ to }) => to.startsWith('grace')))
      return app.nobody.post('/auth/set-password', { token: linkFrom(mail.text), password: 'a new one of hers' })
    },
  ],
  ['auth.changeMe', () => noah.patch('/me', { name: 'Noah' })],
  [
    'auth.changePassword',
    () => noah.post('/me/password', { current_password: password, new_password: 'noah’s own words' }),
  ],
  [
    'auth.endSession',
    async () => {
      await login('lena@northlight.example')
      const { data } = (await lena.get('/me/sessions')).body
      return lena.post(`/me/sessions/${data.find(({ current }: { current: boolean }) => !current).id}/end`)
    },
  ],
  ['auth.endOtherSessions', async () => (await login('lena@northlight.example'), lena.post('/me/sessions/end-others'))],
  [
    'auth.confirmSecondFactor',
    async () => {
      await keep('secret', 'secret', lena.post('/me/second-factor/start'))
      const code = codeAt(made['secret']!, stepAt(Date.now()))
      return keep('code', 'recovery_codes.0', lena.post('/me/second-factor/confirm', { code }))
    },
  ],
  ['auth.removeSecondFactor', () => lena.post('/me/second-factor/remove', { code: made['code'] })],
  ['auth.confirm', () => lena.post('/me/confirm', { password })],
  [
    'passkeys.add',
    async () => {
      const { body } = await lena.post('/me/passkeys/start')
      return keep('passkey', 'id', lena.post('/me/passkeys', { name: 'Key', credential: authenticator.make(body) }))
    },
  ],
  [
    'passkeys.signIn',
    async () => {
      const { body } = await app.nobody.post('/auth/passkey/start')
      return app.nobody.post('/auth/passkey', authenticator.answer(body))
    },
  ],
  ['passkeys.rename', () => lena.patch(`/me/passkeys/${made['passkey']}`, { name: 'Spare key' })],
  ['passkeys.remove', () => lena.post(`/me/passkeys/${made['passkey']}/remove`)],

  ['people.changeWorkspace', () => dana.patch('/workspace', { name: 'Northlight' })],
  [
    'people.acknowledgeNotice',
    async () => {
      await dana.patch('/workspace', { jurisdiction: 'eu' })
      const { version } = (await noah.get('/me/notice')).body
      return noah.post('/me/notice/acknowledge', { version })
    },
  ],
  [
    'people.inviteUser',
    () => keep('ada', 'user.id', dana.post('/users', { name: 'Ada', email: 'ada@northlight.example', role: 'sales' })),
  ],
  [
    'people.inviteMany',
    () =>
      dana.post('/users/batch', {
        people: [{ name: 'Bo', email: 'bo@northlight.example', role: 'sales', team: '', zone: '' }],
        dry_run: false,
      }),
  ],
  ['people.changeUser', () => dana.patch(`/users/${made['ada']}`, { role: 'support' })],
  [
    'people.createRole',
    () => keep('role', 'id', dana.post('/roles', { name: 'guests', grants: { 'tasks:read': 'own' } })),
  ],
  ['people.changeRole', () => dana.patch(`/roles/${made['role']}`, { grants: { 'tasks:read': 'team' } })],
  ['people.deleteRole', () => dana.send('DELETE', `/roles/${made['role']}`)],
  ['people.createTeam', () => keep('team', 'id', dana.post('/teams', { name: 'Field' }))],
  ['people.renameTeam', () => dana.patch(`/teams/${made['team']}`, { name: 'Field work' })],
  ['people.deleteTeam', () => dana.send('DELETE', `/teams/${made['team']}`)],
  ['views.create', () => keep('view', 'id', dana.post('/views', { page: 'deals', name: 'Won', address: 'stage=won' }))],
  ['views.patch', () => dana.patch(`/views/${made['view']}`, { shared: 'all' })],
  ['views.chooseDefault', () => dana.post('/views/default', { page: 'deals', view_id: made['view'] })],
  ['views.delete', () => dana.send('DELETE', `/views/${made['view']}`)],
  [
    'people.linkEmployee',
    async () => {
      const { data } = (await dana.get('/productivity-users?linked=false')).body
      made['employee'] = data[0].id
      return dana.post(`/productivity-users/${made['employee']}/link`, { user_id: made['ada'] })
    },
  ],
  ['people.unlinkEmployee', () => dana.post(`/productivity-users/${made['employee']}/unlink`)],
  [
    'people.linkEmployees',
    () => dana.post('/productivity-users/link-many', { links: [{ id: made['employee'], user_id: made['ada'] }] }),
  ],
  [
    'retention.change',
    async () => {
      const [{ id, version }] = (await dana.get('/retention')).body.data
      return dana.put(`/retention/${id}`, { keep: 90 }, based(version))
    },
  ],
  ['members.deactivate', () => dana.post(`/users/${made['ada']}/deactivate`, { reassign_to: users.sam })],
  ['members.reactivate', () => dana.post(`/users/${made['ada']}/reactivate`)],

  ['keys.create', () => keep('key', 'id', dana.post('/api-keys', { name: 'gateway', scopes: ['time:ingest'] }))],
  ['keys.rotate', () => dana.post(`/api-keys/${made['key']}/rotate`, { overlap_hours: 1 })],
  ['keys.revoke', () => dana.post(`/api-keys/${made['key']}/revoke`)],
  ['keys.createOwn', () => keep('device', 'id', lena.post('/me/device-keys', { name: 'laptop' }))],
  ['keys.revokeOwn', () => lena.post(`/me/device-keys/${made['device']}/revoke`)],
  [
    'evidence.unlock',
    () =>
      keep('look', 'id', dana.post('/evidence-access', { person_id: users.noah, reason: 'Complaint 4711', hours: 1 })),
  ],
  ['evidence.end', () => dana.post(`/evidence-access/${made['look']}/end`)],
  [
    'privacyRequests.ask',
    () =>
      keep(
        'request',
        'id',
        noah.post('/me/privacy-requests', { kind: 'erasure', about: 'evidence', reason: 'Not needed' }),
      ),
  ],
  ['privacyRequests.withdraw', () => noah.post(`/me/privacy-requests/${made['request']}/withdraw`)],
  [
    'privacyRequests.refuse',
    async () => {
      const days = { about: 'days', date_from: '2026-09-01', date_to: '2026-09-01' }
      const { body } = await noah.post('/me/privacy-requests', { kind: 'correction', ...days, reason: 'Twice' })
      return dana.post(`/privacy-requests/${body.id}/refuse`, { answer: 'It is once' })
    },
  ],
  [
    'privacyRequests.grant',
    async () => {
      const days = { about: 'days', date_from: '2026-08-31', date_to: '2026-08-31' }
      const { body } = await noah.post('/me/privacy-requests', { kind: 'erasure', ...days, reason: 'Private' })
      const answer = await dana.post(`/privacy-requests/${body.id}/grant`, {})
      await until(async () => (await dana.get(`/privacy-requests/${body.id}`)).body.state === 'done')
      return answer
    },
  ],
  ['exclusions.put', () => noah.put('/me/exclusions', { apps: ['Chess'], sites: [], hours: [] }, based(0))],
  ['exclusions.startPrivateMode', () => noah.post('/me/private-mode', { until: null })],
  ['exclusions.endPrivateMode', () => noah.post('/me/private-mode/end')],

  [
    'fields.create',
    () =>
      keep('field', 'id', dana.post('/custom-fields', { object: 'contact', key: 'nick', type: 'text', label: 'Nick' })),
  ],
  [
    'exchangeRates.create',
    () =>
      keep(
        'rate',
        'id',
        dana.post('/exchange-rates', { day: '2026-09-15', base: 'EUR', currency: 'USD', rate: '1.1' }),
      ),
  ],
  ['exchangeRates.withdraw', () => dana.delete(`/exchange-rates/${made['rate']}`)],
  [
    'exchangeRates.import',
    () =>
      dana.send('POST', '/exchange-rates/import', 'Date,USD\n2026-09-15,1.1\n', { type: 'application/octet-stream' }),
  ],
  ['fields.patch', () => dana.patch(`/custom-fields/${made['field']}`, { label: 'Nickname' })],
  ['fields.delete', () => dana.delete(`/custom-fields/${made['field']}`, based(2))],
  ['accounts.create', () => keep('account', 'id', dana.post('/accounts', { name: 'Ferro AG' }))],
  ['accounts.patch', () => dana.patch(`/accounts/${made['account']}`, { industry: 'Steel' })],
  [
    'accounts.put',
    async () => dana.put(`/accounts/${made['account']}`, await wholeOf('accounts', { tags: ['new'] }), based(2)),
  ],
  ['accounts.delete', () => dana.delete(`/accounts/${made['account']}`, based(3))],
  ['accounts.restore', () => dana.post(`/accounts/${made['account']}/restore`)],
  ['accounts.bulk', () => dana.post('/accounts/bulk', { ids: [made['account']], change: { industry: 'Iron' } })],
  ['contacts.create', () => keep('contact', 'id', dana.post('/contacts', { last_name: 'Rossi' }))],
  ['contacts.patch', () => dana.patch(`/contacts/${made['contact']}`, { phone: '1' })],
  [
    'contacts.put',
    async () => dana.put(`/contacts/${made['contact']}`, await wholeOf('contacts', { tags: ['new'] }), based(2)),
  ],
  ['contacts.delete', () => dana.delete(`/contacts/${made['contact']}`, based(3))],
  ['contacts.restore', () => dana.post(`/contacts/${made['contact']}/restore`)],
  ['contacts.bulk', () => dana.post('/contacts/bulk', { ids: [made['contact']], change: { job_title: 'Smith' } })],
  ['deals.create', () => keep('deal', 'id', dana.post('/deals', { account_id: made['account'], name: 'Mill' }))],
  ['deals.patch', () => dana.patch(`/deals/${made['deal']}`, { stage: 'negotiation' })],
  ['deals.close', () => dana.post(`/deals/${made['deal']}/close`, { stage: 'won' })],
  ['deals.reopen', () => dana.post(`/deals/${made['deal']}/reopen`)],
  ['deals.move', () => dana.post(`/deals/${made['deal']}/move`, { stage: 'prospecting' })],
  ['deals.put', async () => dana.put(`/deals/${made['deal']}`, await wholeOf('deals', { name: 'Mills' }), based(5))],
  ['deals.delete', () => dana.delete(`/deals/${made['deal']}`, based(6))],
  ['deals.restore', () => dana.post(`/deals/${made['deal']}/restore`)],
  ['deals.bulk', () => dana.post('/deals/bulk', { ids: [made['deal']], change: { end_date: '2026-12-24' } })],
  ['tasks.create', () => keep('task', 'id', dana.post('/tasks', { title: 'Call', deal_id: made['deal'] }))],
  ['tasks.patch', () => dana.patch(`/tasks/${made['task']}`, { status: 'done' })],
  ['tasks.put', async () => dana.put(`/tasks/${made['task']}`, await wholeOf('tasks', { priority: 'high' }), based(2))],
  ['tasks.delete', () => dana.delete(`/tasks/${made['task']}`, based(3))],
  ['tasks.restore', () => dana.post(`/tasks/${made['task']}/restore`)],
  ['tasks.bulk', () => dana.post('/tasks/bulk', { ids: [made['task']], change: { due_date: '2026-12-24' } })],

  ['notes.create', () => keep('note', 'id', dana.post('/notes', { deal_id: made['deal'], text: 'Met at the fair' }))],
  ['notes.patch', () => dana.patch(`/notes/${made['note']}`, { text: 'Met in Essen' })],
  ['notes.delete', () => dana.delete(`/notes/${made['note']}`, based(2))],
  ['notes.restore', () => dana.post(`/notes/${made['note']}/restore`)],

  [
    'duplicates.dismiss',
    () =>
      dana.post('/duplicates/dismiss', {
        object: 'account',
        ids: [made['account'], app.cast.accounts.quill],
        dismissed: true,
      }),
  ],
  ['duplicates.mergeAccounts', () => keep('merge', 'id', mergeNew('accounts', { name: 'Ferro' }))],
  ['duplicates.undoMerge', () => dana.post(`/merges/${made['merge']}/undo`)],
  ['duplicates.mergeContacts', () => mergeNew('contacts', { last_name: 'Rosi' })],

  [
    'rules.create',
    () =>
      keep(
        'rule',
        'id',
        dana.post('/mapping-rules', {
          name: 'Author work',
          condition: 'project is "Author"',
          target: { kind: 'deal', deal_id: deals.author },
        }),
      ),
  ],
  ['rules.patch', () => dana.patch(`/mapping-rules/${made['rule']}`, { priority: 5 })],
  ['rules.changeState', () => dana.post(`/mapping-rules/${made['rule']}/state`, { state: 'shadow' })],

  [
    'remaps.preview',
    async () => {
      await dana.post(`/mapping-rules/${made['rule']}/state`, { state: 'active', unproven: true })
      await app
        .agent()
        .then((agent) => agent.post('/time-entries', entry(7, { project_name: 'Author', external_id: 'past' })))
      await dana.patch(`/mapping-rules/${made['rule']}`, { target: { kind: 'deal', deal_id: deals.rights } })
      const answer = await dana.post(`/mapping-rules/${made['rule']}/remaps`, { date_from: '2026-01-01' })
      made['remap'] = answer.body.id
      await remapped('previewed')
      return answer
    },
  ],
  [
    'remaps.run',
    async () => {
      const answer = await dana.post(`/remaps/${made['remap']}/run`)
      await remapped('done')
      return answer
    },
  ],
  ['remaps.undo', () => dana.post(`/remaps/${made['remap']}/undo`)],

  ['time.ingest', () => keep('entry', 'id', dana.post('/time-entries', entry(8, { source: 'agent', title: 'x' })))],
  ['time.ingestBatch', () => keep('second', 'results.0.id', dana.post('/time-entries/batch', { entries: [entry(9)] }))],
  ['time.assign', () => dana.post(`/unmapped-time-entries/${made['entry']}/assign`, { deal_id: deals.author })],
  [
    'time.assignMany',
    () => dana.post('/unmapped-time-entries/assign', { ids: [made['second']], deal_id: deals.author }),
  ],
  ['time.returnToQueue', () => dana.post('/time-entries/return-to-queue', { ids: [made['second']] })],
  ['time.patch', () => dana.patch(`/time-entries/${made['second']}`, { billable: false })],
  [
    'weekSheets.type',
    () =>
      noah.send('PUT', '/me/week/cell', {
        from: '2026-09-14',
        day: '2026-09-14',
        seconds: 600,
        was_seconds: 0,
      }),
  ],
  ['time.bulk', () => dana.post('/time-entries/bulk', { ids: [made['second']], change: { tags: { add: ['seen'] } } })],
  ['time.split', () => dana.post('/time-entries/split', { ids: [made['second']], parts: 2 })],
  [
    'time.merge',
    async () => {
      const { parts } = (await dana.get(`/time-entries/${made['second']}/origin`)).body
      const ids = parts.map(({ id }: { id: string }) => id)
      return keep('merged', 'results.0.before.put_back', dana.post('/time-entries/merge', { ids }))
    },
  ],
  [
    'time.putBack',
    async () => {
      await dana.post('/time-entries/put-back', { ids: [made['merged']] })
      return dana.post('/time-entries/put-back', { ids: [made['second']], even_changed: true })
    },
  ],
  [
    'time.delete',
    async () => {
      const { version } = (await dana.get(`/time-entries/${made['second']}`)).body
      return dana.send('DELETE', `/time-entries/${made['second']}`, undefined, based(version))
    },
  ],
  ['time.restore', () => dana.post(`/time-entries/${made['second']}/restore`)],
  ['timesheets.submit', () => keep('sheet', 'id', noah.post('/timesheets', { week: '2026-08-03' }))],
  ['timesheets.withdraw', () => noah.post(`/timesheets/${made['sheet']}/withdraw`)],
  [
    'timesheets.deny',
    async () => {
      await noah.post('/timesheets', { week: '2026-08-03' })
      return dana.post(`/timesheets/${made['sheet']}/deny`, { reason: 'Tuesday is missing' })
    },
  ],
  [
    'timesheets.approve',
    async () => {
      const { body } = await noah.post('/timesheets', { week: '2026-08-03' })
      return dana.post(`/timesheets/${made['sheet']}/approve`, { print: body.print })
    },
  ],
  ['timesheets.reopen', () => dana.post(`/timesheets/${made['sheet']}/reopen`, { reason: 'A day came late' })],
  [
    'timesheets.approveMany',
    async () => {
      const { body } = await noah.post('/timesheets', { week: '2026-08-03' })
      return dana.post('/timesheets/approve', { sheets: [{ id: body.id, print: body.print }] })
    },
  ],
  [
    'time.snooze',
    () => dana.post('/unmapped-time-entries/snooze', { ids: [made['second']], until: new Date(Date.now() + 60_000) }),
  ],
  ['time.askPerson', () => dana.post('/unmapped-time-entries/ask', { ids: [made['second']], asked: true })],
  ['time.markDuplicates', () => dana.post('/unmapped-time-entries/duplicates', { ids: [made['second']] })],
  [
    'calendar.enter',
    () => noah.post('/me/time-entries', { day: '2026-09-16', duration_seconds: 600, place: {}, title: 'Workshop' }),
  ],
  ['timers.start', () => keep('timer', 'timer.id', noah.post('/me/timer/start', {}))],
  ['timers.change', () => noah.post('/me/timer/change', { id: made['timer'], deal_id: deals.fleet })],
  ['timers.discard', () => noah.post('/me/timer/discard', { id: made['timer'] })],
  [
    'timers.stop',
    async () => {
      const started_at = new Date(Date.now() - 60_000).toISOString()
      const { timer } = (await noah.post('/me/timer/start', { started_at })).body
      return noah.post('/me/timer/stop', { id: timer.id })
    },
  ],
  ['time.setAside', () => dana.post('/time-entries/set-aside', { ids: [made['second']], reason: 'Agent went wild' })],
  ['time.discard', () => dana.post('/quarantined-time-entries/discard', { ids: [made['second']], reason: 'No time' })],
  ['time.believe', () => dana.post('/quarantined-time-entries/release', { ids: [made['second']], reason: 'It is' })],
  ['time.hide', () => noah.post('/time-entries/hide', { ids: [made['second']] })],
  ['time.release', () => noah.post('/time-entries/release', { ids: [made['entry']], released: true })],

  [
    'imports.create',
    async () => {
      const type = 'application/octet-stream'
      const answer = dana.post('/imports?file_name=toggl.csv&zone=Europe/Berlin', toggl, { type })
      await imported((await keep('import', 'id', answer)).body.id)
      return answer
    },
  ],
  [
    'imports.patch',
    async () => {
      const answer = await dana.patch(`/imports/${made['import']}`, { zone: 'America/New_York' })
      await imported(made['import']!)
      return answer
    },
  ],
  ['demo.load', () => demoWorked(dana.post('/demo/load'))],
  ['demo.remove', () => demoWorked(dana.post('/demo/remove'))],
  // removing the demo began the first steps
  ['welcome.settle', () => dana.post('/welcome/steps', { step: 'all', state: 'skipped' })],
  [
    'imports.run',
    async () => {
      const answer = await dana.post(`/imports/${made['import']}/run`)
      await imported(made['import']!)
      return answer
    },
  ],
  ['imports.undo', () => dana.post(`/imports/${made['import']}/undo`)],
  ['archives.create', () => dana.post('/archives')],
  [
    'recordImports.create',
    async () => {
      const answer = dana.post('/record-imports?file_name=x.csv', 'Last name,Phone\nKay,1\n,2\n', {
        type: 'application/octet-stream',
      })
      await recordImported((await keep('records', 'id', answer)).body.id)
      return answer
    },
  ],
  [
    'recordImports.patch',
    async () => {
      const answer = await dana.patch(`/record-imports/${made['records']}`, {})
      await recordImported(made['records']!)
      return answer
    },
  ],
  [
    'recordImports.fixRow',
    async () => {
      const [row] = (await dana.get(`/record-imports/${made['records']}/rows?action=fail`)).body.data
      return dana.patch(`/record-imports/${made['records']}/rows/${row.id}`, { cells: { 0: 'Lovelace' } })
    },
  ],
  [
    'recordImports.run',
    async () => {
      const answer = await dana.post(`/record-imports/${made['records']}/run`)
      await recordImported(made['records']!)
      return answer
    },
  ],
  ['recordImports.undo', () => dana.post(`/record-imports/${made['records']}/undo`)],
  ['audit.verify', () => dana.post('/audit/verifications')],
  [
    'audit.revert',
    async () => {
      await dana.patch(`/tasks/${made['task']}`, { title: 'Call twice' })
      const { data } = (await dana.get(`/audit/deeds?object_id=${made['task']}`)).body
      return dana.post(`/audit/deeds/${data[0].deed_id}/revert`, { dry_run: false })
    },
  ],
  [
    'audit.erase',
    () => dana.post('/audit/erasures', { object_id: made['account'], reason: 'Asked for by them', dry_run: false }),
  ],
]

const writing = Object.entries(contract).flatMap(([noun, list]) =>
  Object.entries(list as Record<string, Operation>)
    .filter(([, { method }]) => method !== 'GET')
    .map(([name]) => `${noun}.${name}`),
)

test('the day uses every writing operation; a new one is added to it, or to the silent ones with its reason', () => {
  const used = [...day.map(([operation]) => operation), ...Object.keys(silent)]
  expect(used.toSorted()).toEqual(writing.toSorted())
})

test('each leaves a row that says who did it, through which door, from where, and by which request', async () => {
  for (const [operation, deed] of day) {
    const { status, headers, text } = await deed()
    expect([operation, status, status < 300 ? '' : text]).toEqual([operation, status, ''])
    const row = await until(async () => (await traceOf(headers.get('x-request-id')!)) ?? false)
    expect([operation, row]).toEqual([
      operation,
      { actor_kind: 'user', actor_id: expect.any(String), source: 'api', ip: '127.0.0.1', leads: true },
    ])
  }
}, 120_000)

async function traceOf(request_id: string): Promise<unknown> {
  const { rows } = await sql`
    select actor_kind, actor_id, source, host(ip) as ip, leads from changes where request_id = ${request_id} order by id limit 1
  `.execute(app.db)
  return rows[0]
}
