import type { FastifyInstance } from 'fastify'
import { people } from '#api/people.ts'
import { notFound } from '#server/platform/errors.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { changeUser } from './change-user.ts'
import { changeWorkspace } from './change-workspace.ts'
import { listEmployees, listLinks } from './employee-queries.ts'
import { inviteMany } from './invite-many.ts'
import { inviteUser, type Post } from './invite-user.ts'
import { linkEmployee, linkEmployees, unlinkEmployee } from './link-employee.ts'
import { acknowledgeNotice, readNotice } from './notice.ts'
import { getUser, listUsers } from './queries.ts'
import { listRoles, listTeams } from './role-queries.ts'
import { changeRole, createRole, deleteRole } from './roles.ts'
import { createTeam, deleteTeam, renameTeam } from './teams.ts'

export function peopleRoutes(app: FastifyInstance, door: Door, post: Post): void {
  serve(app, door, people, {
    changeWorkspace: ({ db, actor, body, if_match }) => changeWorkspace(db, actor, if_match, body, Date.now()),
    notice: ({ db, actor }) => readNotice(db, actor),
    acknowledgeNotice: ({ db, actor, body }) => acknowledgeNotice(db, actor, body.version),
    listUsers: ({ db, actor, query }) => listUsers(db, actor, query),
    getUser: async ({ db, actor, params }) => {
      const user = await getUser(db, actor, params.id)
      if (!user) throw notFound()
      return user
    },
    inviteUser: ({ db, actor, body }) => inviteUser(db, actor, post, body),
    inviteMany: ({ db, actor, body }) => inviteMany(db, actor, post, body),
    changeUser: ({ db, actor, params, body, if_match }) => changeUser(db, actor, params.id, if_match, body),
    listRoles: async ({ db }) => ({ data: await listRoles(db) }),
    createRole: ({ db, actor, body }) => createRole(db, actor, body),
    changeRole: ({ db, actor, params, body, if_match }) => changeRole(db, actor, params.id, if_match, body),
    deleteRole: async ({ db, actor, params }) => {
      await deleteRole(db, actor, params.id)
      return undefined
    },
    listTeams: ({ db, query }) => listTeams(db, query),
    createTeam: ({ db, actor, body }) => createTeam(db, actor, body),
    renameTeam: ({ db, actor, params, body, if_match }) => renameTeam(db, actor, params.id, if_match, body),
    deleteTeam: async ({ db, actor, params }) => {
      await deleteTeam(db, actor, params.id)
      return undefined
    },
    listEmployees: ({ db, query }) => listEmployees(db, query),
    linkEmployee: ({ db, actor, params, body }) => linkEmployee(db, actor, params.id, body.user_id),
    linkEmployees: async ({ db, actor, body }) => {
      await linkEmployees(db, actor, body)
      return undefined
    },
    linkHistory: async ({ db, params }) => ({ data: await listLinks(db, params.id) }),
    unlinkEmployee: ({ db, actor, params }) => unlinkEmployee(db, actor, params.id),
  })
}
