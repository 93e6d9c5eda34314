/** The part of the register (register.ts) that is about saved views. */
import type { Entry } from './register.ts'

export const viewsRegister: Record<string, Entry> = {
  saved_views: {
    holds: 'ways to look at a list that people keep',
    of: 'employees and customers',
    seen_by: 'everybody',
    work: ['owner_id'],
    // a filter may hold what somebody searched for
    words: ['name', 'address'],
    technical: ['page', 'shared'],
  },
  default_views: {
    holds: 'with which view a list opens for a person',
    of: 'employees',
    seen_by: 'the person',
    work: ['user_id', 'view_id'],
    technical: ['page'],
  },
}
