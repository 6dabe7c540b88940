// Moments come in UTC. Here they are put into the time of whoever reads them.
const format = new Intl.DateTimeFormat(document.documentElement.lang, {
  dateStyle: 'medium',
  timeStyle: 'short',
});

function translate() {
  for (const time of document.querySelectorAll('time')) {
    time.textContent = format.format(new Date(time.dateTime));
  }
}
translate();
// Another script has put something in place.
document.addEventListener('shown', translate);
for (const note of document.querySelectorAll('[data-utc]')) note.hidden = true;
