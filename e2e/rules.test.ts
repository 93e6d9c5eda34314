/** From a correction to a rule that proves itself, in a real browser. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { grants } from '#domain/permissions.ts'
import { systemActor } from '#server/platform/actor.ts'
import { sql, transact } from '#server/platform/database.ts'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { changeState } from '#server/rules/change-state.ts'
import { based, startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { accessibilityFaults, launch, visit, watch } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder, worker: true })
const { users, deals } = app.cast
const [dana, agent] = await Promise.all([app.as('dana'), app.agent()])
let browser: Browser
let count = 0
const send = async (more: object): Promise<{ id: string }> => {
  const start = Date.now() - 8 * 86_400_000 + ++count * 60_000
  const { body } = await agent.post('/time-entries', {
    user_id: users.noah,
    start_time: new Date(start).toISOString(),
    end_time: new Date(start + 60_000).toISOString(),
    source: 'agent',
    external_id: `e2e-rules-${count}`,
    ...more,
  })
  return body
}

beforeAll(async () => {
  browser = await launch()
  // eleven decisions, all of them alike, and one that waits
  for (let n = 0; n < 11; n++) {
    const { id } = await send({ project_name: 'Whale songs' })
    await dana.post(`/unmapped-time-entries/${id}/assign`, { deal_id: deals.author })
  }
  await send({ project_name: 'Whale songs' })
}, 60_000)
afterAll(() => browser?.close())
const open = (target: string, options: object = {}) =>
  visit(browser, { address: app.address, email: 'dana@northlight.example', password, target, ...options })

test('R in the review queue makes a rule, its proof is there while one types, and it goes live', async () => {
  const page = await open('/time/review?whose=team')
  await page.getByRole('region', { name: 'Decision' }).waitFor()
  await page.keyboard.press('r')
  await page.getByRole('heading', { name: 'New rule' }).waitFor()
  await expect.poll(() => page.getByLabel('Value of condition 1').inputValue()).toBe('Whale songs')
  await page.getByLabel('Name', { exact: true }).fill('Whales')
  await page.getByRole('combobox', { name: 'Deal or account' }).fill('author')
  await page.getByRole('option', { name: /Author platform/ }).click()
  await page.getByText('It would have been right with 11 of 11 reviewed entries, 100 %.').waitFor()
  await page.getByRole('button', { name: 'Create rule' }).click()
  await page.getByRole('heading', { name: 'Whales', exact: true }).waitFor()
  await page.getByRole('button', { name: 'Change state…' }).click()
  await page.getByRole('radio', { name: /^Active/ }).check()
  await page.getByRole('button', { name: 'Activate' }).click()
  await page.getByText('Whales is active.').waitFor()
  expect(await send({ project_name: 'Whale Songs' })).toMatchObject({
    deal_id: deals.author,
    mapping: { rule: 'mapping_rule', confidence: 0.92 },
  })
  await page.context().close()
}, 60_000)

test('an active rule that would misplace is not saved, and what it would misplace is shown', async () => {
  const page = await open('/time/rules')
  await page.getByRole('grid', { name: 'Rules' }).getByRole('link', { name: 'Whales' }).click()
  await page.getByRole('heading', { name: 'Whales', exact: true }).waitFor()
  await page.getByRole('button', { name: 'Write as text' }).click()
  await page.getByLabel('Condition', { exact: true }).fill('project is Whale songs')
  await page.getByText(/Values of several words go in quotes/).waitFor()
  expect(await page.getByRole('button', { name: 'Save rule' }).isDisabled()).toBe(true)
  await page.getByLabel('Condition', { exact: true }).fill('project contains whale')
  await page.getByRole('combobox', { name: 'Deal or account' }).fill('rights')
  await page.getByRole('option', { name: /Rights database/ }).click()
  await page.getByText(/right with 0 of 11 reviewed entries/).waitFor()
  await page.getByRole('button', { name: 'Save rule' }).click()
  await page
    .getByRole('alert')
    .getByText(/at least 90 % is needed/)
    .waitFor()
  const { rows } = await sql<{ number: number }>`select number from mapping_rules`.execute(app.db)
  expect(rows).toEqual([{ number: 1 }])
  await page.context().close()
}, 60_000)

test('an entry says which rule placed it, and leads to it in one step', async () => {
  const page = await open('/time')
  await page.getByRole('button', { name: 'Why?' }).first().click()
  await page.getByText(/The rule “Whales”, version 1, puts it on the deal “Author platform”/).waitFor()
  await page.getByRole('link', { name: 'Open the rule' }).click()
  await page.getByRole('heading', { name: 'Whales', exact: true }).waitFor()
  await page.context().close()
}, 60_000)

test('past entries move after a look at what that means, and are put back', async () => {
  const waits = async () => (await dana.get('/unmapped-time-entries')).body.total as number
  const page = await open('/time/rules')
  await page.getByRole('grid', { name: 'Rules' }).getByRole('link', { name: 'Whales' }).click()
  const past = page.getByRole('region', { name: 'Past entries' })
  await past.getByRole('button', { name: 'Look through them' }).click()
  await past.getByText(/^1 of 13 entries would move, 0:01 h; 1 of them waits/).waitFor()
  await past.getByText('11 stay: placed by a person').waitFor()
  expect(await waits()).toBe(1)
  await past.getByRole('button', { name: 'Move one entry' }).click()
  await past.getByText('One entry was moved.').waitFor()
  expect(await waits()).toBe(0)
  await past.getByRole('button', { name: 'Put them back' }).click()
  await past.getByText('All were put back.').waitFor()
  expect(await waits()).toBe(1)
  await page.context().close()
}, 60_000)

test('a rule that was put back by night is named where rules are listed, with the reason, and on the first page', async () => {
  const rule = { name: 'Octopods', condition: 'project is Octopus', target: { kind: 'deal', deal_id: deals.author } }
  const { body } = await dana.post('/mapping-rules', rule)
  const reason = 'People put 4 of 20 entries elsewhere within 30 days.'
  const byNight = systemActor('job', grants.admin)
  await transact(app.db, (tx) => changeState(tx, byNight, body.id, { state: 'suggest', reason }, null))
  const page = await open('/time/rules')
  const told = page.getByRole('region', { name: 'Rules to look at' })
  await told.getByText(reason).waitFor()
  await told.getByRole('link', { name: 'Octopods' }).click()
  await page.getByRole('heading', { name: 'Octopods', exact: true }).waitFor()
  await page.goto(`${app.address}/dashboard`)
  const attention = page.getByRole('region', { name: 'Needs attention' })
  await attention.getByText('corrected too often, only suggests since today').waitFor()
  await attention.getByRole('link', { name: 'Octopods' }).click()
  await page.getByRole('heading', { name: 'Octopods', exact: true }).waitFor()
  await page.context().close()
}, 60_000)

test.each([
  ['light', 1440],
  ['dark', 360],
] as const)(
  'the pages of rules are accessible in the %s theme at %i pixels, and nothing sticks out',
  async (colorScheme, width) => {
    const { body } = await dana.get('/mapping-rules')
    for (const target of ['/time/rules', `/time/rules/${body.data[0].id}`, '/time/rules/new']) {
      const page = await open(target, { colorScheme, width })
      await watch(page)()
      expect([target, await accessibilityFaults(page)]).toEqual([target, []])
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
      // a name of one word stands on one line, however much there is to do beside it
      expect((await page.getByRole('heading', { level: 1 }).boundingBox())!.height).toBeLessThan(60)
      await page.context().close()
    }
  },
  120_000,
)

test('what people already do is offered as a rule, filled in and proven', async () => {
  for (let n = 0; n < 10; n++) {
    const { id } = await send({ project_name: 'Night shift' })
    await dana.post(`/unmapped-time-entries/${id}/assign`, { deal_id: deals.rights })
  }
  const page = await open('/time/rules')
  await page.getByRole('link', { name: 'Try project is "night shift"' }).click()
  await page.getByRole('heading', { name: 'New rule' }).waitFor()
  await page.getByText('It would have been right with 10 of 10 reviewed entries, 100 %.').waitFor()
  await page.getByText('Rights database · Quill Publishing GmbH').first().waitFor()
  expect(await page.getByLabel('Value of condition 1').inputValue()).toBe('night shift')
  await page.context().close()
}, 60_000)

test('a rule from an entry asks for the project one’s editor had open', async () => {
  const willing = { apps: [], sites: [], hours: [], editor_projects: true }
  await dana.put('/me/exclusions', willing, based(0))
  const { id } = await send({
    user_id: app.cast.users.dana,
    app: 'Code',
    title: 'main.ts',
    project_name: 'orca-portal',
    project_from_editor: true,
  })
  const page = await open(`/time?peek=${id}`)
  await page.getByText('Project, only you see it').waitFor()
  await page.getByRole('link', { name: 'Make a rule from this entry' }).click()
  await page.getByRole('heading', { name: 'New rule' }).waitFor()
  await expect.poll(() => page.getByLabel('Value of condition 1').inputValue()).toBe('orca-portal')
  await page.context().close()
}, 60_000)
