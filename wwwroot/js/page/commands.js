// @ts-check

/** The slash commands; the console has the same and more. */
export const commands = [
  { name: 'join', argument: 'room', does: 'join or make a room' },
  { name: 'leave', argument: '', does: 'leave this room' },
  { name: 'me', argument: 'text', does: 'say what you do' },
  { name: 'rooms', argument: '', does: 'switch to a room' },
  { name: 'who', argument: '', does: 'show who is here' },
  { name: 'help', argument: '', does: 'show keys and commands' },
];

/**
 * Parses a line. A line that begins with a slash is never sent as text: the whole room should not read a mistyped command.
 * @param {string} line
 * @returns {{ text: string } | { command: string, argument: string } | { problem: string }}
 */
export function readLine(line) {
  if (!line.startsWith('/')) return { text: line };
  if (line.startsWith('//')) return { text: line.slice(1) };
  const [, name, argument] = /** @type {RegExpExecArray} */ (/^\/(\S*)\s*([\s\S]*)$/.exec(line));
  const known = commands.find((command) => command.name === name.toLowerCase());
  if (!known) return { problem: `There is no /${name}${nearest(name)}. To begin a message with a slash, write two.` };
  const given = argument.trim();
  if (known.argument && !given) return { problem: `Write /${known.name} and a ${known.argument}.` };
  if (known.name === 'me') return { text: `* ${given}` };
  return { command: known.name, argument: given };
}

/** @param {string} name */
function nearest(name) {
  const [best] = commands
    .map((command) => ({ name: command.name, far: distance(name.toLowerCase(), command.name) }))
    .sort((a, b) => a.far - b.far);
  return best.far <= 2 ? `; /${best.name} is near it` : '';
}

/** The edit distance between two words (Levenshtein). @param {string} from @param {string} to */
function distance(from, to) {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1));
    row = next;
  }
  return row[to.length];
}
