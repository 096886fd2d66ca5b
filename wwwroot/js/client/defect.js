// @ts-check

const names = new Set(['TypeError', 'ReferenceError', 'RangeError', 'EvalError']);

// Error texts of the engines for a fault in a program, for an invalid address or header, and for a value that cannot be sent.
const fault = new RegExp([
  'is not (a |an |defined|iterable|async iterable|callable|valid|extensible|supported)', 'not valid', '\\bundefined\\b', '\\bnull\\b',
  'cannot (read|set|convert|destructure|access|call|assign|redefine|perform|mix|resolve)', "can't access",
  'failed to (execute|construct|read|parse|set)',
  'invalid (url|value|header|name|argument)', 'ISO-8859-1', 'circular', 'cyclic', 'BigInt', 'Maximum call stack', 'Illegal invocation',
].join('|'), 'i');

// `fetch` and `import()` also fail with a TypeError if the network fails. Every engine has its own text for it.
const network = new RegExp([
  'fetch', 'load failed', 'network', 'internet', 'connect', 'offline', 'timed? ?out', 'abort', 'cancel', 'terminated', 'sending request',
  'socket', 'module script', 'imported module', 'certificate', 'host',
].join('|'), 'i');

// A module that the build lacks, or one without the imported export. These are not `TypeError`s.
const missing = /provide an export named|importing binding name|cannot find (module|package)|no such built-in module/i;

/**
 * Returns whether an exception indicates a fault of the program or of its build, such as `HubConnectionBuilder` of undefined:
 * a retry fails the same way. A failed request is no such fault, although it is a `TypeError`.
 * @param {unknown} thrown
 */
export function isDefect(thrown) {
  if (typeof thrown !== 'object' || thrown === null || !('message' in thrown)) return false;
  const { name, message, stack } = /** @type {Error} */ (thrown);
  if (!names.has(name)) return missing.test(message) || isDefectText(message);
  if (name !== 'TypeError' || fault.test(message)) return true;
  // Safari's text for a failed request may be in the user's language. It has no stack, unlike every fault of a program.
  return stack !== undefined && stack !== '' && !network.test(message);
}

/** SignalR puts the exception of a failed negotiation into its own text. @param {string} text */
function isDefectText(text) {
  const [, name, message] = /\b(TypeError|ReferenceError|RangeError|EvalError): ([\s\S]*)$/.exec(text) ?? [];
  return name !== undefined && (name !== 'TypeError' || fault.test(message));
}
