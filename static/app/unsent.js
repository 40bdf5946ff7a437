/* What is typed into any form and not sent yet: kept on the server for this person, and put back. */
(function () {
  "use strict";
  var doc = document, told = JSON.parse(doc.body.dataset.session || "{}"), words = doc.getElementById("unsent-words");
  if (!told.keep || !words) return;
  /* Hidden fields that change with each page or each look at it do not say what a form is about. */
  var PASSING = /^(csrfmiddlewaretoken|version|key|was|back|next|seen_hash|lines|unsent.*|person_mark)$|_FORMS$/;
  var TYPED = ["text", "number", "tel", "email", "url", "textarea"];
  var UNTYPED = ["hidden", "file", "password", "submit", "button", "reset", "image", "fieldset", "output"];
  var TRIES = 20, WAIT = 250;  // ms; how often and after how long what is on its way is asked for again
  var visit = String(Date.now()) + String(Math.random()).slice(2, 12), turn = 0;  // one look at the page
  var held = new Map(), timers = new Map(), sending = new Set(), going = new Map();

  function each(list, handler) { Array.prototype.forEach.call(list, handler); }
  function token() { return JSON.parse(doc.body.getAttribute("data-hx-headers"))["X-CSRFToken"]; }
  function isKept(form) {
    if (!form || form.method !== "post" || form.dataset.autosave || form.closest("#login-again")) return false;
    if (form.getAttribute("role") === "search") return false;
    var fields = Array.prototype.slice.call(form.elements);
    if (fields.some(function (field) { return field.type === "password"; })) return false;
    return fields.some(function (field) { return TYPED.indexOf(field.type) >= 0; });
  }
  function place(form) {
    var address = doc.createElement("a"), about = [];
    address.href = form.getAttribute("action") || location.href;
    each(form.elements, function (field) {
      if (field.type !== "hidden" || !field.name || PASSING.test(field.name)) return;
      about.push(field.name + "=" + field.defaultValue);
    });
    var where = address.pathname + address.search + "#" + (form.getAttribute("id") || "");
    return (where + "|" + about.join("&")).slice(0, 500);
  }
  function counts(field) {
    return field.name && !field.disabled && UNTYPED.indexOf(field.type) < 0;
  }
  function value(field) {
    if (/^(checkbox|radio)$/.test(field.type)) return field.checked ? field.value : null;
    if (field.tagName !== "SELECT") return field.value;
    return Array.prototype.filter.call(field.options, function (option) { return option.selected; })
      .map(function (option) { return option.value; }).join("\n");
  }
  /* A select without a chosen option shows its first, as the browser does. */
  function initial(field) {
    if (/^(checkbox|radio)$/.test(field.type)) return field.defaultChecked ? field.value : null;
    if (field.tagName !== "SELECT") return field.defaultValue;
    var chosen = Array.prototype.filter.call(field.options, function (option) { return option.defaultSelected; });
    if (!chosen.length && !field.multiple && field.options.length) chosen = [field.options[0]];
    return chosen.map(function (option) { return option.value; }).join("\n");
  }
  /* By name the values of all its fields: several boxes share one. */
  function all(form, of) {
    var found = {};
    each(form.elements, function (field) {
      if (counts(field)) (found[field.name] = found[field.name] || []).push(of(field));
    });
    return found;
  }
  function same(one, other) { return JSON.stringify(one) === JSON.stringify(other); }
  /* What differs from the page, and what was kept before: a refused form comes back with it as its own. */
  function changed(form) {
    var now = all(form, value), were = all(form, initial), before = held.get(form) || {}, content = {};
    Object.keys(now).forEach(function (name) {
      var base = name in before ? before[name][0] : were[name];
      if (!same(base, now[name])) content[name] = [base, now[name]];
    });
    return content;
  }
  function post(url, fields, stop) {
    var data = new FormData();
    each(fields, function (pair) { data.append(pair[0], pair[1]); });
    var headers = { "X-CSRFToken": token(), "X-Autosave": "1" };
    var asked = { method: "POST", body: data, headers: headers, keepalive: true };  // goes on when the page is left
    if (stop) asked.signal = stop.signal;
    return fetch(url, asked);
  }
  /* What is on its way may arrive after the next page asks: this tab knows which turn must have come. */
  function expected() { return JSON.parse(sessionStorage.getItem("unsent-expected") || "{}"); }
  function expect(where, what) {
    var wanted = expected();
    if (what === null) delete wanted[where]; else wanted[where] = what;
    sessionStorage.setItem("unsent-expected", JSON.stringify(wanted));
  }
  function keep(form, leaving, again) {
    clearTimeout(timers.get(form));
    timers.delete(form);
    var content = changed(form), none = !Object.keys(content).length, where = place(form);
    var mine = none ? "" : visit + "." + String(turn += 1), stop = leaving ? null : new AbortController();
    var fields = [["place", where]];
    held.set(form, content);
    if (!none) fields.push(["unsent_visit", mine], ["content", JSON.stringify(content)]);
    expect(where, mine);
    going.set(form, stop);
    post(none ? told.forget : told.keep, fields, stop).then(function (answer) {
      if (expected()[where] === mine) expect(where, null);
      /* Nobody is logged in any more, or somebody is since just now, with another token: once more then. */
      if (!leaving && (answer.status === 401 || (answer.status === 403 && !again))) {
        doc.dispatchEvent(new CustomEvent("session-ended", { detail: function () { keep(form, false, true); } }));
      }
    }).catch(function () {});
  }
  function later(field) {
    var form = field.form;
    if (!isKept(form) || !counts(field)) return;
    sending.delete(form);
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(function () { keep(form); }, 1000));
  }
  doc.addEventListener("ime-input", function (event) { later(event.target); });
  doc.addEventListener("change", function (event) { later(event.target); });

  /* The last words go off with the page; those of a form that was sent need not. */
  function leave() {
    timers.forEach(function (_timer, form) { if (!sending.has(form)) keep(form, true); });
  }
  window.addEventListener("pagehide", leave);
  doc.addEventListener("visibilitychange", function () { if (doc.hidden) leave(); });
  function mark(form, name, text) {
    var field = form.querySelector("input[name=" + name + "]");
    if (!field) {
      field = doc.createElement("input");
      field.type = "hidden";
      field.name = name;
      form.appendChild(field);
    }
    field.value = text;
  }
  doc.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || !isKept(form)) return;
    mark(form, "unsent", place(form));
    mark(form, "unsent_visit", visit);
    expect(place(form), null);
    sending.add(form);
    clearTimeout(timers.get(form));
    timers.delete(form);
    if (going.get(form)) going.get(form).abort();  // or it comes after the form, and is kept again
  }, true);

  /* Putting back: what the page has as it was then, at once; what somebody changed meanwhile, when asked to. */
  function fieldsOf(form, name) {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name === name && counts(field);
    });
  }
  function grow(form, name) {
    var found = /^(\w+)-(\d+)-/.exec(name), button = found && form.querySelector("[data-add-row='" + found[1] + "']");
    for (var tries = 0; button && tries < 60 && !fieldsOf(form, name).length; tries++) button.click();
  }
  function put(form, name, values) {
    if (!fieldsOf(form, name).length) grow(form, name);
    each(fieldsOf(form, name), function (field, number) {
      var wanted = values[number];
      if (/^(checkbox|radio)$/.test(field.type)) field.checked = wanted !== null && wanted !== undefined;
      else if (wanted !== undefined && wanted !== null) set(field, wanted);
      var fold = field.closest("details");
      if (fold) fold.open = true;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  function set(field, wanted) {
    if (field.tagName !== "SELECT") { field.value = wanted; return; }
    var chosen = wanted.split("\n");
    each(field.options, function (option) { option.selected = chosen.indexOf(option.value) >= 0; });
  }
  function offer(form, found) {
    var now = all(form, value), back = [], stale = [];
    Object.keys(found.content).forEach(function (name) {
      var base = found.content[name][0], typed = found.content[name][1];
      if (same(now[name], typed)) return;
      if (!now[name] || same(now[name], base)) back.push(name); else stale.push(name);
    });
    held.set(form, found.content);
    if (!back.length && !stale.length) return;
    if (!stale.length) each(back, function (name) { put(form, name, found.content[name][1]); });
    say(form, found, stale.length ? back.concat(stale) : []);
  }
  function say(form, found, names) {
    var line = doc.importNode(words.content, true).firstElementChild, time = new Date(found.when);
    var clock = time.toDateString() === new Date().toDateString() ? time.toTimeString().slice(0, 5)
      : (time.getMonth() + 1) + "月" + time.getDate() + "日 " + time.toTimeString().slice(0, 5);
    var text = line.querySelector("[data-text]"), put_back = line.querySelector("[data-put-back]");
    text.textContent = (names.length ? text.dataset.stale : text.dataset.text).replace("%s", clock);
    put_back.hidden = !names.length;
    put_back.addEventListener("click", function () {
      each(names, function (name) { put(form, name, found.content[name][1]); });
      line.remove();
    });
    line.querySelector("[data-drop]").addEventListener("click", function () {
      Object.keys(found.content).forEach(function (name) {
        if (!names.length) put(form, name, found.content[name][0]);
      });
      held.delete(form);
      clearTimeout(timers.get(form));
      timers.delete(form);
      post(told.forget, [["place", place(form)]]);
      line.remove();
    });
    form.insertBefore(line, form.firstChild);
  }
  function look(scope) {
    var forms = Array.prototype.filter.call(scope.querySelectorAll("form"), function (form) {
      return isKept(form) && !held.has(form);
    });
    each(forms, function (form) { held.set(form, {}); });
    if (forms.length) find(forms, TRIES);
  }
  function find(forms, tries) {
    post(told.find, forms.map(function (form) { return ["place", place(form)]; }))
      .then(function (answer) { return answer.ok ? answer.json() : {}; })
      .then(function (found) {
        var wanted = expected(), missing = forms.filter(function (form) {
          var where = place(form), kept = found[where];
          if (tries && where in wanted && wanted[where] !== (kept ? kept.visit : "")) return true;
          expect(where, null);
          if (kept) offer(form, kept);
          return false;
        });
        if (missing.length) setTimeout(function () { find(missing, tries - 1); }, WAIT);
      }).catch(function () {});
  }
  look(doc);
  doc.addEventListener("htmx:afterSwap", function (event) { look(event.target); });
})();
