"use strict";
// A label shows the words behind it: while pointed at or focused, and for good when pressed.
for (const paragraph of document.querySelectorAll(".paragraph")) {
  const labels = [...paragraph.querySelectorAll(".labels .label")];
  const words = [...paragraph.querySelectorAll(".word")];
  const isReversed = paragraph.querySelector(".text")?.dir === "rtl";
  // A hint in English keeps its order in an Arabic paragraph.
  const ordered = (hint) => (isReversed ? `\u2066${hint}\u2069` : hint);
  const show = (theme) => {
    for (const word of words) {
      const values = JSON.parse(word.dataset.values);
      const value = Object.hasOwn(values, theme) ? values[theme] : 0;
      word.classList.toggle("for", value > 0);
      word.classList.toggle("against", value < 0);
      word.style.setProperty("--weight", Math.min(1, Math.abs(value)));
      const amount = `${value > 0 ? "+" : "−"}${Math.abs(value).toFixed(2)}`;
      if (value) word.title = ordered(`${amount} for ${theme}`);
      else word.removeAttribute("title");
    }
  };
  const pressed = () => labels.find((label) => label.ariaPressed === "true")?.dataset.theme;
  show(pressed());
  for (const label of labels) {
    for (const event of ["mouseenter", "focus"]) label.addEventListener(event, () => show(label.dataset.theme));
    for (const event of ["mouseleave", "blur"]) label.addEventListener(event, () => show(pressed()));
    label.addEventListener("click", () => {
      const on = label.ariaPressed !== "true";
      for (const other of labels) other.ariaPressed = String(on && other === label);
      show(pressed());
    });
  }
}
// A filter shows only its paragraphs, and the documents that have some.
const filters = [...document.querySelectorAll(".filter")];
for (const filter of filters) {
  filter.addEventListener("click", () => {
    const on = filter.ariaPressed !== "true";
    for (const other of filters) other.ariaPressed = String(on && other === filter);
    for (const paragraph of document.querySelectorAll(".paragraph")) {
      paragraph.hidden = on && !paragraph.dataset.show.split(" ").includes(filter.dataset.show);
    }
    for (const section of document.querySelectorAll(".document")) {
      section.hidden = on && !section.querySelector(".paragraph:not([hidden])");
    }
  });
}
