/* Keys. One table says what each key does, where, and in which words: the handler below goes by it, and so does the
   sheet that "?" opens. Other scripts add theirs: window.pageKeys.push({ shown, says, on, fits, run }).
     shown  the key as it is printed on the keyboard        says  what it does
     on     a selector: the key is for pages that have such an element
     fits   (event, typing): whether this is the key        run   (event): whether it did something
   A key without `fits` is only shown: its own script listens to it. */
(function () {
  "use strict";
  var doc = document, KEYS = window.pageKeys = window.pageKeys || [];
  var NEIGHBOUR = { j: "next", k: "prev", ArrowDown: "next", ArrowUp: "prev" };
  var ENTER = "[data-enter-next] input:not([form]), [data-enter-next] select";
  var ROWS = "[data-turns] tr[data-href]";
  var GOES_ON = "input:not([type=hidden]), select, textarea, .form-foot button";

  function isIn(target, selector) { return Boolean(target.matches && target.matches(selector)); }
  function control(event) { return event.ctrlKey || event.metaKey; }
  function search() {
    var box = doc.getElementById("search");
    box.focus();
    box.select();
    return true;
  }
  /* j and k, or Alt with an arrow down or up: the next and the previous file, or page of a list. */
  function neighbour(event) {
    if (!event.altKey && event.key.length > 1) return false;
    var link = doc.querySelector('a[rel="' + NEIGHBOUR[event.key] + '"]');
    if (!link || doc.querySelector("dialog[open]")) return false;
    link.click();
    return true;
  }
  /* In a list that is worked through: the focus goes to the next or the previous row, whose link Enter opens; from its
     end to the next page. */
  function turn(event) {
    var rows = Array.prototype.slice.call(doc.querySelectorAll(ROWS));
    var at = rows.indexOf(doc.activeElement.closest("tr")), to = event.key === "j" ? at + 1 : at - 1;
    if (doc.querySelector("dialog[open]")) return false;
    if (!rows[to]) return at >= 0 && neighbour(event);
    rows[to].querySelector("a").focus();
    return true;
  }
  /* What a button says of its key (aria-keyshortcuts): it gets the focus, Enter or the space bar presses it. */
  function button(event) {
    var found = doc.querySelector('button[aria-keyshortcuts="' + event.key.toUpperCase() + '"]:not([disabled])');
    if (!found || doc.querySelector("dialog[open]")) return false;
    found.focus();
    return true;
  }
  function save() {
    var form = doc.querySelector("form[data-save]");
    form.requestSubmit(form.querySelector("[data-save-button]"));
    return true;
  }
  /* The field below: hidden ones and the other choices of the same question are passed over. After the last one of
     a form comes its button, which Enter then presses; a table lets Enter through. */
  function nextField(event) {
    var left = event.target, fields = left.closest("[data-enter-next]").querySelectorAll(GOES_ON);
    var after = Array.prototype.slice.call(fields, Array.prototype.indexOf.call(fields, left) + 1);
    var next = after.find(function (field) {
      var fold = field.closest("details:not([open])");
      return !field.disabled && !fold && (field.name !== left.name || !field.name);
    });
    if (next) next.focus();
    return Boolean(next);
  }
  function add(tag, text, parent) {
    var made = doc.createElement(tag);
    made.textContent = text;
    parent.appendChild(made);
  }
  function here() { return KEYS.filter(function (key) { return doc.querySelector(key.on); }); }
  function sheet() {
    var dialog = doc.getElementById("keys"), list = dialog.querySelector("[data-keys]");
    if (doc.querySelector("dialog[open]")) return false;
    list.textContent = "";
    here().forEach(function (key) {
      var row = doc.createElement("div");
      add("dt", key.shown, row);
      add("dd", key.says, row);
      list.appendChild(row);
    });
    dialog.showModal();
    return true;
  }
  function one(shown, says, on, fits, run) { KEYS.push({ shown: shown, says: says, on: on, fits: fits, run: run }); }
  one("?", "看这一页能用的键", "#keys", function (event, typing) {
    return !typing && !control(event) && (event.key === "?" || event.key === "？");
  }, sheet);
  one("/", "到最上面的搜索框", "#search", function (event, typing) { return event.key === "/" && !typing; }, search);
  one("J、K", "下一行、上一行，回车打开", ROWS, function (event, typing) {
    return (event.key === "j" || event.key === "k") && !typing && !control(event) && !event.altKey;
  }, turn);
  [["A", "到“同意”按钮，回车确认"], ["R", "到“退回”按钮，回车确认"]].forEach(function (key) {
    one(key[0], key[1], 'button[aria-keyshortcuts="' + key[0] + '"]', function (event, typing) {
      return event.key.toUpperCase() === key[0] && !typing && !control(event) && !event.altKey;
    }, button);
  });
  one("J、K 或 Alt+↓、Alt+↑", "下一个、上一个", 'a[rel="next"], a[rel="prev"]', function (event, typing) {
    return NEIGHBOUR[event.key] && !typing && !control(event);
  }, neighbour);
  one("Ctrl+S 或 Ctrl+Enter", "保存", "form[data-save]", function (event) {
    return control(event) && (event.key === "s" || (event.key === "Enter" && isIn(event.target, "form[data-save] *")));
  }, save);
  one("Enter", "到下一项", "[data-enter-next]", function (event) {
    return event.key === "Enter" && !control(event) && isIn(event.target, ENTER);
  }, nextField);

  doc.addEventListener("keydown", function (event) {
    if (event.isComposing || event.keyCode === 229) return;
    var typing = isIn(event.target, "input, select, textarea, [contenteditable]");
    var hit = KEYS.find(function (key) {
      return key.fits && key.fits(event, typing) && doc.querySelector(key.on);
    });
    if (hit && hit.run(event)) event.preventDefault();
  });

  /* A scanner types like a keyboard, only faster, and ends with Enter. What it reads from a paper goes to the search
     box, wherever the focus is, unless somebody is in a field. */
  var FAST = 60, LEAST = 8, read = "", last = 0;
  doc.addEventListener("keydown", function (event) {
    var box = doc.getElementById("search"), at = event.timeStamp;
    if (!box || control(event) || event.altKey || isIn(event.target, "input, select, textarea, [contenteditable]")) {
      read = "";
      return;
    }
    if (event.key === "Shift") return;
    if (at - last > FAST) read = "";
    last = at;
    if (event.key === "Enter" && read.length >= LEAST) {
      event.preventDefault();
      box.value = read;
      read = "";
      box.form.requestSubmit();
    } else read = /^[0-9A-Za-z-]$/.test(event.key) ? read + event.key : "";
  });
})();
