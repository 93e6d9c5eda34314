import { buildWebIfChanged } from '#server/platform/web-build.ts'

await buildWebIfChanged()
