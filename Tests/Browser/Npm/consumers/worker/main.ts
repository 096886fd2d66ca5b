// The page only shows what its worker says.
const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
worker.onmessage = ({ data }) => { document.body.dataset.outcome = data; };
worker.onerror = ({ message }) => { document.body.dataset.outcome = message; };
worker.postMessage(new URLSearchParams(location.search).get('server'));
