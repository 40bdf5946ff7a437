/* A home visit on a phone: signatures with a finger, photos one after the other, nothing lost without a network. */
(function () {
  "use strict";
  var doc = document, form = doc.querySelector("[data-visit]");
  if (!form) return;
  var errors = doc.getElementById("visit-errors");

  function each(selector, handler, scope) {
    Array.prototype.forEach.call((scope || doc).querySelectorAll(selector), handler);
  }

  /* Signatures: strokes on a canvas, sent along as a picture. An empty one sends nothing. */
  function pad(box) {
    var canvas = box.querySelector("canvas"), input = box.querySelector("input[type=hidden]");
    var pen = canvas.getContext("2d"), last = null;
    function place(event) {
      var frame = canvas.getBoundingClientRect();
      return [
        (event.clientX - frame.left) * canvas.width / frame.width,
        (event.clientY - frame.top) * canvas.height / frame.height
      ];
    }
    function clear() {
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      input.value = "";
      box.classList.remove("signed");
    }
    function stroke(event) {
      if (!last) return;
      var next = place(event);
      pen.beginPath();
      pen.moveTo(last[0], last[1]);
      pen.lineTo(next[0], next[1]);
      pen.stroke();
      last = next;
    }
    function end() {
      if (!last) return;
      last = null;
      input.value = canvas.toDataURL("image/png");
      box.classList.add("signed");
    }
    clear();
    pen.lineWidth = 5;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = "#111";
    canvas.addEventListener("pointerdown", function (event) {
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      last = place(event);
      last[0] -= 0.1;
      stroke(event);
    });
    canvas.addEventListener("pointermove", stroke);
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    box.querySelector("[data-sign-clear]").addEventListener("click", clear);
  }
  each("[data-sign]", pad, form);

  /* The name under a signature is the one that was typed; a visitor without a name does not sign. */
  function names() {
    each("[data-sign-for]", function (box) {
      var field = form.elements.namedItem(box.dataset.signFor), text = field.value.trim();
      box.querySelector("[data-sign-name]").textContent = text || box.dataset.fallback;
      if (box.dataset.optional) box.hidden = !text;
    }, form);
    var chosen = form.elements.namedItem("respondent"), other = form.elements.namedItem("respondent_name").value.trim();
    var respondent = chosen.value === "other" ? other : chosen.options[chosen.selectedIndex].text;
    form.querySelector("[data-sign-respondent]").textContent = respondent;
  }

  /* What belongs to another answer is out of the way. */
  function fold() {
    each("[data-when]", function (part) {
      var field = form.elements.namedItem(part.dataset.when);
      part.hidden = part.dataset.is.split(" ").indexOf(field.value) < 0;
    }, form);
  }

  /* Photos: each choice is kept as a line, the button is free for the next one. */
  form.addEventListener("change", function (event) {
    var input = event.target;
    if (input.type !== "file" || !input.files.length) return;
    var fresh = input.cloneNode();
    fresh.value = "";
    input.parentNode.insertBefore(fresh, input);
    input.hidden = true;
    list(input);
    Array.prototype.forEach.call(input.files, function (file, place) { shrink(input, file, place); });
  });
  function list(input) {
    var box = input.closest("[data-files]"), line = doc.createElement("li");
    var name = doc.createElement("span"), away = doc.createElement("button");
    line.className = "file";
    name.className = "file-name";
    name.textContent = Array.prototype.map.call(input.files, function (file) { return file.name; }).join("、");
    away.type = "button";
    away.className = "link";
    away.textContent = box.dataset.away;
    away.addEventListener("click", function () { line.remove(); });
    line.appendChild(name);
    line.appendChild(away);
    line.appendChild(input);
    box.querySelector("[data-chosen]").appendChild(line);
  }
  /* A large picture goes off as small as it is kept: the network in a stairwell is thin. */
  function shrink(input, file, place) {
    if (file.size < 700000 || !/^image\/(jpeg|png|webp)$/.test(file.type)) return;
    var reader = new FileReader(), picture = new Image();
    reader.onload = function () { picture.src = reader.result; };
    picture.onload = function () {
      var scale = Math.min(1, 2000 / Math.max(picture.naturalWidth, picture.naturalHeight));
      var canvas = doc.createElement("canvas");
      canvas.width = Math.round(picture.naturalWidth * scale);
      canvas.height = Math.round(picture.naturalHeight * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(function (blob) {
        if (!blob || blob.size >= file.size) return;
        var all = new DataTransfer();
        var smaller = new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
        Array.prototype.forEach.call(input.files, function (other, at) {
          all.items.add(at === place ? smaller : other);
        });
        input.files = all.files;
      }, "image/jpeg", 0.88);
    };
    reader.readAsDataURL(file);
  }

  /* A copy of what is typed, in this tab only: it outlives a lost network, a reload and a camera that throws
     the browser out of memory. The server keeps a draft besides. */
  var key = form.dataset.copy, sent = false;
  function isKept(field) {
    if (!field.name || field.type === "file" || field.name === "csrfmiddlewaretoken") return false;
    return field.name.indexOf("signature") !== 0;
  }
  function keep() {
    var values = {};
    Array.prototype.forEach.call(form.elements, function (field) {
      if (!isKept(field) || (field.type === "radio" && !field.checked)) return;
      if (field.type !== "checkbox") values[field.name] = field.value;
      else values[field.name] = (values[field.name] || []).concat(field.checked ? field.value : []);
    });
    try { sessionStorage.setItem(key, JSON.stringify(values)); } catch { /* the server has it */ }
  }
  function bring() {
    var values = JSON.parse(sessionStorage.getItem(key) || "null");
    if (!values) return;
    Object.keys(values).forEach(function (name) {
      var field = form.elements.namedItem(name), value = values[name];
      if (!field) return;
      if (!Array.isArray(value)) field.value = value;
      else each("[name='" + name + "']", function (box) { box.checked = value.indexOf(box.value) >= 0; }, form);
    });
  }
  if (form.dataset.fresh) sessionStorage.removeItem(key); else bring();
  function follow() { fold(); names(); }
  form.addEventListener("ime-input", function () { keep(); names(); });
  form.addEventListener("change", function () { keep(); follow(); });
  follow();
  each("[data-discard]", function (button) {
    button.closest("form").addEventListener("submit", function () { sessionStorage.removeItem(key); });
  });

  /* Answers of the server: errors stand at their fields, photos and signatures stay where they are. */
  function unmark() {
    each(".visit-said", function (said) { said.remove(); }, form);
    each(".visit-wrong", function (part) { part.classList.remove("visit-wrong"); }, form);
  }
  function mark() {
    unmark();
    each("a[data-says]", function (link) {
      var part = doc.getElementById(link.getAttribute("href").slice(1)), said = doc.createElement("p");
      if (!part) return;
      said.className = "visit-said";
      said.textContent = link.dataset.says;
      part.classList.add("visit-wrong");
      part.insertBefore(said, part.firstChild);
      part.hidden = false;
    }, errors);
    var summary = errors.querySelector(".error-summary");
    if (summary) { summary.focus(); summary.scrollIntoView(); }
  }
  doc.addEventListener("htmx:afterSwap", function (event) { if (event.target === errors) mark(); });
  doc.addEventListener("htmx:beforeOnLoad", function (event) {
    if (event.detail.elt !== form || event.detail.xhr.status >= 300) return;
    sent = true;
    sessionStorage.removeItem(key);
  });
  function say(text) {
    var summary = doc.createElement("div"), line = doc.createElement("p");
    summary.className = "error-summary";
    summary.tabIndex = -1;
    summary.setAttribute("role", "alert");
    line.textContent = text;
    summary.appendChild(line);
    errors.textContent = "";
    errors.appendChild(summary);
    summary.focus();
  }
  ["htmx:sendError", "htmx:timeout"].forEach(function (name) {
    doc.addEventListener(name, function (event) { if (event.detail.elt === form) say(form.dataset.offline); });
  });
  doc.addEventListener("htmx:responseError", function (event) {
    if (event.detail.elt !== form) return;
    say(event.detail.xhr.status === 413 ? form.dataset.large : form.dataset.failed);
  });
  window.addEventListener("beforeunload", function (event) {
    var unsent = form.querySelector("[data-chosen] li, .signed");
    if (unsent && !sent) { event.preventDefault(); event.returnValue = ""; }
  });
})();
