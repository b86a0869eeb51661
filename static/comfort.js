// Small comforts. Every page works without them.
(() => {
  "use strict";

  // A password can be shown while it is typed, and Caps Lock is pointed out.
  const tools = document.getElementById("password-tools");
  for (const field of tools ? document.querySelectorAll("input[type=password]") : []) {
    const copy = tools.content.cloneNode(true);
    const reveal = copy.querySelector("button");
    const caps = copy.querySelector(".caps");
    reveal.setAttribute("aria-controls", field.id);
    field.after(copy);

    const show = (shown) => {
      field.type = shown ? "text" : "password";
      reveal.setAttribute("aria-pressed", String(shown));
    };
    reveal.addEventListener("click", () => show(field.type === "password"));
    // What is sent is a password again, so that no browser keeps it among ordinary words.
    field.form.addEventListener("submit", () => show(false));

    const look = (event) => {
      if (event.getModifierState) caps.hidden = !event.getModifierState("CapsLock");
    };
    field.addEventListener("keydown", look);
    field.addEventListener("keyup", look);
    field.addEventListener("blur", () => { caps.hidden = true; });
  }

  // A form is sent once, and its button says that it is working.
  for (const form of document.querySelectorAll("form[method=post]:not([data-downloads])")) {
    form.addEventListener("submit", (event) => {
      const button = form.querySelector("button:not([type=button])");
      if (!button) return;
      if (button.getAttribute("aria-busy") === "true") event.preventDefault();
      button.setAttribute("aria-busy", "true");
    });
  }
  window.addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  });

  // A menu closes on Escape and when something else is chosen.
  for (const menu of document.querySelectorAll("details.menu")) {
    const close = () => { menu.open = false; };
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) close();
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      close();
      menu.querySelector("summary").focus();
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) close();
    });
  }
})();
