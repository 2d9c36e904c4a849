// Who sees the sign-in page is signed in nowhere on this device, whatever ended it: pages that it kept go. Entries wait on.
globalThis.caches?.delete("restride-pages");
