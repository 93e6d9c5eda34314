import type { FastifyInstance } from 'fastify'
import { contacts } from '#api/contacts.ts'
import { settleWhole } from '#server/fields/settle-metadata.ts'
import { moved, notFound } from '#server/platform/errors.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { bulkContacts } from './bulk-contacts.ts'
import { createContact } from './create-contact.ts'
import { deleteContact, restoreContact } from './delete-contact.ts'
import { editContact } from './edit-contact.ts'
import { exportContacts } from './export-contacts.ts'
import { getContact, listContacts, contactsMatching, survivorOf } from './queries.ts'

export function contactRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, contacts, {
    list: ({ db, actor, query }) => listContacts(db, actor, query),
    export: ({ db, actor, query }) => exportContacts(db, actor, query),
    matching: ({ db, actor, query }) => contactsMatching(db, actor, query),
    get: async ({ db, actor, params }) => {
      const contact = await getContact(db, actor, params.id)
      if (!contact) throw notFound()
      const survivor = contact.deleted_at !== null && (await survivorOf(db, actor, contact.id))
      if (survivor) throw moved(`/api/v1/contacts/${survivor}`)
      return contact
    },
    create: ({ db, actor, body }) => createContact(db, actor, body),
    patch: ({ db, actor, params, body, if_match }) => editContact(db, actor, params.id, body, if_match),
    put: ({ db, actor, params, body, if_match }) => editContact(db, actor, params.id, body, if_match, settleWhole),
    delete: ({ db, actor, params, if_match }) => deleteContact(db, actor, params.id, if_match),
    bulk: ({ db, actor, body }) => bulkContacts(db, actor, body),
    restore: ({ db, actor, params }) => restoreContact(db, actor, params.id),
  })
}
