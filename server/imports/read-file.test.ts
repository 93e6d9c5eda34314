import { createReadStream, readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { kindOf, readFile, UnreadableFile } from './read-file.ts'

const toggl = 'test/data/time/toggl_detailed_sample.csv'
const activitywatch = 'test/data/time/activitywatch_export_sample.json'
const answers = { zone: 'America/New_York', date_order: null, user_id: null, people: {} }
const now_ms = Date.parse('2026-11-23T12:00:00Z')
const streamOf = (content: string | Uint8Array) => Readable.from([Buffer.from(content as string)])
const secondsOf = (entries: { duration_seconds: number }[]) =>
  entries.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0)

test('the Toggl sample in New York is 491,268 s exactly, and every row is an entry or named', async () => {
  const { entries, skipped, personNames, questions, notes } = await readFile(
    createReadStream(toggl),
    'csv',
    answers,
    now_ms,
  )
  expect(secondsOf(entries)).toBe(491_268)
  expect(entries).toHaveLength(192)
  expect(skipped).toHaveLength(29)
  expect(new Set(skipped.map(({ code }) => code))).toEqual(new Set(['zero_length']))
  const dataLines = readFileSync(toggl, 'utf8').trimEnd().split('\n').length - 1
  expect(entries.length + skipped.length).toBe(dataLines)
  expect(entries.find(({ title }) => title === 'Night release')).toMatchObject({
    line: 221,
    start_time: '2025-03-09T04:10:00.000Z',
    end_time: '2025-03-09T07:40:00.000Z',
    duration_seconds: 12_600,
  })
  expect(personNames.get('darcel.schlecht@crm.example')).toBe('Darcel Schlecht')
  expect(questions).toEqual([])
  expect(notes).toEqual(['Times were read as America/New_York.'])
})

test('the ActivityWatch sample is 23,902 s, and asks whose it is until that is answered', async () => {
  const read = (user_id: string | null) =>
    readFile(createReadStream(activitywatch), 'activitywatch', { ...answers, user_id }, now_ms)
  const { entries, questions } = await read(null)
  expect(secondsOf(entries)).toBe(23_902)
  expect(entries[0]!.external_id).toMatch(/^aw:[0-9a-f]{32}:0$/)
  expect(questions).toEqual([{ field: 'user_id', message: 'The file does not say whose time this is.' }])
  expect(await read('01990000-0000-7000-8000-000000000000')).toMatchObject({ entries, questions: [] })
})

test.each<[string, string | Uint8Array, string | null]>([
  ['JSON', '\uFEFF\n {"buckets":{}}', 'activitywatch'],
  ['a table', 'User,Start', 'csv'],
  ['a table in UTF-16', Buffer.from('\uFEFFUser', 'utf16le'), 'csv'],
  ['a zip', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), null],
  ['a photograph', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), null],
])('%s is told by its first bytes, and the rest is not read', async (_, content, kind) => {
  const stream = streamOf(content)
  expect(await kindOf(stream)).toBe(kind)
  expect(stream.destroyed).toBe(true)
})

test('an empty file is of no kind', async () => {
  expect(await kindOf(Readable.from([]))).toBeNull()
})

test.each([
  ['activitywatch', '{"buckets":{"a":', /not a whole ActivityWatch export/],
  ['activitywatch', '{"deals":[]}', /no ActivityWatch buckets/],
  ['csv', 'Name,Amount\nAcme,5\n', /no columns for start and end/],
  ['csv', '', /no columns for start and end/],
] as const)('%s that holds no time is refused in plain words: %s', async (kind, content, message) => {
  const reading = readFile(streamOf(content), kind, answers, now_ms)
  await expect(reading).rejects.toThrow(UnreadableFile)
  await expect(reading).rejects.toThrow(message)
})

test('a store that fails is not blamed on the file', async () => {
  const failing = () =>
    new Readable({
      read() {
        this.destroy(new Error('disk'))
      },
    })
  for (const kind of ['activitywatch', 'csv'] as const)
    await expect(readFile(failing(), kind, answers, now_ms)).rejects.not.toBeInstanceOf(UnreadableFile)
})
