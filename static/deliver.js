// Sends the delivery form, once. A page that comes back from the history must not send it again:
// the token in it is used up, and the person did not ask for it.
(() => {
  "use strict";
  const page = document.documentElement;

  const hold = () => {
    page.classList.remove("sent");
    page.classList.add("held");
  };
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) hold();
  });

  const form = document.querySelector("form[data-deliver]");
  // The history remembers that this very entry has been here before.
  if (form) {
    if (history.state && history.state.delivered) return hold();
    history.replaceState({ delivered: true }, "");
  }
  page.classList.add("sent");
  // A field of the form may be called "submit", and then form.submit is that field.
  if (form) HTMLFormElement.prototype.submit.call(form);
})();
