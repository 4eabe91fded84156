// What the browser keeps: the last answers, drafts and files that wait. Signing out deletes all of it.
const NAME = "recourse";
export type Place = "answers" | "drafts" | "files";

let opening: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const place of ["answers", "drafts", "files"]) request.result.createObjectStore(place);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

async function work<T>(place: Place, mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const request = act(database.transaction(place, mode).objectStore(place));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export async function read<T>(place: Place, key: string): Promise<T | null> {
  return ((await work(place, "readonly", (store) => store.get(key))) as T | undefined) ?? null;
}

export async function readAll<T>(place: Place): Promise<T[]> {
  return (await work(place, "readonly", (store) => store.getAll())) as T[];
}

export async function write(place: Place, key: string, value: unknown): Promise<void> {
  await work(place, "readwrite", (store) => store.put(value, key));
}

export async function remove(place: Place, key: string): Promise<void> {
  await work(place, "readwrite", (store) => store.delete(key));
}

export async function wipe(): Promise<void> {
  for (const place of ["answers", "drafts", "files"] as const) await work(place, "readwrite", (store) => store.clear());
}
