// Settings are found while one types. Without script the form does it.
(() => {
  "use strict";

  const field = document.getElementById("search");
  const found = document.getElementById("found");
  const none = document.getElementById("none");
  const rows = [...document.querySelectorAll(".settings > li")];
  // A page that shows a part only would seem to have no more.
  if (!field || field.value !== "") return;
  const texts = rows.map((row) => row.innerText.toLowerCase());

  const look = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    rows.forEach((row, at) => {
      const fits = words.every((word) => texts[at].includes(word));
      row.hidden = !fits;
      if (fits) count += 1;
    });
    for (const panel of document.querySelectorAll("section.panel")) {
      panel.hidden = !panel.querySelector(".settings > li:not([hidden])");
    }
    none.hidden = count > 0;
    found.textContent = found.textContent.replace(/\d+/, String(count));
  };
  field.addEventListener("input", look);
})();
