import { expect, test } from 'vitest'
import { byKey, march, reporting } from '#test/reporting.ts'

const { agent, app, ask, at, dana } = await reporting()
const { deals } = app.cast

test('mapping health says what found its place by itself, by hand, and what waits', async () => {
  const before = byKey(await ask('mapping-health', march))
  expect(before).toMatchObject({ named: { entries: 4, by_itself: 4 }, waiting: { entries: 1, seconds: 1_800 } })
  expect((await ask('mapping-health', march)).total.cells).toMatchObject({
    by_itself: 4,
    waiting: 1,
    by_itself_percent: 80,
  })
  const waiting = (await dana.get('/unmapped-time-entries?limit=1')).body.data[0]
  await dana.post(`/unmapped-time-entries/${waiting.id}/assign`, { deal_id: deals.fleet })
  const after = byKey(await ask('mapping-health', march))
  expect(after).toMatchObject({ named: { entries: 4 }, person: { entries: 1, by_hand: 1, seconds: 1_800 } })
  expect(after).not.toHaveProperty('waiting')
})

test('a rule is right as often as people leave what it placed where it is', async () => {
  const rule = { name: 'Figma', condition: 'app is Figma', target: { kind: 'deal', deal_id: deals.author } }
  const { id } = (await dana.post('/mapping-rules', rule)).body
  await dana.post(`/mapping-rules/${id}/state`, { state: 'active', unproven: true })
  const hours = Array.from({ length: 12 }, (_, hour) => String(hour + 8).padStart(2, '0'))
  const sent = await agent.post('/time-entries/batch', {
    entries: hours.map((hour) => at(`2026-05-04T${hour}:00:00Z`, `2026-05-04T${hour}:10:00Z`, { app: 'Figma' })),
  })
  const ids = sent.body.results.map((result: any) => result.id)
  const may = 'date_from=2026-05-01&date_to=2026-05-31&group_by=rule'
  const figures = async () => byKey(await ask('mapping-health', may))[id]
  expect(await figures()).toMatchObject({ entries: 12, confirmed: 0, corrected: 0, precision: 100, proved: null })
  const put = (entry: string, deal_id: string) => dana.patch(`/time-entries/${entry}`, { deal_id })
  for (const entry of ids.slice(0, 3)) expect((await put(entry, deals.fleet)).status).toBe(200)
  expect(await figures()).toMatchObject({ entries: 9, seconds: 5_400, confirmed: 0, corrected: 3, precision: 75 })
  // moved on once more, it is not corrected twice
  await put(ids[0], deals.rights)
  expect(await figures()).toMatchObject({ entries: 9, corrected: 3 })
  const ways = byKey(await ask('mapping-health', may.replace('rule', 'way')))
  expect(ways).toMatchObject({ mapping_rule: { entries: 9 }, person: { entries: 3, by_hand: 3 } })
})
