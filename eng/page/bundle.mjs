// Bundles the page into one script and one style sheet, and writes a document that names them: node bundle.mjs <wwwroot>
// <output>. eng/PageBundle.targets runs it when the server is published. The sources stay unchanged.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const [root, output] = process.argv.slice(2).map((path) => resolve(path));
// In the same folder depth as the modules that load pictures by a relative path.
const script = 'js/dist/page.js';
const styleSheet = 'css/page.css';
const common = { absWorkingDir: root, bundle: true, minify: true, target: 'es2022', logLevel: 'warning' };

const document = await readFile(join(root, 'index.html'), 'utf8');
const entry = only(document, /<script type="module" src="([^"]+)"><\/script>/g);
const sheets = all(document, /<link rel="stylesheet" href="([^"]+)">/g);

await rm(output, { recursive: true, force: true });
await build({
  // The page uses JSON. So the MessagePack files stay where they are, at the same relative path from the bundle as from the
  // module that imports them.
  ...common, entryPoints: [entry], outfile: join(output, script), format: 'esm', external: ['*/signalr-protocol-msgpack.min.js'],
});
await mkdir(join(output, 'css'), { recursive: true });
await build({
  ...common, outfile: join(output, styleSheet),
  stdin: { contents: sheets.map((sheet) => `@import "./${sheet}";`).join('\n'), loader: 'css', resolveDir: root },
});
await writeFile(join(output, 'index.html'), bundled(document));

/** Returns the document with the bundle in place of the modules and of the style sheets. */
function bundled(html) {
  const isPreload = (line) => line?.includes('<link rel="modulepreload"') ?? false;
  const isComment = (line) => /^\s*<!--.*-->$/.test(line);
  const lines = html.split('\n')
    .filter((line, index, all) => !isPreload(line) && !(isComment(line) && isPreload(all[index + 1])));
  const isSheet = (line) => line.includes('<link rel="stylesheet"');
  const first = lines.findIndex(isSheet);
  return lines
    .map((line, index) => (index === first ? line.replace(sheets[0], styleSheet) : line))
    .filter((line, index) => index === first || !isSheet(line))
    .map((line) => line.replace(`src="${entry}"`, `src="${script}"`))
    .join('\n');
}

function all(text, pattern) {
  const found = [...text.matchAll(pattern)].map((match) => match[1]);
  if (found.length === 0) throw new Error(`index.html has nothing like ${pattern}.`);
  return found;
}

function only(text, pattern) {
  const found = all(text, pattern);
  if (found.length > 1) throw new Error(`index.html has more than one ${pattern}.`);
  return found[0];
}
