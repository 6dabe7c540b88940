// A form that is sent twice by a double click would use a trusted device's token twice, as a thief's copy does.
const DOUBLE_CLICK_MS = 1_000;
const sentAt = new WeakMap();

addEventListener('submit', (event) => {
  const before = sentAt.get(event.target);
  if (event.timeStamp - before < DOUBLE_CLICK_MS) event.preventDefault();
  else sentAt.set(event.target, event.timeStamp);
});
