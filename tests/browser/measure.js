/* What does not fit on the page that is open: values that should stand on one line and are broken over two,
   and words that are cropped. `names` are those of people and unions. Gives sentences. */
(names) => {
  const PLACES = "td, th, dd, dt, label, legend, summary, h1, h2, h3, .tag, .btn, .chip, .sub, .num";
  const VALUE = /\d{4}-\d{2}-\d{2}|[\w*]+(?:-[\w*]+)+|-?\d[\d,]*\.\d{2}|\d{1,3}(?:,\d{3})+|[一-龥]{1,6}〔\d{4}〕\S*?号/g;
  const WORD = 8;  // characters that are never worth two lines
  const wrong = new Set();
  const pen = document.createElement("canvas").getContext("2d");

  function isSeen(element) {
    if (element.closest("dialog:not([open]), .visually-hidden, details:not([open]) > :not(summary)")) return false;
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1;
  }
  function lines(text, start, end) {
    const range = document.createRange();
    range.setStart(text, start);
    range.setEnd(text, end);
    const tops = Array.from(range.getClientRects()).filter((box) => box.width > 0).map((box) => box.top);
    return tops.filter((top, place) => tops.slice(0, place).every((other) => Math.abs(other - top) > 4)).length;
  }
  /* Where the pieces of a text stand that belong on one line. */
  function pieces(words, place) {
    const found = [], plain = words.trim();
    if (plain.length <= WORD && !/[\s（、，·]|^人民币/.test(plain)) found.push([words.indexOf(plain), plain.length]);
    if (place.matches("label")) return found;  // a sentence about a choice
    for (const hit of words.matchAll(VALUE)) found.push([hit.index, hit[0].length]);
    for (const name of names) if (words.includes(name)) found.push([words.indexOf(name), name.length]);
    return found;
  }
  function read(text) {
    const words = text.nodeValue, place = text.parentElement.closest(PLACES);
    // two files side by side stay so on a telephone
    if (place && place.closest(".pair-table") && window.innerWidth < 720) return;
    if (!words.trim() || !place || !isSeen(text.parentElement)) return;
    for (const [start, length] of pieces(words, place)) {
      if (lines(text, start, start + length) < 2) continue;
      wrong.add(`breaks “${words.slice(start, start + length)}” in ${called(place)}`);
    }
  }
  function called(element) {
    return element.tagName.toLowerCase() + (element.className && element.className.trim ? "." + element.className.trim() : "");
  }
  function widthOf(element, words) {
    pen.font = getComputedStyle(element).font;
    return pen.measureText(words).width;
  }
  function roomOf(element) {
    const style = getComputedStyle(element);
    return element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  }
  /* A field of usual length scrolls when somebody writes a sentence into it. */
  function isLong(control) { return control.tagName === "INPUT" && roomOf(control) > 230; }
  function shownIn(control) {
    if (control.tagName === "SELECT") return control.selectedOptions[0] ? control.selectedOptions[0].text : "";
    return control.value || control.placeholder || "";
  }

  const walker = document.createTreeWalker(document.querySelector("main") || document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) read(walker.currentNode);
  document.querySelectorAll("main select:not([multiple]), main input:not([type=checkbox]):not([type=radio]):not([type=file]):not([type=hidden])").forEach((control) => {
    if (!isSeen(control) || control.title || isLong(control)) return;
    const words = shownIn(control);
    if (widthOf(control, words) > roomOf(control) + 1) wrong.add(`crops “${words}” in ${control.name || control.id}`);
  });
  document.querySelectorAll("main td, main th, main .btn, main .tag, main .chip, main .file-name").forEach((box) => {
    if (isSeen(box) && !box.title && box.scrollWidth > box.clientWidth + 1 && box.clientWidth) {
      wrong.add(`crops “${box.textContent.trim().slice(0, 30)}” in ${called(box)}`);
    }
  });
  return Array.from(wrong);
}
