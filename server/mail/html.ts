/** Mail as web pages: what was written as plain text, made into paragraphs and links, with everything escaped. */

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text that is safe inside an element or a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] as string);

/** Web addresses; a dot, comma or bracket at the end belongs to the sentence around it. */
const address = /https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?()[\]{}]/g;

const page = 'margin:0;padding:1.5em 1em;background:#fff;color:#1c2733';
const column = 'max-width:36em;margin:0 auto;font:16px/1.55 Georgia,"Times New Roman",serif';
const small = 'margin-top:2em;padding-top:1em;border-top:1px solid #c9d1d9;color:#4a5763;font-size:14px';

/** A whole page around what is HTML already: the mail's text and what stands below its line. */
export const mailPage = (title: string, inner: string, below: string): string =>
  `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title></head>
<body style="${page}"><div style='${column}'>
${inner}${below && `\n<div style="${small}">\n${below}\n</div>`}
</div></body></html>
`;

/** A plain text as a web page. What follows a line '--' is set apart as a footer. */
export function pageOfText(title: string, text: string): string {
  const [inner = '', ...below] = text.split(/^-- ?$/m);
  return mailPage(title, paragraphs(inner), paragraphs(below.join('\n')));
}

const paragraphs = (text: string): string =>
  text
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean)
    .map((paragraph) => `<p>${withLinks(paragraph).replaceAll('\n', '<br>\n')}</p>`)
    .join('\n');

/** Escapes a text, and makes its web addresses links. */
export function withLinks(text: string): string {
  let made = '';
  let at = 0;
  for (const { 0: link, index } of text.matchAll(address)) {
    made += `${escapeHtml(text.slice(at, index))}<a href="${escapeHtml(link)}">${escapeHtml(link)}</a>`;
    at = index + link.length;
  }
  return made + escapeHtml(text.slice(at));
}
