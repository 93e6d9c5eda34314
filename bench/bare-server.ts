/** Nothing but Fastify and raw pg: sends what it is told, so that Daybook is compared with the same SQL. */
import { fastify, type FastifyInstance, type FastifyRequest } from 'fastify'
import pg from 'pg'
import type { Lesson } from './children.ts'

type Named = { Params: { name: string; id?: string; mark?: string } }

/** `GET /name` sends a lesson, `POST` sends it in one transaction. Lessons come from the parent process. */
export function bareServer(url: string): FastifyInstance {
  // what the planner is told is part of the question: with other plans this would be about them
  const pool = new pg.Pool({ connectionString: url, max: 10, options: '-c random_page_cost=1.1' })
  const lessons = new Map<string, Lesson>()
  process.on('message', (lesson: Lesson) => {
    if (!lesson.statements) return
    lessons.set(lesson.name, lesson)
    process.send!({ ready: true })
  })
  const deed = async ({ params: { name, id, mark } }: FastifyRequest<Named>) => {
    const client = await pool.connect()
    try {
      await client.query('begin')
      const rows = await send(client, lessons.get(name)!, id, mark)
      await client.query('commit')
      return rows
    } finally {
      client.release()
    }
  }
  const app = fastify()
  app.get<Named>('/:name', ({ params }) => send(pool, lessons.get(params.name)!))
  app.post<Named>('/:name', deed)
  app.post<Named>('/:name/:id/:mark', deed)
  return app
}

async function send(
  client: pg.Pool | pg.PoolClient,
  { statements, id: taught }: Lesson,
  id?: string,
  mark?: string,
): Promise<object[]> {
  let [rows, own] = [[] as { id?: string }[], id]
  const fresh = (value: unknown) =>
    taught && own && typeof value === 'string' ? value.replaceAll(taught, own).replace('Mark 0', `Mark ${mark}`) : value
  for (const { text, values } of statements) {
    rows = (await client.query({ text, values: values.map(fresh) })).rows
    if (text.startsWith('insert into')) own ??= rows[0]?.id
  }
  return rows
}
