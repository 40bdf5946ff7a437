/* What is typed and not sent: kept, put back, forgotten; and a session that ends while somebody types. */
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "./page.js";

const TOLD = { person: "ji", idle: 1800, alive: "/alive/", stay: "/stay/", login: "/login/", keep: "/keep/",
  find: "/find/", forget: "/forget/" };
const SHARED = `<div id="ending" hidden><p data-minutes="%n"></p><button data-stay></button></div>
  <dialog id="login-again"><form method="post"><div data-why hidden><div class="notice-body"></div></div>
  <input name="username"><input type="password" name="password"><button></button></form></dialog>
  <template id="unsent-words"><div class="unsent"><p data-text="back %s" data-stale="stale %s"></p>
  <button type="button" data-put-back></button><button type="button" data-drop></button></div></template>`;
const JSON_TYPE = { "Content-Type": "application/json" };
const state = (person, left = 1800) => [200, JSON.stringify({ person, left, token: "fresh" }), JSON_TYPE];
const alive = state("ji");
const nothing = [200, "{}", JSON_TYPE];
const sent = (request) => [request.url, request.body && Object.fromEntries(request.body.entries())];

const SCRIPTS = ["app.js", "session.js", "unsent.js"];

function page(form, answers, scripts = SCRIPTS, stored = {}) {
  const opened = open(`${form}${SHARED}`, scripts, { answers, stored, session: TOLD });
  opened.arrived = [];
  opened.window.HTMLFormElement.prototype.requestSubmit = function (submitter) {
    const event = opened.fire(this, "submit", { submitter });
    if (!event.defaultPrevented) opened.arrived.push(new opened.window.FormData(this));
  };
  opened.settle = async () => { for (let turn = 0; turn < 8; turn += 1) await opened.wait(0); };
  return opened;
}
const FORM = `<form method="post" action="/step/" id="step"><input type="hidden" name="csrfmiddlewaretoken" value="old">
  <input type="hidden" name="version" value="3"><input type="hidden" name="row" value="7">
  <textarea name="comment"></textarea>
  <select name="kind"><option value="a">a</option><option value="b">b</option></select>
  <input type="checkbox" name="urgent" value="1"><button value="go"></button></form>`;

test("a second after the last key the changed fields go off, for this form and what it is about", async () => {
  const here = page(FORM, [nothing, [204, ""]]);
  here.type(here.$("textarea"), "字");
  here.$("select").value = "b";
  here.fire(here.$("select"), "change");
  await here.wait(1000);
  const [url, fields] = sent(here.requests.at(-1));
  assert.equal(url, "/keep/");
  assert.equal(fields.place, "/step/#step|row=7");
  assert.deepEqual(JSON.parse(fields.content), { comment: [[""], ["字"]], kind: [["a"], ["b"]] });
});

test("taken back to what the page had, nothing is kept", async () => {
  const here = page(FORM, [nothing, [204, ""], [204, ""]]);
  here.type(here.$("textarea"), "字");
  await here.wait(1000);
  here.type(here.$("textarea"), "");
  await here.wait(1000);
  assert.equal(here.requests.at(-1).url, "/forget/");
});

test("who leaves the page within the second loses nothing", async () => {
  const here = page(FORM, [nothing, [204, ""]]);
  here.type(here.$("textarea"), "字");
  here.fire(here.window, "pagehide");
  const request = here.requests.at(-1);
  assert.equal(request.url, "/keep/");
  assert.equal(request.keepalive, true);
  const expected = JSON.parse(here.window.sessionStorage.getItem("unsent-expected"));
  assert.deepEqual(expected, { "/step/#step|row=7": request.body.get("unsent_visit") });
});

test("what the page has as it was then is put back at once, and can be dropped", async () => {
  const content = { comment: [[""], ["字"]], kind: [["a"], ["b"]], urgent: [[null], ["1"]] };
  const found = { "/step/#step|row=7": { content, when: "2026-11-29T08:00:00+08:00" } };
  const here = page(FORM, [[200, JSON.stringify(found), JSON_TYPE], [204, ""]]);
  await here.settle();
  assert.equal(here.$("textarea").value, "字");
  assert.equal(here.$("select").value, "b");
  assert.ok(here.$("[name=urgent]").checked);
  assert.match(here.$(".unsent").textContent, /back/);
  here.$("[data-drop]").click();
  assert.deepEqual([here.$("textarea").value, here.$("select").value], ["", "a"]);
  assert.equal(here.$("[name=urgent]").checked, false);
  assert.equal(here.requests.at(-1).url, "/forget/");
});

test("what left with the page before and has not arrived yet is asked for again", async () => {
  const place = "/step/#step|row=7";
  const old = { [place]: { content: { comment: [[""], ["old"]] }, visit: "9.1", when: "2026-11-29T08:00:00+08:00" } };
  const late = { [place]: { ...old[place], content: { comment: [[""], ["字"]] }, visit: "9.2" } };
  const answers = [nothing, [200, JSON.stringify(old), JSON_TYPE], [200, JSON.stringify(late), JSON_TYPE]];
  const stored = { "unsent-expected": JSON.stringify({ [place]: "9.2" }) };
  const here = page(FORM, answers, undefined, stored);
  for (let turn = 0; turn < 3; turn += 1) { await here.settle(); await here.wait(250); }
  assert.equal(here.$("textarea").value, "字");
  assert.deepEqual(here.requests.map((request) => request.url), ["/find/", "/find/", "/find/"]);
  assert.equal(here.window.sessionStorage.getItem("unsent-expected"), "{}");
});

