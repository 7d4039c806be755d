import MarkdownIt from 'markdown-it';
import { remembering } from '../basics/memo.ts';

/** Where a link in a letter may lead: to the web and to a mail program, never to a script. */
const SAFE_LINK = /^(https?:\/\/|mailto:)/i;

const markdown = new MarkdownIt('default', { html: false, linkify: false, typographer: false, maxNesting: 20 });
// No images: a page must load nothing from others, who would learn of every reader.
markdown.disable('image');
markdown.validateLink = (address) => SAFE_LINK.test(address.trim());

markdown.core.ruler.push('house', (state) => {
  for (const token of state.tokens) {
    // The page's title is its only heading of the first rank.
    if (token.type === 'heading_open' || token.type === 'heading_close')
      token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 1)}`;
    // Column alignment comes as an inline style, which the content policy forbids.
    if (token.type === 'th_open' || token.type === 'td_open') token.attrs = null;
    for (const child of token.children ?? []) if (child.type === 'link_open') child.attrSet('rel', 'nofollow noopener');
  }
});

/** A text in Markdown as HTML that is safe to print: no raw HTML, no scripts, no images, links that vouch for nobody. */
export const renderMarkdown = remembering(
  (text: string): string => markdown.render(text),
  (text) => text,
);

/** A text in Markdown as its parts, for whatever writes it otherwise than as HTML. */
export const parseMarkdown = (text: string) => markdown.parse(text, {});

/**
 * The beginning of a text in Markdown as plain words, at most 200 characters, cut between words. What ends without a mark
 * gets one: a list reads as 'We have reasons: fish; people.'
 */
export const excerptOf = remembering(
  (text: string): string => excerpt(text, 200),
  (text) => text,
);

function excerpt(text: string, most: number): string {
  const blocks = markdown.parse(text.slice(0, most * 10), {}).flatMap(({ type, level, children }) => {
    const words = type === 'inline' ? (children ?? []).map(plain).join('').replace(/\s+/g, ' ').trim() : '';
    return words ? [{ words, level }] : [];
  });
  const words = blocks
    .map(({ words, level }, at) => {
      const next = blocks[at + 1];
      if (!next || /[.,:;!?…][”’"')\]]*$/.test(words)) return words;
      // Deeper than a paragraph is a list or a table: what stands before it leads to it, its parts stand side by side.
      if (next.level <= 1) return `${words}.`;
      return `${words}${level > 1 ? ';' : ':'}`;
    })
    .join(' ');
  if (words.length <= most) return words;
  return `${words.slice(0, most).replace(/\s+\S*$/, '')} …`;
}

const plain = ({ type, content }: { type: string; content: string }) =>
  type === 'text' || type === 'code_inline' ? content : type.endsWith('break') ? ' ' : '';
