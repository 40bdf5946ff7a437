/* A page in jsdom with scripts of static/app running in it, as the browser runs them. */
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const APP = new URL("../../static/app/", import.meta.url);
const DATA = new URL("../data/", import.meta.url);

export const vectors = (name) => JSON.parse(readFileSync(new URL(name, DATA), "utf8"));

/* `session` is what the page knows of its session. `requests` collects what the page fetches; `answers` gives
   [status, text, headers] for each in turn. `wait(ms)` moves the page's clock, which stands still otherwise. */
export function open(body, scripts, { answers = [], stored = {}, session = null } = {}) {
  const dom = new JSDOM(`<!doctype html><body data-hx-headers='{"X-CSRFToken": "token"}'>${body}</body>`, {
    url: "https://aid.example.org/page/",
    runScripts: "outside-only",
    pretendToBeVisual: true,
  });
  const { window } = dom;
  if (session) window.document.body.dataset.session = JSON.stringify(session);
  const page = { window, document: window.document, requests: [], timers: [], now: 0 };
  for (const [key, value] of Object.entries(stored)) window.sessionStorage.setItem(key, value);
  keepTime(page);
  fillGaps(window);
  window.fetch = async (url, options) => {
    page.requests.push({ url, ...options });
    const [status, text, headers = {}] = answers.shift() ?? [200, ""];
    if (status === 0) throw new TypeError("no network");
    const answer = { ok: status < 400, status, redirected: false, headers: new Map(Object.entries(headers)) };
    return { ...answer, text: async () => text, json: async () => JSON.parse(text) };
  };
  page.run = (script) => window.eval(readFileSync(new URL(script, APP), "utf8"));
  scripts.forEach(page.run);
  page.$ = (selector) => window.document.querySelector(selector);
  page.$$ = (selector) => [...window.document.querySelectorAll(selector)];
  page.fire = (target, type, values = {}) => {
    const event = new window.Event(type, { bubbles: true, cancelable: true });
    target.dispatchEvent(Object.assign(event, values));
    return event;
  };
  page.press = (target, key, values = {}) => page.fire(target, "keydown", { key, ...values });
  page.type = (input, text) => {
    input.value = text;
    return page.fire(input, "input");
  };
  return page;
}

/* setTimeout under control: nothing runs until wait() reaches it; answers of fetch are awaited. */
function keepTime(page) {
  page.window.setTimeout = (work, delay) => page.timers.push({ work, at: page.now + delay });
  page.window.clearTimeout = (number) => {
    if (number) page.timers[number - 1].work = null;
  };
  page.wait = async (ms) => {
    page.now += ms;
    for (const timer of page.timers) {
      if (timer.work && timer.at <= page.now) {
        const { work } = timer;
        timer.work = null;
        work();
      }
    }
    await new Promise((done) => { setImmediate(done); });
  };
}

/* What jsdom lacks and a page needs: dialogs, scrolling, a canvas. */
function fillGaps(window) {
  const dialog = window.HTMLDialogElement.prototype;
  dialog.showModal = function () { this.setAttribute("open", ""); };
  dialog.close = function () { this.removeAttribute("open"); };
  window.Element.prototype.scrollIntoView = function () {};
  window.Element.prototype.setPointerCapture = function () {};
  window.HTMLCanvasElement.prototype.getContext = () => new Proxy({}, { get: () => () => {}, set: () => true });
  window.HTMLCanvasElement.prototype.toDataURL = () => "data:image/png;base64,AAAA";
}
