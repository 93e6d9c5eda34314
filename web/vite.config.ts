import path from 'node:path'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { inOneGo, withoutShapes } from './first-load.ts'

type Graph = { getModuleInfo: (id: string) => { importedIds: readonly string[] } | null }
let start: Set<string> | null = null

/** What `main.tsx` needs before anything is shown. */
function atStart(graph: Graph): Set<string> {
  if (start) return start
  start = new Set()
  const queue = [path.join(import.meta.dirname, 'main.tsx')]
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (start.has(id)) continue
    start.add(id)
    queue.push(...(graph.getModuleInfo(id)?.importedIds ?? []))
  }
  return start
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwind(), withoutShapes(), inOneGo()],
  build: {
    outDir: path.join(import.meta.dirname, '../dist/web'),
    emptyOutDir: true,
    chunkSizeWarningLimit: 600,
    // every browser this is for knows modulepreload
    modulePreload: { polyfill: false },
    rolldownOptions: {
      treeshake: { propertyReadSideEffects: false },
      output: {
        // left alone, a page is forty files of a few hundred bytes, and a telephone waits for each of them in turn
        codeSplitting: {
          groups: [
            { name: (id, graph) => (atStart(graph).has(id) ? 'start' : null), debugName: 'start', priority: 2 },
            // fetched with the forms that read clocks
            { name: 'clocks', test: /temporal-polyfill|[\\/]domain[\\/]zones\./, priority: 3 },
            { name: 'rules', test: /[\\/]domain[\\/]/, minShareCount: 2, priority: 1 },
            { name: 'parts', test: /[\\/](web[\\/](?!time[\\/])|lucide-react)[\\/]?/, minShareCount: 4, priority: 1 },
            // what is shown of time is asked for by the pages about time
            { name: 'time', test: /[\\/]web[\\/]time[\\/]/, minShareCount: 3, priority: 0 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://localhost:3000' } },
})
