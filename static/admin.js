// Comforts of the administrator's pages. Every page works without them.
(() => {
  "use strict";

  // A value is copied by its button, which says so for a moment.
  for (const button of document.querySelectorAll("[data-copies]")) {
    const field = document.getElementById(button.dataset.copies);
    const words = button.querySelector("span");
    const copy = words.textContent;
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(field.value);
      words.textContent = button.dataset.done;
      words.setAttribute("role", "status");
      setTimeout(() => { words.textContent = copy; }, 2000);
    });
  }

  // A read-only value is selected as a whole.
  for (const field of document.querySelectorAll(".copy input[readonly]")) {
    field.addEventListener("focus", () => field.select());
  }
})();
