/** What the people concerned are told by mail. It names nothing that was recorded. */
import type { PrivacyRequest } from '#domain/privacy-requests.ts'
import { listRoles } from '#server/people/role-queries.ts'
import { findUser } from '#server/people/queries.ts'
import type { Database } from '#server/platform/database.ts'
import { enqueue, enqueueAll } from '#server/platform/worker.ts'
import { findAnswering } from './queries.ts'

/** Whoever may answer hears of it at once: from now on it is due. */
export const tellAnswering = (tx: Database, request: PrivacyRequest) =>
  mailAnswering(tx, [{ request, when: `An answer is due by ${request.due_on}.`, urgency: '', occasion: 'asked' }])

/** Once more, because the day is near or over. `today`: `YYYY-MM-DD`. */
export const tellDue = (tx: Database, requests: PrivacyRequest[], today: string) =>
  mailAnswering(
    tx,
    requests.map((request) => {
      const { due_on } = request
      return due_on < today
        ? { request, when: `The answer was due by ${due_on}.`, urgency: 'Overdue: ', occasion: today }
        : { request, when: `The answer is due by ${due_on}.`, urgency: `Due on ${due_on}: `, occasion: today }
    }),
  )

/** `occasion` tells one mail about a request from another. */
type Letter = { request: PrivacyRequest; when: string; urgency: string; occasion: string }

async function mailAnswering(tx: Database, letters: Letter[]): Promise<void> {
  if (letters.length === 0) return
  const roles = (await listRoles(tx)).flatMap(({ name, grants }) => {
    const scope = grants['privacy-requests:write']
    return scope === 'all' || scope === 'team' ? [{ name, all: scope === 'all' }] : []
  })
  const askers = [...new Set(letters.map(({ request }) => request.user_id))]
  const answering = Map.groupBy(await findAnswering(tx, askers, roles), ({ user_id }) => user_id)
  const jobs = letters.flatMap((letter) =>
    (answering.get(letter.request.user_id) ?? []).map(({ email }) => ({
      payload: { to: email, ...mailOf(letter) },
      key: `mail:privacy-request:${letter.request.id}:${letter.occasion}:${email}`,
    })),
  )
  await enqueueAll(tx, 'send_mail', jobs)
}

const mailOf = ({ request, when, urgency }: Letter) => ({
  subject: `${urgency}${request.user_name} asks for ${request.kind === 'erasure' ? 'an erasure' : 'a correction'}`,
  text: `${request.user_name} asks to ${inWords(request)}.\n\n${when} You find it in Daybook under Settings, Privacy requests.\n`,
})

/** How it was answered. Whoever was deactivated since is not written to. */
export async function tellPerson(tx: Database, request: PrivacyRequest): Promise<void> {
  const person = await findUser(tx, request.user_id)
  if (!person) return
  const mail = {
    to: person.email,
    subject: request.state === 'refused' ? 'Your privacy request was refused' : 'Your privacy request is done',
    text: [`You asked to ${inWords(request)}.`, ...answerTo(request), foot].join('\n\n'),
  }
  await enqueue(tx, 'send_mail', mail, `mail:privacy-answer:${request.id}`)
}

const foot = 'All your requests and their answers stand in Daybook under My data.\n'

function inWords({ kind, about, date_from, date_to }: PrivacyRequest): string {
  const deed = kind === 'erasure' ? 'erase' : 'correct'
  if (about === 'evidence') return `${deed} the titles, addresses and apps of all recorded time`
  if (about === 'entry') return `${deed} an entry of ${date_from}`
  return date_from === date_to
    ? `${deed} what was recorded on ${date_from}`
    : `${deed} what was recorded from ${date_from} to ${date_to}`
}

function answerTo({ state, answer, decided_by_name, outcome }: PrivacyRequest): string[] {
  const who = decided_by_name ?? 'Daybook'
  const said = answer ? [`${who} wrote: ${answer}`] : []
  if (state === 'refused')
    return [`${who} refused it.`, ...said, 'You may complain to the data protection authority where you live or work.']
  if (!outcome) return [`${who} says that it is put right.`, ...said]
  const { removed_entries, kept_entries } = outcome
  return [
    `${counted(removed_entries)} erased for good. ${counted(kept_entries)} left as hours, without title, address and app.`,
    ...said,
  ]
}

const counted = (entries: number) => (entries === 1 ? '1 entry was' : `${entries} entries were`)
