// While a file is worked on, the page shows how far it is, and goes on when that has ended. Without script it is loaded anew
// every two seconds.
(() => {
  "use strict";

  const EVERY = 700;
  // Who listens to the page hears of each quarter, and otherwise that it goes on, twice a minute.
  const QUIET = 30000;
  const bar = document.querySelector("[data-under-way]");
  if (!bar) return;
  const words = document.getElementById("reached");
  const told = document.getElementById("told");
  const quarter = (one) => (one.max > 0 ? Math.floor((4 * one.value) / one.max) : 0);
  let heard = { quarter: quarter(bar), at: Date.now(), text: words.textContent };

  const tell = () => {
    const now = { quarter: quarter(bar), at: Date.now(), text: words.textContent };
    if (now.text === heard.text || (now.quarter === heard.quarter && now.at - heard.at < QUIET)) return;
    told.textContent = now.text;
    heard = now;
  };

  const look = async () => {
    let answer;
    let text;
    try {
      answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      text = await answer.text();
    } catch {
      // The service is away for a moment, or is being started again.
    }
    if (text === undefined || answer.status >= 500) {
      setTimeout(look, EVERY);
      return;
    }
    const page = new DOMParser().parseFromString(text, "text/html");
    const there = page.querySelector("[data-under-way]");
    // What has ended, and whatever else is to be said, is said by the page itself.
    if (!answer.ok || !there || there.dataset.underWay !== bar.dataset.underWay) {
      location.reload();
      return;
    }
    bar.max = there.max;
    bar.value = there.value;
    words.textContent = page.getElementById("reached").textContent;
    tell();
    setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
})();
