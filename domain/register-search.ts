/** The part of the register (register.ts) that is about search: copies of words, and no record of its own. */
import type { Entry } from './register.ts'

export const searchRegister: Record<string, Entry> = {
  search_entries: {
    holds: 'the words by which accounts, contacts, deals, tasks and notes are found, as their own tables hold them',
    of: 'employees and customers',
    seen_by: 'nobody',
    work: ['owner_id', 'changed_at'],
    words: ['folded', 'terms'],
    technical: ['kind', 'account_id'],
  },
  search_sources: {
    holds: 'what can be found, as its tables hold it',
    view: true,
    of: 'employees and customers',
    seen_by: 'nobody',
    work: ['owner_id'],
    contact: ['phone'],
    words: ['title', 'others'],
    technical: ['kind', 'account_id'],
  },
  search_words: {
    holds: 'every word that is found somewhere, to correct typing mistakes',
    of: 'employees and customers',
    seen_by: 'nobody',
    words: ['word'],
    technical: ['rows', 'counted_at'],
  },
  search_new_words: {
    holds: 'words that wait to be counted',
    of: 'employees and customers',
    seen_by: 'nobody',
    words: ['word'],
    technical: ['rows'],
  },
}
