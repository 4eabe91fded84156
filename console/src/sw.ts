// The service worker keeps the shell of the console, never an answer of the API: hashed files come from the cache, the
// page comes from the network first. So the page opens without a network, and a new release is seen at once.
declare const VERSION: string;
interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Waiting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  readonly registration: { readonly scope: string };
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  addEventListener(type: "install" | "activate", listener: (event: Waiting) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetching) => void): void;
}
const worker = self as unknown as Worker;
const NAME = `shell-${VERSION}`;
const HASHED = /-[A-Z0-9]{8}\.(?:js|css)$/;

async function keep(request: Request, answer: Response): Promise<Response> {
  if (answer.ok) await (await caches.open(NAME)).put(request, answer.clone());
  return answer;
}

async function fromCache(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? keep(request, await fetch(request));
}

async function fromNetwork(request: Request): Promise<Response> {
  try {
    return await keep(request, await fetch(request));
  } catch (error) {
    const kept = await caches.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

async function install(): Promise<void> {
  const page = await fetch("index.html", { cache: "no-cache" });
  const text = await page.clone().text();
  const names = [...text.matchAll(/(?:href|src)="([^"]+-[A-Z0-9]{8}\.(?:js|css))"/g)].map((match) => match[1] ?? "");
  const cache = await caches.open(NAME);
  await cache.put("index.html", page);
  await cache.addAll([...new Set(names)]);
  await worker.skipWaiting();
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith("shell-") && name !== NAME) await caches.delete(name);
  await worker.clients.claim();
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(worker.registration.scope)) return;
  event.respondWith(HASHED.test(request.url) ? fromCache(request) : fromNetwork(request));
});
