/** The project an editor had open: kept where its person wants it, theirs as a title is, and the key by which rules place their time. */
import { beforeEach, describe, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { keepTerms } from '#server/retention/remove-old.ts'
import { based, startApp } from '#test/app.ts'

const app = await startApp({ worker: true })
const { users, deals } = app.cast
const [dana, marta, felix, noah] = await Promise.all([app.as('dana'), app.as('marta'), app.as('felix'), app.as('noah')])
const agent = await app.agent()

let number = 0
/** Ten minutes of noah in September 2026, one after the other, in an editor that says what it has open. */
const claim = (extra: object = {}) => {
  const start_ms = Date.UTC(2026, 8, 14, 6) + ++number * 600_000
  return {
    user_id: users.noah,
    start_time: new Date(start_ms).toISOString(),
    end_time: new Date(start_ms + 600_000).toISOString(),
    source: 'agent',
    external_id: `editor-${number}`,
    app: 'Code',
    project_name: 'whale-layoffs',
    project_from_editor: true,
    ...extra,
  }
}
type Result = { id: string; status: string; mapping: { rule: string; reason: string; matched: string | null } | null }
const arrive = async (...entries: object[]): Promise<Result[]> =>
  (await agent.post('/time-entries/batch', { entries })).body.results
const one = async (extra: object = {}) => (await arrive(claim(extra)))[0]!
const entryOf = async (id: string, client = noah) => (await client.get(`/time-entries/${id}`)).body
const projectFor = async (client: typeof dana, id: string) => (await entryOf(id, client)).project_name
async function switchTo(editor_projects: boolean) {
  const { version } = (await noah.get('/me/exclusions')).body
  return noah.put('/me/exclusions', { apps: [], sites: [], hours: [], editor_projects }, based(version))
}
const dropped = async () =>
  (await noah.get('/me/dropped?date_from=2026-09-01&date_to=2026-09-30')).body.data.map(
    ({ part, entries }: { part: string; entries: number }) => `${part} ${entries}`,
  )
async function everythingStored(): Promise<string> {
  const { rows } = await sql<{ text: string }>`
    select string_agg(t, chr(10)) as text from (
      select time_entries::text as t from time_entries union all select former_entries::text from former_entries
      union all select changes::text from changes union all select idempotency_keys::text from idempotency_keys
    ) everything
  `.execute(app.db)
  return rows[0]!.text ?? ''
}
const ledgerOf = async () =>
  (await sql<{ t: string }>`select changes::text as t from changes`.execute(app.db)).rows.map(({ t }) => t).join('\n')

beforeEach(async () => {
  await sql`delete from timesheets`.execute(app.db)
  await sql`delete from time_entries`.execute(app.db)
  await sql`delete from former_entries`.execute(app.db)
  await sql`delete from dropped_by_day`.execute(app.db)
  await switchTo(true)
})

describe('at the door', () => {
  test('off until its person switches it on, also by a change of the rest that does not name it', async () => {
    expect((await dana.get('/me/exclusions')).body).toMatchObject({ editor_projects: false, version: 0 })
    expect((await switchTo(true)).body.editor_projects).toBe(true)
    const { version } = (await noah.get('/me/exclusions')).body
    const rest = { apps: ['Signal'], sites: [], hours: [] }
    expect((await noah.put('/me/exclusions', rest, based(version))).body.editor_projects).toBe(false)
    expect((await noah.get('/me/exclusions')).body).toMatchObject({ apps: ['Signal'], editor_projects: false })
    const { text } = await dana.get(`/audit?object_id=${users.noah}&action=user.exclusions_changed`)
    expect(text).toContain('user.exclusions_changed')
    expect(text).not.toContain('editor')
  })

  test.each([['yes'], [1], [null]])('%j is no way to switch it', async (editor_projects) => {
    const { version } = (await noah.get('/me/exclusions')).body
    const { status, body } = await noah.put(
      '/me/exclusions',
      { apps: [], sites: [], hours: [], editor_projects },
      based(version),
    )
    expect([status, body.errors[0].pointer]).toEqual([422, '/editor_projects'])
    expect((await noah.get('/me/exclusions')).body.editor_projects).toBe(true)
  })

  test('nothing of it is stored before, whoever sends it, and its person alone learns how often it came', async () => {
    await switchTo(false)
    const [{ id, status }] = [await one()]
    expect(status).toBe('created')
    expect(await entryOf(id)).toMatchObject({ app: 'Code', project_name: null, project_from_editor: false })
    expect(await everythingStored()).not.toContain('whale')
    expect(app.lines.join('\n')).not.toContain('whale')
    expect(await dropped()).toEqual(['project 1'])
    // what a sender calls the project is on no screen
    const sent = await one({ project_from_editor: false, project_name: 'Whale songs' })
    expect(await entryOf(sent.id, marta)).toMatchObject({ project_name: 'Whale songs', project_from_editor: false })
    expect(await dropped()).toEqual(['project 1'])
  })

  test('a company that keeps times alone keeps it neither', async () => {
    await dana.patch('/workspace', { capture: 'nothing' })
    const { id } = await one()
    expect(await entryOf(id)).toMatchObject({ app: null, project_name: null })
    await dana.patch('/workspace', { capture: 'apps_and_sites' })
    expect(await entryOf((await one()).id)).toMatchObject({ app: 'Code', project_name: 'whale-layoffs' })
    await dana.patch('/workspace', { capture: null })
  })

  test('an entry that grows keeps what it has when its person switches it off, and takes what is open longest by then', async () => {
    const first = claim()
    const later = (end: number, extra: object) => ({
      ...first,
      end_time: new Date(Date.parse(first.start_time) + end).toISOString(),
      ...extra,
    })
    const [{ id }] = (await arrive(first)) as [Result]
    await arrive(later(620_000, { project_name: 'other-project' }))
    expect(await entryOf(id)).toMatchObject({ project_name: 'other-project', project_from_editor: true })
    await switchTo(false)
    await arrive(later(640_000, { project_name: 'third-project' }))
    expect(await entryOf(id)).toMatchObject({ project_name: 'other-project', duration_seconds: 640 })
  })

  test('what a person calls it stays when their editor says otherwise, and is evidence no more', async () => {
    const first = claim()
    const [{ id }] = (await arrive(first)) as [Result]
    await noah.patch(`/time-entries/${id}`, { project_name: 'Whale songs' }, based(1))
    expect(await entryOf(id, marta)).toMatchObject({ project_name: 'Whale songs', project_from_editor: false })
    await arrive({ ...first, end_time: new Date(Date.parse(first.end_time) + 9_000).toISOString() })
    expect(await entryOf(id, marta)).toMatchObject({ project_name: 'Whale songs', duration_seconds: 609 })
  })
})

describe('who sees it', () => {
  const answersTo = async (client: typeof dana, id: string) =>
    [
      '/time-entries?limit=50',
      `/time-entries/${id}`,
      `/time-entries/${id}/origin`,
      '/unmapped-time-entries',
      `/unmapped-time-entries/${id}`,
      `/time-calendar?user_id=${users.noah}&from=2026-09-14&days=1`,
      '/time-entries/export',
      '/audit?limit=200',
      '/search?q=whale',
    ].map((target) => client.get(target).then(({ text }) => `${target}: ${text}`))
  const reads = async () =>
    (await dana.get(`/audit?object_id=${users.noah}&action=evidence.read&limit=200`)).body.data.length

  test('its person alone: manager, admin and finance in no answer, until it is released with the title', async () => {
    const { id } = await one()
    expect(await projectFor(noah, id)).toBe('whale-layoffs')
    for (const client of [dana, marta, felix]) {
      expect(await entryOf(id, client)).toMatchObject({ project_name: null, project_from_editor: false })
      for (const answer of await Promise.all(await answersTo(client, id))) expect(answer).not.toContain('layoffs')
    }
    const seen = (await noah.get('/me/time-as-seen?date_from=2026-09-14&date_to=2026-09-14')).text
    expect(seen).toContain(id)
    expect(seen).not.toContain('layoffs')
    const before = await reads()
    await noah.post('/time-entries/release', { ids: [id], released: true })
    expect(await projectFor(marta, id)).toBe('whale-layoffs')
    // finance reads no evidence at all
    expect(await projectFor(felix, id)).toBe(null)
    expect(await reads()).toBe(before + 1)
    expect((await marta.get('/time-entries/export?columns=project_name')).text).toContain('whale-layoffs')
    expect(await reads()).toBe(before + 2)
    await noah.post('/time-entries/release', { ids: [id], released: false })
    expect(await projectFor(marta, id)).toBe(null)
  })

  test('a search finds it for whoever may read it, and tells nobody else that it is there', async () => {
    const { id } = await one()
    const called = await one({ project_from_editor: false, project_name: 'Whale songs' })
    const found = async (client: typeof dana, query: string) =>
      (await client.get(`/time-entries?${query}`)).body.data.map((entry: { id: string }) => entry.id)
    for (const query of ['q=whale-lay', 'project=whale-layoffs', 'project=whale-layoffs&project=Orca']) {
      expect([await found(noah, query), await found(marta, query), await found(dana, query)]).toEqual([[id], [], []])
      expect((await marta.get(`/time-entries/matching?${query}`)).text).not.toContain(id)
      await noah.post('/time-entries/release', { ids: [id], released: true })
      expect(await found(marta, query)).toEqual([id])
      await noah.post('/time-entries/release', { ids: [id], released: false })
    }
    expect(await found(felix, 'project=Whale%20songs')).toEqual([called.id])
    expect((await noah.get('/time-entries?project=')).status).toBe(400)
  })

  test('it is never in the ledger nor in an archive, and in the copy its person takes', async () => {
    const { id } = await one()
    await noah.post(`/unmapped-time-entries/${id}/assign`, { deal_id: deals.author })
    expect(await ledgerOf()).not.toContain('whale')
    expect((await noah.get('/me/copy')).text).toContain('whale-layoffs')
    await one({ project_from_editor: false, project_name: 'Whale songs' })
    await dana.post('/archives')
    const latest = async () => (await dana.get('/archives')).body.data[0]
    await expect.poll(async () => (await latest()).status).toBe('done')
    const { text } = await dana.get(`/archives/${(await latest()).id}/file`)
    expect(text).toContain('Whale songs')
    expect(text).not.toContain('layoffs')
  })

  test('of what is split and merged it stays what it was', async () => {
    const [a, b] = (await arrive(claim(), claim())) as [Result, Result]
    await noah.post('/time-entries/merge', { ids: [a.id, b.id] })
    const [whole] = (await noah.get(`/time-entries?user_id=${users.noah}`)).body.data
    expect(whole).toMatchObject({ project_name: 'whale-layoffs', project_from_editor: true, duration_seconds: 1_200 })
    expect(await projectFor(marta, whole.id)).toBe(null)
    expect((await marta.get(`/time-entries/${whole.id}/origin`)).text).not.toContain('layoffs')
  })
})

describe('how long it is kept', () => {
  test('it is erased with title, address and app, also in an approved week', async () => {
    const { id } = await one({ deal_id: deals.fleet })
    const named = await one({ deal_id: deals.fleet, project_from_editor: false, project_name: 'Whale songs' })
    const { body } = await noah.post('/timesheets', { week: '2026-09-14' })
    expect((await marta.post(`/timesheets/${body.id}/approve`, { print: body.print })).status).toBe(200)
    const asked = (
      await noah.post('/me/privacy-requests', { kind: 'erasure', about: 'evidence', reason: 'It says too much' })
    ).body
    expect((await dana.post(`/privacy-requests/${asked.id}/grant`, {})).status).toBe(200)
    await expect
      .poll(async () => (await dana.get(`/privacy-requests/${asked.id}`)).body.state, { timeout: 15_000 })
      .toBe('done')
    expect(await entryOf(id)).toMatchObject({
      app: null,
      project_name: null,
      project_from_editor: false,
      deal_id: deals.fleet,
      locked: 'approved',
      evidence_erased_at: expect.any(String),
    })
    expect(await projectFor(noah, named.id)).toBe('Whale songs')
    expect(await everythingStored()).not.toContain('layoffs')
  })

  test('it goes with evidence that is too old, and does not come in any more', async () => {
    const start = new Date(Date.now() - 100 * 86_400_000).toISOString().slice(0, 10)
    const long_ago = { start_time: `${start}T09:00:00Z`, end_time: `${start}T09:10:00Z`, app: null }
    const { id } = await one(long_ago)
    const { id: term, version } = (await dana.get('/retention')).body.data.find(
      (row: { class: string }) => row.class === 'evidence',
    )
    await dana.put(`/retention/${term}`, { keep: 30 }, based(version))
    await keepTerms(app.db, Date.now())
    await sql`update retention_notices set told_at = told_at - interval '49 hours'`.execute(app.db)
    await keepTerms(app.db, Date.now())
    expect(await entryOf(id)).toMatchObject({ project_name: null, project_from_editor: false, duration_seconds: 600 })
    const late = await one({ ...long_ago, start_time: `${start}T10:00:00Z`, end_time: `${start}T10:10:00Z` })
    expect(await projectFor(noah, late.id)).toBe(null)
    await sql`update retention_terms set keep = null, done_through = null`.execute(app.db)
    await sql`delete from retention_notices`.execute(app.db)
  })
})

describe('what it places', () => {
  const rule = async (condition: string, target: object) => {
    const { body } = await dana.post('/mapping-rules', { name: condition, condition, target })
    const { status } = await dana.post(`/mapping-rules/${body.id}/state`, { state: 'active', unproven: true })
    expect(status).toBe(200)
    return body.id as string
  }
  const backTest = async (condition: string, client = dana) =>
    (await client.post('/mapping-rules/backtest', { condition, target: { kind: 'deal', deal_id: deals.fleet } })).body

  test('a folder that is called as a customer places the entry there, and why names the customer alone', async () => {
    const { id, mapping } = await one({ project_name: 'quill-publishing-redesign' })
    expect(mapping).toMatchObject({ rule: 'project_name', matched: null })
    expect(mapping!.reason).toMatch(/^The project in the editor matches the account “Quill Publishing GmbH”/)
    expect(JSON.stringify((await entryOf(id, marta)).mapping)).not.toContain('redesign')
  })

  test('a rule on the project places it, and why tells the words of the rule', async () => {
    const id = await rule('project matches /whale-l\\w+/', { kind: 'deal', deal_id: deals.author })
    const { mapping } = await one()
    expect(mapping).toMatchObject({ rule: 'mapping_rule', rule_id: id, matched: 'project matches /whale-l\\w+/' })
    await dana.post(`/mapping-rules/${id}/state`, { state: 'retired' })
  })

  test('its person is offered what they decided for it before, and others are told nothing of it', async () => {
    for (let n = 0; n < 4; n++)
      await noah.post(`/unmapped-time-entries/${(await one({ project_name: 'Xylo' })).id}/assign`, {
        deal_id: deals.rights,
      })
    const other_day = { start_time: '2026-09-24T09:00:00Z', end_time: '2026-09-24T09:10:00Z', app: null }
    const { id } = await one({ ...other_day, project_name: 'Xylo' })
    const [guess] = (await noah.get(`/unmapped-time-entries/${id}`)).body.guesses
    expect(guess).toMatchObject({ deal_id: deals.rights })
    expect(guess.reason).toBe('You put 4 of 4 entries with this project name here.')
    expect((await dana.get(`/unmapped-time-entries/${id}`)).text).not.toMatch(/Xylo|this project/)
  })

  test('whoever tries rules on projects learns of no single one what is on it, and of one person nothing', async () => {
    for (let n = 0; n < 3; n++)
      await noah.post(`/unmapped-time-entries/${(await one()).id}/assign`, { deal_id: deals.author })
    const { body: named } = await agent.post(
      '/time-entries',
      claim({ project_from_editor: false, project_name: 'whale-songs' }),
    )
    await noah.post(`/unmapped-time-entries/${named.id}/assign`, { deal_id: deals.author })
    const whole = await backTest('project contains whale')
    expect(whole.precision.reviewed).toBe(4)
    expect(whole.matched_seconds % 900).toBe(0)
    const samples: { user_name: string | null; project_name: string | null; duration_seconds: number }[] = whole.wrong
    expect(
      samples
        .map(({ user_name, project_name, duration_seconds }) => [user_name, project_name, duration_seconds])
        .sort(),
    ).toEqual(
      [
        [null, null, 900],
        [null, null, 900],
        [null, null, 900],
        ['noah', 'whale-songs', 600],
      ].sort(),
    )
    // beside who worked, others' editors are not looked at; one's own are
    expect((await backTest('person is noah@northlight.example and project contains whale')).precision.reviewed).toBe(1)
    expect((await backTest('team is Delivery and project contains whale')).precision.reviewed).toBe(1)
  })

  test('what several people put alike is suggested as a rule, and what one or two did is not', async () => {
    const suggested = async () =>
      (await dana.get('/mapping-rules/suggested')).body.data.map(({ condition }: { condition: string }) => condition)
    const by = async (who: 'noah' | 'lena' | 'grace', count: number) => {
      const client = await app.as(who)
      const { version } = (await client.get('/me/exclusions')).body
      const rules = { apps: [], sites: [], hours: [], editor_projects: true }
      await client.put('/me/exclusions', rules, based(version))
      for (let n = 0; n < count; n++) {
        const { id } = await one({ user_id: users[who], project_name: 'orca-portal' })
        const answer = await client.post(`/unmapped-time-entries/${id}/assign`, { deal_id: deals.rights })
        expect(answer.status).toBe(200)
      }
    }
    await by('noah', 6)
    await by('grace', 6)
    expect(await suggested()).not.toContain('project is orca-portal')
    await by('lena', 1)
    expect(await suggested()).toContain('project is orca-portal')
  })
})
