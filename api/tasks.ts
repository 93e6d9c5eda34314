import { Task, TaskInput, TaskPage, TaskPatch, TaskQuery } from '#domain/tasks.ts'
import { ById } from '#domain/shapes.ts'
import { operation } from './operation.ts'

export const tasks = {
  list: operation({
    method: 'GET',
    path: '/tasks',
    permission: 'tasks:read',
    summary: 'List tasks',
    query: TaskQuery,
    answers: { 200: TaskPage },
  }),
  get: operation({
    method: 'GET',
    path: '/tasks/{id}',
    permission: 'tasks:read',
    summary: 'Get one task',
    params: ById,
    answers: { 200: Task },
    problems: [404],
  }),
  create: operation({
    method: 'POST',
    path: '/tasks',
    permission: 'tasks:write',
    summary: 'Create a task',
    body: TaskInput,
    answers: { 201: Task },
  }),
  patch: operation({
    method: 'PATCH',
    path: '/tasks/{id}',
    permission: 'tasks:write',
    summary: 'Change fields of a task',
    params: ById,
    body: TaskPatch,
    answers: { 200: Task },
    problems: [404, 409, 412],
  }),
}
