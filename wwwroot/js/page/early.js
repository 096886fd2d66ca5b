// @ts-check
// Runs before the first paint and before the modules, which load late on a slow network, or not at all.
(() => {
  const root = document.documentElement;

  // A chosen theme must not flash; the rest is in theme.js.
  try {
    root.dataset.theme = localStorage.getItem('chat.theme') ?? 'auto';
  } catch {
    root.dataset.theme = 'auto';
  }

  // main.js reports its start; from then on this script does nothing.
  const hasStarted = () => 'started' in root.dataset;
  let hasFailed = false;

  /** @param {string} text */
  const label = (text) => { /** @type {HTMLElement} */ (document.querySelector('#sign-in-form [type=submit]')).textContent = text; };

  // Submitted before the modules are loaded: sign-in.js takes it up.
  document.addEventListener('submit', (event) => {
    const form = /** @type {HTMLElement} */ (event.target);
    if (hasStarted() || form.id !== 'sign-in-form') return;
    event.preventDefault();
    if (hasFailed) return;
    form.dataset.submitted = '';
    label('Loading…');
  });

  function fail() {
    if (hasFailed || hasStarted()) return;
    hasFailed = true;
    const fields = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('#name, #token'));
    const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
    // Reloads once automatically, but never over typed text.
    if (navigation?.type !== 'reload' && ![...fields].some((field) => field.value)) location.reload();
    else if (document.readyState === 'loading') document.addEventListener('readystatechange', tell, { once: true });
    else tell();
  }

  function tell() {
    label('Join the room');
    /** @type {HTMLElement} */ (document.getElementById('load-problem')).hidden = false;
  }

  // A module that does not load fails its script element, one that throws fails the window.
  window.addEventListener('error', (event) => {
    const isOurs = event.target instanceof HTMLScriptElement || event.filename?.startsWith(location.origin);
    if (isOurs) fail();
  }, true);
  document.addEventListener('click', (event) => { if (/** @type {HTMLElement} */ (event.target).id === 'load-again') location.reload(); });
})();
