import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { readMarkdown, withoutMarkup } from '../../../wwwroot/js/page/markdown.js';

/** The text as it was written: every part, markup included. */
const written = (parts) => parts.map((part) => (typeof part === 'string' ? part : written(part.parts))).join('');

/** The part that is shown, with the kind of each element. */
const shown = (parts) => parts.map((part) => {
  if (typeof part === 'string') return part;
  return part.kind === 'markup' ? '' : `<${part.kind}${part.number === undefined ? '' : ` ${part.number}`}>${shown(part.parts)}</>`;
}).join('');

const reads = (text, as) => {
  const parts = readMarkdown(text);
  assert.equal(shown(parts), as);
  assert.equal(written(parts), text);
};

test('Code, bold text and links in a line', () => {
  reads('run `npm **ci**` now', 'run <code>npm **ci**</> now');
  reads('``a ` b`` and ```c```', '<code>a ` b</> and <code>c</>');
  reads('**very `good`** and (**this**)', '<bold>very <code>good</></> and (<bold>this</>)');
  reads('see [the docs](https://example.org/a) and [this](javascript:alert(1))',
    'see <link>the docs</> and [this](javascript:alert(1))');
  reads('**[a](https://a.example)**', '<bold><link>a</></>');
  assert.equal(withoutMarkup('> **[a](https://a.example)** `b`'), 'a b');
  reads('**https://a.example/b**, then', '<bold>https://a.example/b</>, then');
});

test('What only looks like markup is text, in one part', () => {
  for (const text of [
    '2 ** 3 ** 4', '2**3**4', 'a**b', '** a **', '****', '***a***', '**', '**a', 'it`s', '`', '` `', '``', '[a]', '[a](b)',
    '[](https://a.example)',
    '>no', '-no', '- ', '1.5', '1234. no', '```', '```\n```', '```js\nno end', '* waves', '# no heading', '<b>no</b>', '![a](b)', '',
    'https://a.example/**/b/**/c', 'https://a.example/[b](https://c.example)', '**a\nb**', '[a](https://a.example/\u202Eb)',
  ]) {
    assert.deepEqual(readMarkdown(text), text ? [text] : []);
  }
});

test('Blocks of code, quotes and lists take whole lines', () => {
  reads('see\n```js\nlet a = `**b**`;\n\n> c\n```\nso', 'see\n<block>let a = `**b**`;\n\n> c</>so');
  reads('> one **two**\n>\n> three\nfour', '<quote>one <bold>two</>\n\nthree\n</>four');
  reads('so:\n- a\n  - b\nend', 'so:\n<list><item>a\n</><item>b\n</></>end');
  assert.deepEqual(readMarkdown('- a\n  - b')[0].parts.map(({ isDeep }) => isDeep), [false, true]);
  reads('3. a\n4. `b`\n- c', '<list 3><item 3>a\n</><item 4><code>b</>\n</></><list><item>c</></>');
  reads('```\na\n``` \r\n```\nb\n```', '<block>a</><block>b</>');
});

test('No character of any text is lost, doubled or moved', () => {
  const file = new URL('../naughty-strings/blns.json', import.meta.url);
  const texts = JSON.parse(readFileSync(file, 'utf8'));
  for (const text of [...texts, texts.join('\n'), texts.join(' '), texts.map((one) => `> **${one}**`).join('\n')])
    assert.equal(written(readMarkdown(text)), text);
  // All short texts of the characters that mean something.
  const signs = ['`', '*', '**', '[', '](https://a.b)', '\n', '> ', '- ', '```', 'a', ' '];
  for (let i = 0; i < signs.length ** 5; i++) {
    let text = '';
    for (let rest = i, n = 0; n < 5; n++, rest = Math.floor(rest / signs.length)) text += signs[rest % signs.length];
    if (written(readMarkdown(text)) !== text) assert.fail(JSON.stringify(text));
  }
});

test('The time to read a text grows with its length and no faster', { timeout: 30_000 }, () => {
  const length = 100_000;
  for (const piece of [
    '`', '`` ', '` a', '**', '**a ', ' **a', '*', '[', '[a', '[a](', '[a](https://a', '](', 'https://', 'https://a** **', '```\n',
    '**https://a**.', '```js\na\n',
    '> ', '>\n', '> **\n', '- ', '- a\n', '  - `\n', '1. ', '1', ' ', '\n', '\r', '** `[', '`a**b`[c](d)',
  ]) {
    const text = piece.repeat(length / piece.length);
    for (const hostile of [text, `**${text}`, `\`${text}`, `\`\`\`\n${text}`, `[${text}](https://a.example)`])
      assert.equal(written(readMarkdown(hostile)), hostile);
  }
  // Runs of ticks that are all different.
  const runs = Array.from({ length: 700 }, (_, i) => '`'.repeat(i + 1)).join(' ');
  assert.equal(written(readMarkdown(runs)), runs);
});
