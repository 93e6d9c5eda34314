/** What the build does for a telephone on a slow line. */
import type { Plugin } from 'vite'

/** What makes a shape in domain/: calls that nobody misses where the shape is not used. */
const shapeMaker =
  /\b(?:Type\.\w+|strict|Nullable|OneOf|Name|Text|Patch|Page|listFields|BulkOrder|ids|Typed|Take|Order)(?:<[^()]*>)?\(/g

/** Shapes are for the server and for types: what makes them is left out of the files, and TypeBox (23 kB) with it. */
export function withoutShapes(): Plugin {
  return {
    name: 'without-shapes',
    enforce: 'pre',
    transform: {
      filter: { id: /[\\/]domain[\\/]\w[\w-]*\.ts$/ },
      handler: (code) => ({ code: code.replace(shapeMaker, '/* @__PURE__ */ $&'), map: null }),
    },
  }
}

/** Pages people come in by, and what they are made of. */
const entrances: Record<string, string> = {
  '/dashboard': 'dashboard/DashboardPage.tsx',
  '/accounts': 'accounts/AccountsPage.tsx',
  '/contacts': 'contacts/ContactsPage.tsx',
  '/deals': 'deals/DealsPage.tsx',
  '/tasks': 'tasks/TasksPage.tsx',
  '/time': 'time/TimePage.tsx',
}

/**
 * A telephone waits for each file that is found only by reading another. So the style sheet (8 kB) comes in the page itself, and the
 * page's script, which knows the address, asks for the parts of that page while the start is still on its way.
 */
export function inOneGo(): Plugin {
  return {
    name: 'in-one-go',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const files = Object.values(bundle)
        const atOnce = (file: string) => html.includes(file)
        const partsOf = (module: string): string[] => {
          const found = new Set<string>()
          const add = (file: string) => {
            const chunk = bundle[file]
            if (chunk?.type !== 'chunk' || atOnce(file) || found.has(file)) return
            found.add(file)
            chunk.imports.forEach(add)
          }
          const page = files.find((file) => file.type === 'chunk' && file.facadeModuleId?.endsWith(`/web/${module}`))
          if (!page) throw new Error(`${module} is no page of its own`)
          add(page.fileName)
          return [...found].map((file) => `/${file}`)
        }
        const parts = Object.fromEntries(Object.entries(entrances).map(([at, module]) => [at, partsOf(module)]))
        const sheet = files.find(
          (file) => file.type === 'asset' && atOnce(file.fileName) && file.fileName.endsWith('.css'),
        )
        return html
          .replace('/* the parts of each page */ {}', () => JSON.stringify(parts))
          .replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${(sheet as { source: string }).source}</style>`)
      },
    },
  }
}
