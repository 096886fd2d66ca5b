// @ts-check

/**
 * Runs a side effect of the messages, such as a notification or the title. Its failure is a warning, and prevents nothing
 * else.
 * @param {string} what the subject of the warning @param {() => unknown} action
 */
export function beside(what, action) {
  const failed = (/** @type {unknown} */ error) => console.warn(`${what} failed.`, error);
  try {
    const given = action();
    if (given instanceof Promise) given.catch(failed);
  } catch (error) {
    failed(error);
  }
}
