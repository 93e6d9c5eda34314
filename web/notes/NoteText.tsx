import { Square, SquareCheck } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { readMarkdown, type Block, type Inline, type Item } from '../../domain/markdown.ts'

/** A note as it is meant: Markdown becomes elements, never HTML, and line breaks stay as they were typed. */
export const NoteText = memo(({ text }: { text: string }) => (
  <div className="flex flex-col gap-2 wrap-anywhere whitespace-pre-wrap">{readMarkdown(text).map(blockAt)}</div>
))

// what a note says never changes, only the note does: its parts are known by their place
const blockAt = (block: Block, place: number) => <Blocks key={place} block={block} />
const inlineAt = (inline: Inline, place: number) => <Inlines key={place} inline={inline} />

function Blocks({ block }: { block: Block }): ReactNode {
  switch (block.kind) {
    case 'paragraph':
      return <p>{block.inside.map(inlineAt)}</p>
    // a note stands within a page that has headings of its own
    case 'heading':
      return (
        <p className={block.level === 1 ? 'text-section font-semibold' : 'font-semibold'}>
          {block.inside.map(inlineAt)}
        </p>
      )
    case 'code':
      return (
        <pre tabIndex={0} className="overflow-x-auto rounded-card bg-sunken p-2 font-mono text-meta">
          {block.text}
        </pre>
      )
    case 'rule':
      return <hr className="border-border" />
    case 'quote':
      return (
        <blockquote className="flex flex-col gap-2 border-l-2 border-border-strong pl-3 text-text-2">
          {block.blocks.map(blockAt)}
        </blockquote>
      )
    case 'list': {
      const items = block.items.map((item, place) => <ListItem key={place} item={item} />)
      return block.start === null ? (
        <ul className="list-disc pl-5">{items}</ul>
      ) : (
        <ol start={block.start} className="list-decimal pl-7">
          {items}
        </ol>
      )
    }
  }
}

function ListItem({ item: { done, blocks } }: { item: Item }) {
  const Box = done ? SquareCheck : Square
  if (done === null) return <li>{blocks.map(blockAt)}</li>
  return (
    <li className="-ml-5 flex list-none items-start gap-2">
      <Box size={16} aria-label={done ? 'Done:' : 'To do:'} className="mt-0.5 shrink-0" />
      <div className="min-w-0 flex-1">{blocks.map(blockAt)}</div>
    </li>
  )
}

function Inlines({ inline }: { inline: Inline }): ReactNode {
  switch (inline.kind) {
    case 'text':
      return inline.text
    case 'code':
      return <code className="rounded-input bg-sunken px-1 font-mono text-meta">{inline.text}</code>
    case 'break':
      return <br />
    case 'strong':
      return <strong className="font-semibold">{inline.inside.map(inlineAt)}</strong>
    case 'em':
      return <em>{inline.inside.map(inlineAt)}</em>
    case 'struck':
      return <s>{inline.inside.map(inlineAt)}</s>
    case 'link':
      return (
        <a href={inline.href} target="_blank" rel="noopener noreferrer nofollow" className="text-accent-text underline">
          {inline.inside.map(inlineAt)}
        </a>
      )
  }
}
