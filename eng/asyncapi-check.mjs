// See asyncapi-check.sh, which installs the packages beside this file.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { parse } from 'yaml';

const [description, protocol] = process.argv.slice(2).map(file => readFileSync(file, 'utf8'));
const document = parse(description);
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
const problems = [];

function check(schema, data, name) {
  if (!ajv.validate(schema, data)) problems.push(`${name}: ${ajv.errorsText()}`);
}

const official = JSON.parse(readFileSync(new URL('node_modules/@asyncapi/specs/schemas/3.0.0.json', import.meta.url)));
// Ajv has the schema of schemas already.
delete official.definitions['http://json-schema.org/draft-07/schema'];
check(official, document, 'AsyncAPI 3.0');

ajv.addSchema(document, 'hub');
const frames = [...protocol.matchAll(/^[<>] (\{.*\})␞$/gm)].map(([, frame]) => JSON.parse(frame)).filter(({ type }) => type);
const methods = new Map(frames.filter(({ invocationId, target }) => invocationId && target).map(call => [call.invocationId, call.target]));
for (const frame of frames) {
  const message = { 1: frame.target, 3: `${methods.get(frame.invocationId)}Answer`, 6: 'Ping', 7: 'Close' }[frame.type];
  check({ $ref: `hub#/components/messages/${message}/payload` }, frame, `${message} in docs/protocol.md`);
}

console.log(problems.length > 0 ? problems.join('\n') : `Valid, and so are ${frames.length} frames.`);
process.exit(problems.length > 0 ? 1 : 0);
