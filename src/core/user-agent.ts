/** Names in the order they are looked for: most browsers also name those they descend from. */
const browsers: [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|Opera|OPT)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|Chromium|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const systems: [RegExp, string][] = [
  [/\b(?:iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\b(?:Macintosh|Mac OS X)\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/**
 * By what a person recognises their own sessions, from a `User-Agent` header. It decides nothing: anybody can
 * send any. What is not known is null.
 */
export function describeUserAgent(header: string | undefined): {
  browser: string | null;
  operatingSystem: string | null;
} {
  const nameIn = (known: [RegExp, string][]) => known.find(([rule]) => rule.test(header ?? ''))?.[1] ?? null;
  return { browser: nameIn(browsers), operatingSystem: nameIn(systems) };
}
