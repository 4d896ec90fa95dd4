// The ODK JavaScript engine on one form and its steps: `node forms.mjs job.json` prints {"load_ms", "answer_p95_ms"}.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { JSDOM } from 'jsdom';

const job = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { window } = new JSDOM('<html></html>');
for (const name of ['DOMParser', 'Element', 'Node', 'XMLSerializer', 'Document', 'document', 'Text', 'Attr', 'XPathResult']) {
	globalThis[name] = window[name];
}
globalThis.require = createRequire(import.meta.url);
globalThis.__filename = globalThis.require.resolve('@getodk/xforms-engine');
globalThis.__dirname = dirname(globalThis.__filename);
const { createInstance } = await import('@getodk/xforms-engine');

const xml = readFileSync(job.form, 'utf8');
const load = async () => {
	const start = performance.now();
	const { root } = await createInstance(xml, { form: { missingResourceBehavior: 'BLANK' } });
	return { root, ms: performance.now() - start };
};
const loads = [await load(), await load()];
const { root } = loads[1];

function* walk(node) {
	yield node;
	for (const child of node.currentState.children ?? []) yield* walk(child);
}
const nodes = new Map([...walk(root)].map((node) => [node.currentState.reference, node]));
const times = job.steps.map(({ ref, value }) => {
	const node = nodes.get(ref);
	const start = performance.now();
	if (node.nodeType === 'select') node.selectValues(value === '' ? [] : [value]);
	else if (node.nodeType === 'trigger') node.setValue(value === 'OK');
	else node.setValue(value);
	root.validationState.violations;
	return performance.now() - start;
});
times.sort((a, b) => a - b);
const p95 = times[Math.min(times.length - 1, Math.floor(times.length * 0.95))];
console.log(JSON.stringify({ load_ms: Math.min(...loads.map(({ ms }) => ms)), answer_p95_ms: p95 }));
