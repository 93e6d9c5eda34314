import { describe, expect, test } from 'vitest'
import { readMarkdown, type Block, type Inline, type Item } from './markdown.ts'

/** The blocks in short, so that a table can be read: <b> strong, <i> em, <s> struck, <c> code, [words](address). */
const shown = (text: string) => readMarkdown(text).map(blockIn).join('|')
function blockIn(block: Block): string {
  if (block.kind === 'paragraph') return block.inside.map(inlineIn).join('')
  if (block.kind === 'heading') return `h${block.level}:${block.inside.map(inlineIn).join('')}`
  if (block.kind === 'code') return `pre:${block.text}`
  if (block.kind === 'rule') return 'rule'
  if (block.kind === 'quote') return `quote{${block.blocks.map(blockIn).join('|')}}`
  return `${block.start ?? 'list'}{${block.items.map(itemIn).join('; ')}}`
}
const itemIn = ({ done, blocks }: Item) => (done === null ? '' : done ? 'x ' : 'o ') + blocks.map(blockIn).join('|')
function inlineIn(inline: Inline): string {
  if (inline.kind === 'text') return inline.text
  if (inline.kind === 'break') return '/'
  if (inline.kind === 'code') return `<c>${inline.text}</c>`
  const inside = inline.inside.map(inlineIn).join('')
  if (inline.kind === 'link') return inline.href === inside ? `[${inside}]` : `[${inside}](${inline.href})`
  const tag = { strong: 'b', em: 'i', struck: 's' }[inline.kind]
  return `<${tag}>${inside}</${tag}>`
}

test.each([
  ['One line\nand another', 'One line/and another'],
  ['One\r\n\r\nTwo', 'One|Two'],
  ['**bold** __too__ *slanted* _too_ ~~gone~~', '<b>bold</b> <b>too</b> <i>slanted</i> <i>too</i> <s>gone</s>'],
  ['***both*** and **b *i* b**', '<b><i>both</i></b> and <b>b <i>i</i> b</b>'],
  ['**across\nlines**', '<b>across/lines</b>'],
  ['`a * b * c` and ``x ` y``', '<c>a * b * c</c> and <c>x ` y</c>'],
  ['\\*not\\* C:\\dir', '*not* C:\\dir'],
  ['# Big\n### Small', 'h1:Big|h3:Small'],
  ['- a\n- b\n  - c\n\n  more of b\n- d', 'list{a; b|list{c}|more of b; d}'],
  ['* a\n\n* b\n\ntext', 'list{a; b}|text'],
  ['3. c\n4. d\n- e', '3{c; d}|list{e}'],
  ['To do:\n- [ ] call\n- [x] write', 'To do:|list{o call; x write}'],
  ['> said\n> > before\nme', 'quote{said|quote{before}}|me'],
  ['```ts\na < b\n\n*c*\n```\nafter', 'pre:a < b\n\n*c*|after'],
  ['~~~\nnever closed', 'pre:never closed'],
  ['a\n\n---\n\nb', 'a|rule|b'],
  [
    '[our offer](https://e.org/a_(b)) and [mail](mailto:a@e.org)',
    '[our offer](https://e.org/a_(b)) and [mail](mailto:a@e.org)',
  ],
  ['(see https://e.org/x_(y), or http://e.org.)', '(see [https://e.org/x_(y)], or [http://e.org].)'],
  ['**https://e.org/a**', '<b>[https://e.org/a]</b>'],
])('%j is read as meant', (text, expected) => {
  expect(shown(text)).toBe(expected)
})

test.each(
  [
    ['2 * 3 * 4', '2*3*4', 'snake_case_name', '*not a list', 'a*', '**', '5 ~ 6', '#12 is broken', '+49 30 1234'],
    ['It was in\n2024. A good year', '-5 °C', '1.5 h', 'a \\ b', 'f(x)[0](y)', '[ ] no list', '>_<'.slice(1)],
    ['<b>bold</b>', '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '&lt;b&gt; &amp; &#0;', '<!-- x -->'],
    [
      '[x](javascript:alert(1))',
      '[x](data:text/html,x)',
      '[x](/settings)',
      '![x](ftp://e.org/a.png)',
      '[x](java\tscript:1)',
      'xhttp://e.org',
    ],
  ].flat(),
)('%j stays as it was typed', (text) => {
  expect(shown(text)).toBe(text.replaceAll('\n', '/'))
})

describe('a note that is made to be slow or deep', () => {
  const long = (part: string) => part.repeat(Math.ceil(20_000 / part.length)).slice(0, 20_000)
  const parts = [
    '*',
    '*a ',
    '**a *b ',
    'a_',
    '_',
    '~~a',
    '`',
    '`a',
    '[',
    '[a](',
    '[a](http://',
    '[a](http://()',
    'http://a.',
    'http://',
  ]
  const more = [
    '\\',
    '\n',
    '\t',
    ' ',
    '> ',
    '>',
    '- ',
    '- a\n \n',
    '1. a\n- b\n',
    '# a\n',
    '```\n',
    '```x`\n',
    '> - ',
    '<a ',
    '*a* _b_ ',
  ]
  test.each([...parts, ...more])('20,000 characters of %j are read at once', (part) => {
    const began = performance.now()
    const blocks = readMarkdown(long(part))
    // ten times what it takes on one busy core; what grew with the square would take minutes
    expect(performance.now() - began).toBeLessThan(1_500)
    expect(depthOf(blocks)).toBeLessThanOrEqual(7)
  })

  const depthOf = (blocks: Block[]): number =>
    Math.max(
      0,
      ...blocks.map((block) => {
        if (block.kind === 'quote') return 1 + depthOf(block.blocks)
        return block.kind === 'list' ? 1 + Math.max(...block.items.map((item) => depthOf(item.blocks))) : 0
      }),
    )
})
