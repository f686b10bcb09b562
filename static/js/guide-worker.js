/* Keeps the guidebook, the info kit and the house rules readable without a network. It is served from
   /me/guide/, so the browser lets it see that folder only; there it keeps the pages below kept/, which
   name nobody, and the style, font and pictures they need. Nothing else is stored. */
"use strict";

const STORE = "guide-1";
const KEPT = /^\/me\/guide\/(?:[a-z-]+\/)?kept\/$/;
const PAGE = /^\/me\/guide\/(?:([a-z-]+)\/)?(?:(\d+)\/)?$/;
const ASSETS = /(?:href|src)="(\/static\/[^"#?]+)/g;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const paths = String(event.data && event.data.keep).split(" ").filter((path) => KEPT.test(path));
  event.waitUntil(Promise.all(paths.map(keep)));
});

async function keep(path) {
  const answer = await fetch(path, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) { return; }
  const store = await caches.open(STORE);
  const assets = new Set(Array.from((await answer.clone().text()).matchAll(ASSETS), (found) => found[1]));
  await Promise.all(Array.from(assets, (asset) => keepAsset(store, asset)));
  await store.put(path, answer);
}

async function keepAsset(store, asset) {
  const answer = await fetch(asset);
  if (answer.ok) { await store.put(asset, answer); }
}

self.addEventListener("fetch", (event) => {
  const request = event.request, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) { return; }
  if (request.mode === "navigate") { event.respondWith(page(request, url.pathname)); }
  else if (url.pathname.startsWith("/static/")) { event.respondWith(asset(request, url.pathname)); }
});

async function asset(request, path) {
  try { return await fetch(request); } catch (error) { return (await caches.match(path)) || Response.error(); }
}

async function page(request, path) {
  try { return await fetch(request); } catch (error) { /* no network: what is kept */ }
  if (KEPT.test(path)) { return (await caches.match(path)) || Response.error(); }
  const [, kind, number] = path.match(PAGE) || [];
  const whole = "/me/guide/" + (kind ? kind + "/" : "") + "kept/";
  if (await caches.match(whole)) { return Response.redirect(whole + (number ? "#s" + number : "")); }
  return (await caches.match("/me/guide/kept/")) || Response.error();
}
