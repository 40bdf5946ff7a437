/* A session that ends: told before, and logged in again over the page, so that nothing typed is lost. */
(function () {
  "use strict";
  var doc = document, told = JSON.parse(doc.body.dataset.session || "{}");
  var box = doc.getElementById("login-again"), warning = doc.getElementById("ending");
  if (!told.alive || !box) return;
  var form = box.querySelector("form"), why = box.querySelector("[data-why]"), waiting = [];
  var logins = 0;  // over this page
  var EARLY = Math.min(300, told.idle / 6), quietAt = Date.now() + told.idle * 1000;

  function each(selector, handler) { Array.prototype.forEach.call(doc.querySelectorAll(selector), handler); }
  /* The token of forms changes with each login, in another tab too. */
  function renew(fresh) {
    var headers = JSON.parse(doc.body.getAttribute("data-hx-headers") || "{}");
    headers["X-CSRFToken"] = fresh;
    doc.body.setAttribute("data-hx-headers", JSON.stringify(headers));
    each("input[name=csrfmiddlewaretoken]", function (field) { field.value = fresh; });
  }
  /* What a script sends says for whom the page was made, as a form does. */
  (function () {
    var headers = JSON.parse(doc.body.getAttribute("data-hx-headers") || "{}");
    headers["X-Page-Person"] = told.person;
    doc.body.setAttribute("data-hx-headers", JSON.stringify(headers));
  })();
  function token() { return JSON.parse(doc.body.getAttribute("data-hx-headers"))["X-CSRFToken"]; }
  function read(answer) {
    return answer.json().then(function (state) { return { ok: answer.ok, state: state }; });
  }
  /* An answer of before a login may arrive after it: then it says nothing, and is asked for once more. */
  function ask() {
    var before = logins;
    return fetch(told.alive, { headers: { Accept: "application/json" } }).then(read).then(function (answer) {
      return before === logins ? answer : ask();
    });
  }

  /* Whether this page's person is logged in; who else is gets a clean page. */
  function take(state) {
    if (state.person && state.person !== told.person) { location.assign("/"); return false; }
    renew(state.token);
    quietAt = Date.now() + state.left * 1000;
    if (state.left > EARLY) warning.hidden = true;
    return Boolean(state.person);
  }
  /* `again` is done once somebody is logged in. */
  function logIn(again) {
    if (again) waiting.push(again);
    warning.hidden = true;
    if (!box.open) box.showModal();
  }
  /* So may a refusal: whether nobody is there is asked for first. */
  function ended(again) {
    ask().then(function (answer) {
      if (take(answer.state)) return again();
      if (!answer.state.person) logIn(again);
    }).catch(function () { logIn(again); });
  }
  doc.addEventListener("session-ended", function (event) { ended(event.detail); });
  box.addEventListener("cancel", function (event) { event.preventDefault(); });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    event.stopPropagation();
    why.hidden = true;
    ask().then(function (first) {
      if (first.state.person) return { ok: true, state: first.state };
      renew(first.state.token);
      var headers = {
        "X-Over-Page": "1", "X-CSRFToken": first.state.token, "X-Page-Person": told.person
      };
      return fetch(told.login, { method: "POST", body: new FormData(form), headers: headers }).then(read);
    }).then(function (answer) {
      free(form);
      if (!answer.ok) return refuse(answer.state.why);
      logins += 1;
      if (!take(answer.state)) return;
      form.reset();
      box.close();
      waiting.splice(0).forEach(function (again) { again(); });
    }).catch(function () { refuse(form.dataset.failed); });
  });
  function refuse(text) {
    free(form);
    why.querySelector(".notice-body").textContent = text;
    why.hidden = false;
    form.querySelector("[name=password]").select();
  }

  /* Each form says for whom its page was made: should the session be over, it goes on after a login as them
     (accounts.middleware.LoginMiddleware), and not as somebody else. */
  doc.addEventListener("submit", function (event) {
    var sent = event.target, field = sent.querySelector("input[name=person_mark]");
    if (event.defaultPrevented || sent.method !== "post" || sent === form) return;
    if (!field) {
      field = doc.createElement("input");
      field.type = "hidden";
      field.name = "person_mark";
      sent.appendChild(field);
    }
    field.value = told.person;
  }, true);
  function free(sent) {
    delete sent.dataset.busy;
    Array.prototype.forEach.call(sent.querySelectorAll(".busy"), function (one) { one.classList.remove("busy"); });
  }

  /* What htmx asked for and nobody was there to answer is asked again. */
  doc.addEventListener("htmx:responseError", function (event) {
    var source = event.detail.elt, config = event.detail.requestConfig || {};
    if (event.detail.xhr.status !== 401) return;
    ended(function () {
      window.htmx.trigger(source, config.triggeringEvent ? config.triggeringEvent.type : "click");
    });
  });

  /* Any answer of the server to htmx counts as being there; other tabs are asked for before anything is said. */
  doc.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.successful) quietAt = Date.now() + told.idle * 1000;
  });
  function look(anyway) {
    var left = (quietAt - Date.now()) / 1000;
    if (box.open || (left > EARLY && anyway !== true)) return;
    ask().then(function (answer) {
      if (!answer.state.person) return logIn();
      if (take(answer.state) && answer.state.left <= EARLY) warn(answer.state.left);
    }).catch(function () {});
  }
  function warn(left) {
    var minutes = Math.max(1, Math.round(left / 60)), line = warning.querySelector("[data-minutes]");
    line.textContent = line.dataset.minutes.replace("%n", minutes);
    warning.hidden = false;
  }
  warning.querySelector("[data-stay]").addEventListener("click", function () {
    var headers = { "X-CSRFToken": token(), "X-Autosave": "1" };
    fetch(told.stay, { method: "POST", headers: headers }).then(function (answer) {
      if (answer.status === 401) return logIn();
      return read(answer).then(function (found) { take(found.state); });
    }).catch(function () {});
  });
  function watch() {
    look();
    setTimeout(watch, Math.min(20, EARLY / 3) * 1000);
  }
  watch();
  /* Back from another tab, where somebody may have logged out or in: the token of forms is another then. */
  function back() { if (!doc.hidden) look(true); }
  doc.addEventListener("visibilitychange", back);
  window.addEventListener("focus", back);
})();
