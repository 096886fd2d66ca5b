// System colours follow the page: light, dark and high contrast.
const css = `
:host { display: flex; flex-direction: column; block-size: 24rem; border: 1px solid GrayText; border-radius: .5rem;
  background: Canvas; color: CanvasText; font: 1rem/1.4 system-ui, sans-serif; overflow: hidden; }
:host([hidden]), [hidden] { display: none !important; }
header { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline; padding: .5rem .75rem; border-block-end: 1px solid GrayText; }
h2 { margin: 0; font-size: 1rem; overflow-wrap: anywhere; }
p { margin: 0; font-size: .875rem; overflow-wrap: anywhere; }
[part=typing] { min-block-size: 1.4em; padding-inline: .75rem; }
[part=messages] { flex: 1; min-block-size: 0; padding: .5rem .75rem; overflow-y: auto; }
ol { margin: 0; padding: 0; list-style: none; }
li { margin-block: .25rem; overflow-wrap: anywhere; }
[part=message-text] { display: block; white-space: pre-wrap; }
[part=message-head], small { font-size: .875rem; }
p, small, em, time, [part~=system] { color: color-mix(in srgb, CanvasText 75%, Canvas); }
[part~=own] { padding-inline-start: .5rem; border-inline-start: 2px solid var(--signalr-chat-accent, Highlight); }
[part~=system] { font-size: .875rem; text-align: center; }
[part~=pending] { opacity: .7; }
form { display: flex; gap: .5rem; padding: .5rem .75rem; border-block-start: 1px solid GrayText; }
textarea { flex: 1; min-inline-size: 0; max-block-size: 8rem; resize: none; field-sizing: content; font: inherit; }
button { font: inherit; min-block-size: 2.5rem; }
`;

let sheet: CSSStyleSheet | null = null;

/** One for all elements of a page. */
export function styleSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  return sheet;
}
