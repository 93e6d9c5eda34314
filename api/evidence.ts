import { EvidenceAccess, EvidenceAccessInput, EvidenceAccessPage, EvidenceAccessQuery } from '#domain/evidence.ts'
import { ById } from '#domain/shapes.ts'
import { operation } from './operation.ts'

export const evidence = {
  list: operation({
    method: 'GET',
    path: '/evidence-access',
    permission: 'person',
    summary: 'Who opened whose titles: the looks at me and by me; all of them for who may open some',
    query: EvidenceAccessQuery,
    answers: { 200: EvidenceAccessPage },
  }),
  unlock: operation({
    method: 'POST',
    path: '/evidence-access',
    permission: 'evidence:unlock',
    summary: 'See the titles of a person who has not released them, for a reason and a while; they are told',
    body: EvidenceAccessInput,
    answers: { 201: EvidenceAccess },
    problems: [403, 422],
  }),
  end: operation({
    method: 'POST',
    path: '/evidence-access/{id}/end',
    permission: 'person',
    summary: 'End a look of mine before its time',
    params: ById,
    answers: { 200: EvidenceAccess },
    problems: [404],
  }),
}
