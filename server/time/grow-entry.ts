/** What an entry becomes when its sender says more of it. */
import { isPrivate, placeFor, type EntryRow } from './entry-row.ts'
import type { Known } from './names.ts'
import type { TaskRow } from './queries.ts'

export type Stored = EntryRow & { evidence_erased_at?: string | null }

const saysNothing = ({ title, url, app, project_name, tags }: EntryRow) =>
  tags.length === 0 && [title, url, app, project_name].every((text) => text === null)

/**
 * The longer span and the newer hints; the place stays unless the entry still waits, and so does what is kept private, also where somebody
 * has put it elsewhere or aside since. What was erased does not come back.
 */
export function grow(before: Stored, arrived: EntryRow, task: TaskRow | null, known: Known): EntryRow {
  const sent = before.evidence_erased_at ? withoutScreen(arrived) : arrived
  const hints = {
    ...projectOf(before, sent),
    tags: sent.tags.length > 0 ? sent.tags : before.tags,
    title: sent.title ?? before.title,
    url: sent.url ?? before.url,
    app: sent.app ?? before.app,
  }
  const { end_time, duration_seconds, synced_at } = sent
  const staysPrivate =
    before.mapping?.private ||
    // of what said something before, nothing was private
    (saysNothing(before) &&
      !saysNothing(sent) &&
      isPrivate({ ...before, ...hints, deal_id: sent.deal_id }, task, known))
  const grown = {
    ...before,
    ...(!staysPrivate && hints),
    end_time,
    duration_seconds,
    synced_at,
    productivity_score: sent.productivity_score ?? before.productivity_score,
  }
  return before.status === 'unmapped'
    ? { ...grown, ...placeFor({ ...grown, deal_id: sent.deal_id }, task, known) }
    : grown
}

const withoutScreen = (row: EntryRow): EntryRow => ({
  ...row,
  title: null,
  url: null,
  app: null,
  ...(row.project_from_editor && { project_name: null, project_from_editor: false }),
})

/** What an editor has open takes the place of what it had, and not of what somebody calls the project. */
const projectOf = (before: EntryRow, sent: EntryRow): Pick<EntryRow, 'project_name' | 'project_from_editor'> => {
  const stays =
    sent.project_name === null ||
    (sent.project_from_editor && before.project_name !== null && !before.project_from_editor)
  const { project_name, project_from_editor } = stays ? before : sent
  return { project_name, project_from_editor }
}
