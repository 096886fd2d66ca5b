// @ts-check

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const thisYear = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const otherYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });

const minuteMs = 60_000;
const relativeMinutes = 60;

/**
 * The age within the hour, then the time of day; the day is in a heading above.
 * @param {number} at
 * @param {number} now Unix milliseconds
 */
export function relativeTime(at, now) {
  const minutes = Math.floor((now - at) / minuteMs);
  // The server's clock may be slightly ahead of this one; a clock that is far off is not comparable.
  if (minutes < -1 || minutes >= relativeMinutes) return clock.format(at);
  return minutes < 1 ? 'just now' : `${minutes} min ago`;
}

/** Without "am" or "pm", for narrow places. @param {number} at Unix milliseconds */
export const shortTime = (at) => clock.formatToParts(at)
  .filter((part) => part.type !== 'dayPeriod').map((part) => part.value).join('').trim();

/** @param {number} at Unix milliseconds */
export const exactTime = (at) => exact.format(at);

/** @param {number} at Unix milliseconds */
export function dayKey(at) {
  const day = new Date(at);
  return `${day.getFullYear()}-${day.getMonth() + 1}-${day.getDate()}`;
}

/** @param {number} at @param {number} now Unix milliseconds */
export function dayName(at, now) {
  if (dayKey(at) === dayKey(now)) return 'Today';
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (dayKey(at) === dayKey(yesterday.getTime())) return 'Yesterday';
  return (new Date(at).getFullYear() === new Date(now).getFullYear() ? thisYear : otherYear).format(at);
}

/** The time of day, and the day if it is another one than today. @param {number} at @param {number} now */
export const timeOrDay = (at, now) => (dayKey(at) === dayKey(now) ? shortTime(at) : exactTime(at));
