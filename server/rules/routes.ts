import type { FastifyInstance } from 'fastify'
import { rules } from '#api/rules.ts'
import { notFound } from '#server/platform/errors.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { backTest } from './back-test.ts'
import { changeState } from './change-state.ts'
import { getRule, listRules, listVersions } from './queries.ts'
import { ruleDays } from './rule-days.ts'
import { suggestRules } from './suggest-rules.ts'
import { createRule, editRule } from './write-rule.ts'

export function ruleRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, rules, {
    list: ({ db, query }) => listRules(db, query),
    suggested: ({ db, actor }) => suggestRules(db, actor),
    get: async ({ db, params }) => {
      const rule = await getRule(db, params.id)
      if (!rule) throw notFound()
      return rule
    },
    create: ({ db, actor, body }) => createRule(db, actor, body),
    patch: ({ db, actor, params, body, if_match }) => editRule(db, actor, params.id, body, if_match),
    changeState: ({ db, actor, params, body, if_match }) => changeState(db, actor, params.id, body, if_match),
    listVersions: async ({ db, params, query }) => {
      if (!(await getRule(db, params.id))) throw notFound()
      return listVersions(db, params.id, query)
    },
    days: ({ db, actor, params, query }) => ruleDays(db, actor, params.id, query.days ?? 14),
    backTest: ({ db, actor, body }) => backTest(db, actor, body, Date.now()),
  })
}
