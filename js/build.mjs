// Builds the npm packages: node build.mjs [--pack <folder>]. The client is that of the page (wwwroot/js), with SignalR of npm in
// place of the vendored build: only client/signalr-connection.js differs. With --pack, the tarballs are written to the folder.
import { execFileSync } from 'node:child_process';
import { copyFile, cp, mkdir, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const page = join(here, '../wwwroot/js');
const packages = ['client', 'react', 'element'];
const flag = process.argv.indexOf('--pack');
const target = flag < 0 ? null : resolve(process.argv[flag + 1]);

const inPackage = (name, file) => join(here, name, file);

for (const name of packages) {
  await rm(inPackage(name, 'dist'), { recursive: true, force: true });
  await copyFile(join(here, '../LICENSE'), inPackage(name, 'LICENSE'));
}
await copyClient();
compile('client');
compile('react');
compile('element');
await bundleElement();
if (target) await pack(target);

async function copyClient() {
  const dist = inPackage('client', 'dist');
  for (const file of ['chat-client.js', 'chat-client.d.ts']) await cp(join(page, file), join(dist, file));
  const ofVendored = `${sep}signalr-connection.`;
  await cp(join(page, 'client'), join(dist, 'client'), { recursive: true, filter: (source) => !source.includes(ofVendored) });
}

/** Runs the TypeScript compiler, which checks the types and writes JavaScript and declarations. */
function compile(name) {
  const compiler = createRequire(import.meta.url).resolve('typescript/package.json');
  run(process.execPath, [join(dirname(compiler), 'bin/tsc'), '--project', inPackage(name, 'tsconfig.json')]);
}

/** One script without imports, for pages that have no bundler. */
async function bundleElement() {
  await build({
    entryPoints: [inPackage('element', 'src/main.ts')], outfile: inPackage('element', 'dist/signalr-chat.js'),
    bundle: true, format: 'iife', minify: true, target: 'es2022', logLevel: 'warning', legalComments: 'inline',
    banner: { js: '/*! @signalrchat/element, MIT; contains @microsoft/signalr, (c) .NET Foundation and Contributors, MIT */' },
    alias: {
      '@signalrchat/client/state': inPackage('client', 'dist/state/index.js'),
      '@signalrchat/client': inPackage('client', 'dist/index.js'),
      // The element uses JSON.
      '@microsoft/signalr-protocol-msgpack': inPackage('element', 'src/no-message-pack.ts'),
    },
  });
  await copyFile(inPackage('element', 'src/signalr-chat.d.ts'), inPackage('element', 'dist/signalr-chat.d.ts'));
}

async function pack(folder) {
  await mkdir(folder, { recursive: true });
  const earlier = (await readdir(folder)).filter((file) => /^signalrchat-.*\.tgz$/.test(file));
  for (const file of earlier) await rm(join(folder, file));
  run('npm', ['pack', ...packages.map((name) => `./${name}`), '--pack-destination', folder, '--loglevel=error']);
}

/** The output of a command that fails says why. */
function run(command, args) {
  try {
    execFileSync(command, args, { cwd: here, encoding: 'utf8', stdio: 'pipe' });
  } catch (failed) {
    process.stderr.write(`${failed.stdout ?? ''}${failed.stderr ?? ''}`);
    throw failed;
  }
}