test("an earlier answer does not stand for a later turn that is still on its way", async () => {
  let answered;
  const here = page(FORM, [nothing, [204, ""]]);
  const first = here.window.fetch;
  here.type(here.$("textarea"), "字");
  await here.wait(1000);
  here.window.fetch = () => new Promise((done) => { answered = done; });
  here.type(here.$("textarea"), "字字");
  await here.wait(1000);
  const place = "/step/#step|row=7";
  const expected = () => JSON.parse(here.window.sessionStorage.getItem("unsent-expected"))[place];
  assert.match(expected(), /\.2$/);
  answered({ ok: true, status: 204 });
  await here.settle();
  assert.equal(expected(), undefined);
  here.window.fetch = first;
});

test("what somebody changed meanwhile is offered, not written over", async () => {
  const content = { comment: [["was"], ["mine"]] };
  const found = { "/step/#step|row=7": { content, when: "2026-11-28T08:00:00+08:00" } };
  const here = page(FORM.replace("</textarea>", "theirs</textarea>"), [[200, JSON.stringify(found), JSON_TYPE]]);
  await here.settle();
  assert.equal(here.$("textarea").value, "theirs");
  assert.match(here.$(".unsent").textContent, /stale/);
  here.$("[data-put-back]").click();
  assert.equal(here.$("textarea").value, "mine");
});

test("a refused form that comes back keeps what was typed before as well", async () => {
  const content = { comment: [[""], ["字"]] };
  const found = { "/step/#step|row=7": { content, when: "2026-11-29T08:00:00+08:00" } };
  const refused = FORM.replace("</textarea>", "字</textarea>");
  const here = page(refused, [[200, JSON.stringify(found), JSON_TYPE], [204, ""]]);
  await here.settle();
  assert.equal(here.$(".unsent"), null);
  here.$("[name=urgent]").checked = true;
  here.fire(here.$("[name=urgent]"), "change");
  await here.wait(1000);
  const kept = JSON.parse(sent(here.requests.at(-1))[1].content);
  assert.deepEqual(kept, { comment: [[""], ["字"]], urgent: [[null], ["1"]] });
});

test("passwords, searches and forms that keep themselves are left alone", () => {
  const forms = `<form method="post"><input name="a"><input type="password" name="p"></form>
    <form method="post" role="search"><input name="q"></form><form method="get"><input name="g"></form>
    <form method="post" data-autosave="/x/"><input name="s"></form>`;
  assert.deepEqual(page(forms, []).requests, []);
});

test("a form that is sent has its name and its person, and is not kept again", async () => {
  const here = page(FORM, [nothing, [204, ""]]);
  here.type(here.$("textarea"), "字");
  here.$("#step").requestSubmit(here.$("#step button"));
  await here.settle();
  assert.equal(here.arrived.length, 1);
  assert.equal(here.arrived[0].get("unsent"), "/step/#step|row=7");
  assert.equal(here.arrived[0].get("person_mark"), "ji");
  here.fire(here.window, "pagehide");
  await here.wait(1000);
  assert.deepEqual(here.requests.map((request) => request.url), ["/find/"]);
});

test("what could not be kept asks to log in, and is kept then", async () => {
  const refusal = [422, JSON.stringify({ why: "wrong" }), JSON_TYPE];
  const here = page(FORM, [nothing, [401, ""], state("", 0), state("", 0), refusal, state("", 0), alive, [204, ""]]);
  const logIn = async () => { here.$("#login-again form").requestSubmit(); await here.settle(); };
  here.type(here.$("textarea"), "字");
  await here.wait(1000);
  await here.settle();
  assert.ok(here.$("#login-again").open);
  await logIn();
  assert.equal(here.$("[data-why] .notice-body").textContent, "wrong");
  await logIn();
  assert.equal(here.$("#login-again").open, false);
  assert.equal(here.$("#step [name=csrfmiddlewaretoken]").value, "fresh");
  assert.equal(here.requests.at(-1).url, "/keep/");
});

test("a refusal of before the login that comes after it asks nobody again", async () => {
  const here = page(FORM, [nothing, [401, ""], alive, [204, ""]]);
  here.type(here.$("textarea"), "字");
  await here.wait(1000);
  await here.settle();
  assert.equal(here.$("#login-again").open, false);
  assert.equal(here.requests.at(-1).url, "/keep/");
});

test("back from another tab, the token of forms is a fresh one", async () => {
  const here = page(FORM, [nothing, alive]);
  here.fire(here.window, "focus");
  await here.settle();
  assert.equal(here.$("#step [name=csrfmiddlewaretoken]").value, "fresh");
});

test("another tab's work counts; only then the end is told, and staying puts it off", async () => {
  const here = page("", [state("ji", 1800), state("ji", 200), state("ji", 1800)]);
  let now = Date.now();
  here.window.Date.now = () => now;
  now += 1600 * 1000;
  await here.wait(20000);
  await here.settle();
  assert.ok(here.$("#ending").hidden, "somebody works in another tab");
  now += 1600 * 1000;
  await here.wait(20000);
  await here.settle();
  assert.equal(here.$("#ending").hidden, false);
  assert.equal(here.$("[data-minutes]").textContent, "3");
  here.$("[data-stay]").click();
  await here.settle();
  assert.ok(here.$("#ending").hidden);
});
