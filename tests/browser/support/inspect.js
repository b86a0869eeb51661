// Looks at the page as it is and complains about what people could not read, reach or press.
// Arguments: the width of the screen, and whether it is one for fingers.
const [width, isForFingers] = arguments;
const complaints = [];
const root = document.documentElement;

const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
// A colour of any notation as numbers from 0 to 255, and its opacity.
const numbers = (colour) => {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a / 255];
};
const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
const luminance = (colour) => {
  const light = colour.slice(0, 3).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
};
const contrast = (a, b) => {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
};
// The page itself may begin with a gradient between two colours, so many pixels high.
const page = getComputedStyle(root).backgroundColor === "rgba(0, 0, 0, 0)" ? document.body : root;
const ground = numbers(getComputedStyle(page).backgroundColor);
const gradient = getComputedStyle(page).backgroundImage.match(/oklch\([^)]*\)/g);
if (!gradient && getComputedStyle(page).backgroundImage !== "none") complaints.push("the page's ground is not understood");
const ends = gradient && { from: numbers(gradient[0]), to: numbers(gradient[1]) };
const depth = parseFloat(getComputedStyle(page).backgroundSize.split(" ")[1]);
const groundAt = (y) => {
  if (!ends || y >= depth) return ground;
  return ends.from.map((value, i) => value + ((ends.to[i] - value) * Math.max(y, 0)) / depth);
};
// The colour behind the upper edge of an element.
const behind = (element, y = element.getBoundingClientRect().top + scrollY) => {
  if (element === page || element === root) return groundAt(y);
  const own = numbers(getComputedStyle(element).backgroundColor);
  return own[3] === 1 ? own : over(own, behind(element.parentElement, y));
};
const against = (colour, ground) => contrast(over(colour, ground), ground);

const isVisible = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
// What only screen readers are given is one pixel large.
const isShown = (element) => {
  const box = element.getBoundingClientRect();
  return isVisible(element) && box.width > 1 && box.height > 1;
};
const words = (element) => (element.innerText || element.value || "").trim().replace(/\s+/g, " ").slice(0, 40);
const called = (element) => [element.localName, ...element.classList].join(".") + ` "${words(element)}"`;

// Nothing is wider than the screen. Of what sticks out together the outermost is named.
if (root.scrollWidth > width) complaints.push(`the page is ${root.scrollWidth} px wide`);
const sticksOut = (element) => {
  // What is wider than the screen by nature is scrolled within its own region.
  if (element.parentElement?.closest(".scroll")) return false;
  const { left, right } = element.getBoundingClientRect();
  return isShown(element) && (left < -0.5 || right > width + 0.5);
};
for (const element of document.body.querySelectorAll("*")) {
  if (sticksOut(element) && !sticksOut(element.parentElement)) complaints.push(`${called(element)} sticks out`);
}

// Every text can be read (WCAG 2.2, 1.4.3).
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const element = texts.currentNode.parentElement;
  if (!texts.currentNode.data.trim() || !isShown(element) || element.closest("script, template, noscript, svg")) continue;
  const style = getComputedStyle(element);
  const size = parseFloat(style.fontSize);
  const needed = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
  const ratio = against(numbers(style.color), behind(element));
  if (ratio < needed) complaints.push(`${called(element)} has a contrast of ${ratio.toFixed(2)}`);
}

// The edge of everything that is filled in or pressed can be seen, or its ground can (1.4.11).
for (const element of document.querySelectorAll("input:not([type=hidden]), .button")) {
  if (!isShown(element)) continue;
  const ground = behind(element.parentElement, element.getBoundingClientRect().top + scrollY);
  const style = getComputedStyle(element);
  const ratio = Math.max(against(numbers(style.borderTopColor), ground), against(numbers(style.backgroundColor), ground));
  if (ratio < 3) complaints.push(`${called(element)} has an edge of ${ratio.toFixed(2)}`);
}

// A finger hits what it wants. A link within a sentence is as high as its line.
const isInSentence = (link) => {
  const block = link.closest("p, li, td, dd, blockquote");
  return link.localName === "a" && block && words(block) !== words(link) && getComputedStyle(link).display === "inline";
};
// A box is hit by its label, too.
const labels = (element) => ["checkbox", "radio"].includes(element.type) ? [...element.labels] : [];
for (const element of isForFingers ? document.querySelectorAll("a, button, summary, input:not([type=hidden])") : []) {
  const height = Math.max(...[element, ...labels(element)].map((hit) => hit.getBoundingClientRect().height));
  if (isShown(element) && !isInSentence(element) && height < 40) complaints.push(`${called(element)} is ${height} px high`);
}

return complaints;
