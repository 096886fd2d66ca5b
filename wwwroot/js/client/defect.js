// @ts-check

const names = new Set(['TypeError', 'ReferenceError', 'RangeError', 'EvalError']);

// What the engines say of a fault in a program, of an address or a header that cannot be, and of a value that cannot be sent.
const fault = new RegExp([
  'is not (a |an |defined|iterable|async iterable|callable|valid|extensible|supported)', 'not valid', '\\bundefined\\b', '\\bnull\\b',
  'cannot (read|set|convert|destructure|access|call|assign|redefine|perform|mix|resolve)', "can't access", 'failed to (execute|construct|read|parse|set)',
  'invalid (url|value|header|name|argument)', 'ISO-8859-1', 'circular', 'cyclic', 'BigInt', 'Maximum call stack', 'Illegal invocation',
].join('|'), 'i');

// `fetch` and `import()` fail with a TypeError too when the network does. Every engine has its own words for it.
const network = /fetch|load failed|network|internet|connect|offline|timed? ?out|abort|cancel|terminated|sending request|socket|module script|imported module|certificate|host/i;

// A module that the build lacks, or one without the export that is imported. These are no `TypeError`.
const missing = /provide an export named|importing binding name|cannot find (module|package)|no such built-in module/i;

/**
 * Whether an exception shows a fault of the program or of its build, such as `HubConnectionBuilder` of undefined: another try
 * ends the same way. A request that
 * did not get through is none, though it comes as a `TypeError`.
 * @param {unknown} thrown
 */
export function isDefect(thrown) {
  if (typeof thrown !== 'object' || thrown === null || !('message' in thrown)) return false;
  const { name, message, stack } = /** @type {Error} */ (thrown);
  if (!names.has(name)) return missing.test(message) || isDefectText(message);
  if (name !== 'TypeError' || fault.test(message)) return true;
  // What Safari says of a failed request may be in the user's language; it has no stack, which every fault of a program has.
  return stack !== undefined && stack !== '' && !network.test(message);
}

/** SignalR puts the exception of a failed negotiation into the text of its own. @param {string} text */
function isDefectText(text) {
  const [, name, message] = /\b(TypeError|ReferenceError|RangeError|EvalError): ([\s\S]*)$/.exec(text) ?? [];
  return name !== undefined && (name !== 'TypeError' || fault.test(message));
}
