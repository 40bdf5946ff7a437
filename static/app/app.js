/* What the pages need beyond htmx: no framework, nothing inline, Chromium 86 and later. */
(function () {
  "use strict";
  var doc = document, root = doc.documentElement;

  function on(type, selector, handler) {
    doc.addEventListener(type, function (event) {
      var hit = event.target.closest && event.target.closest(selector);
      if (hit) handler(hit, event);
    });
  }
  function each(selector, handler, scope) {
    Array.prototype.forEach.call((scope || doc).querySelectorAll(selector), handler);
  }

  /* Live input that waits for an input method to finish: listen to "ime-input". */
  function typed(target) {
    if (target.dispatchEvent) target.dispatchEvent(new CustomEvent("ime-input", { bubbles: true }));
  }
  doc.addEventListener("input", function (event) { if (!event.isComposing) typed(event.target); }, true);
  doc.addEventListener("compositionend", function (event) { typed(event.target); }, true);

  function leave() {
    each("details.menu[open]", function (menu) { menu.open = false; menu.firstElementChild.focus(); });
    navigation(false);
    return false;
  }
  (window.pageKeys = window.pageKeys || []).push({
    shown: "Esc", says: "关闭菜单和窗口", on: "body", run: leave,
    fits: function (event) { return event.key === "Escape"; },
  });

  /* The navigation as a drawer; menus close when one clicks elsewhere. */
  function navigation(open) {
    var button = doc.querySelector("[data-nav-toggle]");
    if (!button || open === root.classList.contains("nav-open")) return;
    root.classList.toggle("nav-open", open);
    button.setAttribute("aria-expanded", String(open));
    if (open) doc.querySelector(".sidenav a").focus(); else button.focus();
  }
  doc.addEventListener("click", function (event) {
    if (event.target.closest("dialog")) return;  // it may have been opened over a menu
    each("details.menu[open]", function (menu) { if (!menu.contains(event.target)) menu.open = false; });
    if (event.target.closest("[data-nav-toggle]")) navigation(!root.classList.contains("nav-open"));
    else if (!event.target.closest(".sidenav")) navigation(false);
  });

  /* Usual words of an opinion go into its field, after what is written there already. */
  on("click", "[data-fill]", function (button) {
    var area = button.closest("form").querySelector("[name=comment]"), usual = button.dataset.fill;
    if (area.value.indexOf(usual) < 0) area.value = (area.value.trim() + " " + usual).trim();
    area.focus();
  });

  /* Dialogs; a form with data-confirm is asked about first, with its sum where it has one. */
  on("click", "[data-dialog]", function (button) {
    var dialog = doc.getElementById(button.dataset.dialog);
    if (!dialog.open) dialog.showModal();
    opened(dialog);
  });
  /* What a menu or dialog holds is fetched when it is opened, again if that failed. */
  function opened(box) {
    if (box.open && box.querySelector("[data-later]")) box.dispatchEvent(new Event("opened"));
  }
  doc.addEventListener("toggle", function (event) { opened(event.target); }, true);
  /* What could not be fetched is told where it would stand, else above the page; what was typed stays. */
  function lost(event) {
    var box = doc.getElementById("lost"), target = event.target;
    var place = target.querySelector("[data-later] .hint");
    if (!box || (event.detail && event.detail.xhr && event.detail.xhr.status === 401)) return;  // session.js asks
    if (!place) {
      place = box.querySelector(".notice-body");
      if (box.hidden) { box.hidden = false; box.scrollIntoView({ block: "nearest" }); }
    }
    place.textContent = box.dataset.failed;
  }
  doc.addEventListener("htmx:responseError", lost);
  doc.addEventListener("htmx:sendError", lost);
  on("click", "[data-print]", function () { window.print(); });
  on("click", "[data-close]", function (button) { button.closest("dialog").close(); });
  function confirm(form, submitter) {
    var dialog = doc.getElementById("confirm"), sum = dialog.querySelector(".dialog-sum");
    dialog.querySelector("[data-question]").textContent = form.dataset.confirm;
    sum.textContent = form.dataset.confirmSum || "";
    sum.hidden = !form.dataset.confirmSum;
    dialog.querySelector("[data-yes]").onclick = function () {
      dialog.close();
      form.dataset.confirmed = "1";
      form.requestSubmit(submitter);
    };
    dialog.showModal();
  }

  /* One click, one request. The buttons come back after ten seconds, for downloads and lost connections. */
  doc.addEventListener("submit", function (event) {
    var form = event.target, button = event.submitter;
    if (form.dataset.confirm && !form.dataset.confirmed) {
      event.preventDefault();
      event.stopPropagation();
      return confirm(form, button);
    }
    if (form.dataset.busy) return event.preventDefault();
    if (form.method !== "post") return;
    form.dataset.busy = "1";
    if (button) button.classList.add("busy");
    setTimeout(function () { free(form); }, 10000);
  }, true);
  function free(form) {
    delete form.dataset.busy;
    delete form.dataset.confirmed;
    each(".busy", function (button) { button.classList.remove("busy"); }, form);
  }
  window.addEventListener("pageshow", function () { each("form[data-busy]", free); });
  doc.addEventListener("htmx:afterRequest", function (event) {
    var form = event.target.closest("form");
    if (form) free(form);
  });

  /* Rows are links, except where one selects text or uses a control. */
  on("click", "tr[data-href]", function (row, event) {
    if (event.target.closest("a, button, input, label, summary") || String(getSelection())) return;
    var href = row.dataset.href || row.querySelector("a").href;
    if (event.ctrlKey || event.metaKey) window.open(href); else location.href = href;
  });

  /* Low rows, kept in a cookie, so that the server's page has them from the beginning. */
  on("click", "[data-density]", function () {
    var compact = root.classList.toggle("compact");
    doc.cookie = "density=" + (compact ? "compact" : "") + ";path=/;max-age=31536000;samesite=lax";
    each("[data-density]", function (button) { button.setAttribute("aria-pressed", String(compact)); });
    fit();
  });
  /* A table that fits its sheet need not scroll in it, and its head may stay in sight (app.css). */
  function fit() {
    each(".table-sheet", function (sheet) {
      sheet.classList.remove("fits");
      sheet.classList.toggle("fits", sheet.scrollWidth <= sheet.clientWidth);
    });
  }
  fit();
  window.addEventListener("load", fit);
  window.addEventListener("resize", fit);
  doc.addEventListener("htmx:afterSettle", fit);

  /* Bulk selection: number, sum, and the sum in words, by the rules of kernel/money.py; both are tested with
     tests/data/yuan_in_words.json. The page that is signed has the server's words. */
  var DIGITS = "零壹贰叁肆伍陆柒捌玖", UNITS = ["", "拾", "佰", "仟"], GROUPS = ["", "万", "亿"];
  function wholeInWords(yuan) {
    var text = "", zero = false, group = false;
    for (var i = 0; i < yuan.length; i++) {
      var left = yuan.length - 1 - i, digit = +yuan[i];
      if (digit) text += (zero && text ? "零" : "") + DIGITS[digit] + UNITS[left % 4];
      zero = !digit;
      group = group || digit > 0;
      if (left % 4 === 0) {
        if (group) { text += GROUPS[left / 4]; zero = false; }
        group = false;
      }
    }
    return text;
  }
  function words(cents) {
    var yuan = Math.floor(cents / 100), jiao = Math.floor(cents / 10) % 10, fen = cents % 10;
    var text = yuan ? wholeInWords(String(yuan)) + "元" : "";
    if (!jiao && !fen) return (text || "零元") + "整";
    if (yuan && (!jiao || yuan % 10 === 0)) text += "零";
    return text + (jiao ? DIGITS[jiao] + "角" : "") + (fen ? DIGITS[fen] + "分" : "");
  }
  function count(form) {
    var boxes = form.querySelectorAll("tbody input[type=checkbox]:not(:disabled)"), picked = 0, cents = 0;
    Array.prototype.forEach.call(boxes, function (box) {
      box.closest("tr").classList.toggle("picked", box.checked);
      if (box.checked) { picked += 1; cents += Math.round(100 * (box.dataset.amount || 0)); }
    });
    var all = form.querySelector("thead input[type=checkbox]"), bar = form.querySelector(".bulk");
    if (all) { all.checked = picked > 0 && picked === boxes.length; all.indeterminate = picked > 0 && !all.checked; }
    if (!bar) return;
    bar.hidden = !picked;
    bar.querySelector("[data-picked]").textContent = picked;
    var sum = bar.querySelector("[data-sum]");
    if (!sum) return;
    sum.textContent = "¥" + (cents / 100).toLocaleString("en-US", { minimumFractionDigits: 2 });
    bar.querySelector("[data-words]").textContent = "人民币" + words(cents);
  }
  on("change", "form[data-bulk] input[type=checkbox]", function (box) {
    var form = box.closest("form");
    var rows = "tbody input[type=checkbox]:not(:disabled)";
    if (box.closest("thead")) each(rows, function (row) { row.checked = box.checked; }, form);
    count(form);
  });
  on("click", "[data-unpick]", function (button) {
    var form = button.closest("form");
    each("input[type=checkbox]", function (box) { box.checked = false; }, form);
    count(form);
  });
  each("form[data-bulk]", count);

  /* The name of a chosen file, in our own words instead of the browser's. */
  on("change", ".file-pick input", function (input) {
    var line = input.parentNode.querySelector(".file-pick-name");
    var names = Array.prototype.map.call(input.files, function (file) { return file.name; });
    line.textContent = names.join("、") || line.dataset.none;
    input.parentNode.classList.toggle("file-picked", names.length > 0);
  });

  /* Lines that have an order (columns, pictures of one PDF): buttons up and down for each, or dragged. */
  function addMoves() {
    each("template[data-moves]", function (template) {
      each("li", function (line) {
        var buttons = doc.importNode(template.content, true);
        each("button", function (button) {
          button.setAttribute("aria-label", button.getAttribute("aria-label") + " " + line.textContent);
        }, buttons);
        line.appendChild(buttons);
        line.draggable = true;
      }, template.parentNode);
      template.remove();
    });
  }
  addMoves();
  doc.addEventListener("htmx:afterSwap", addMoves);
  function tellMoved(item) { item.dispatchEvent(new Event("change", { bubbles: true })); }
  on("click", "[data-move]", function (button, event) {
    event.preventDefault();
    var item = button.closest("li"), up = button.dataset.move === "up";
    var other = up ? item.previousElementSibling : item.nextElementSibling;
    if (other) item.parentNode.insertBefore(up ? item : other, up ? other : item);
    button.focus();
    tellMoved(item);
  });
  var dragged = null;
  on("dragstart", "li[draggable]", function (line) { (dragged = line).classList.add("dragged"); });
  on("dragend", "li[draggable]", function (line) { line.classList.remove("dragged"); dragged = null; });
  on("dragover", "li[draggable]", function (line, event) {
    if (!dragged || line.parentNode !== dragged.parentNode) return;
    event.preventDefault();
    var box = line.getBoundingClientRect(), after = event.clientY > box.top + box.height / 2;
    if (line !== dragged) line.parentNode.insertBefore(dragged, after ? line.nextSibling : line);
  });
  on("drop", "li[draggable]", function (_line, event) {
    if (!dragged) return;
    event.preventDefault();
    tellMoved(dragged);
  });

  /* Drafts are kept two seconds after the last change, files left out. The answer is one line of text;
     its header X-Version, if any, is the version that the next save starts from. */
  var timers = new Map();
  function keep(form) {
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(function () { autosave(form); }, 2000));
  }
  function autosaved() {
    var page = JSON.parse(doc.body.getAttribute("data-hx-headers") || "{}")["X-Page-Person"];
    return page ? { "X-Autosave": "1", "X-Page-Person": page } : { "X-Autosave": "1" };
  }
  function autosave(form, leaving) {
    clearTimeout(timers.get(form));
    timers.delete(form);
    if (form.dataset.busy) return null;
    var line = form.querySelector(".autosave"), data = new FormData(form);
    each("input[type=file]", function (input) { data.delete(input.name); }, form);
    var asked = { method: "POST", body: data, headers: autosaved(), keepalive: Boolean(leaving) };
    return fetch(form.dataset.autosave, asked).then(function (answer) {
      if (answer.status === 401) return ended(form);
      var version = answer.headers.get("X-Version"), field = form.elements.namedItem("version");
      if (version && field) field.value = version;
      return answer.text().then(function (text) { show(line, answer.redirected ? "" : text, !answer.ok); });
    }).catch(function () { show(line, "", true); });
  }
  /* Nobody is logged in any more: asked to log in over the page, then it goes on. */
  function ended(form) {
    doc.dispatchEvent(new CustomEvent("session-ended", { detail: function () { autosave(form); } }));
  }
  /* Whoever leaves within the two seconds loses nothing. */
  function leavePage() { timers.forEach(function (_timer, form) { autosave(form, true); }); }
  window.addEventListener("pagehide", leavePage);
  doc.addEventListener("visibilitychange", function () { if (doc.hidden) leavePage(); });
  function show(line, text, failed) {
    if (!line) return;
    line.textContent = text.length && text.length < 80 ? text : line.dataset.failed;
    line.classList.toggle("autosave-failed", failed || !text.length);
  }
  on("ime-input", "form[data-autosave]", keep);
  on("change", "form[data-autosave]", keep);

  /* A revealed value hides itself after half a minute. */
  doc.addEventListener("htmx:beforeSwap", function (event) {
    var value = event.target;
    if (!value.matches(".reveal-value") || event.detail.isError) return;
    var masked = value.textContent, button = value.parentNode.querySelector("button");
    button.hidden = true;
    setTimeout(function () { value.textContent = masked; button.hidden = false; }, 30000);
  });

  /* On a phone the tab that is open may lie outside the strip. */
  each(".tabs [aria-current]", function (tab) { tab.scrollIntoView({ block: "nearest", inline: "center" }); });

  /* What was sent when the session was over goes on after the login. */
  var resend = doc.querySelector("form[data-resend]");
  if (resend) resend.requestSubmit();

  /* After a refused form: the summary of what to correct, first. */
  var summary = doc.querySelector(".error-summary");
  if (summary) summary.focus();
})();
