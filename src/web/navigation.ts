import type { Permission } from '../core/permissions.ts';
import { type Area, areas, type Section, type SectionPath } from './areas.ts';
import { formTokenField } from './form.ts';
import { type Html, html } from './html.ts';
import type { Messages } from './messages.en.ts';

/** Who looks at a page, and where they are. */
export interface Place {
  permissions: ReadonlySet<Permission>;
  formToken: string;
  /** The section that the page is in or below. */
  section: SectionPath;
}

interface Link {
  path: string;
  text: string;
  current: boolean;
}

const linkTo = ({ path, text, current }: Link): Html =>
  html`<a href="${path}"${current && html` aria-current="true"`}>${text}</a>`;

function sectionsFor(area: Area, { permissions, section: here }: Place, { areas: words }: Messages): Link[] {
  const sections: readonly Section[] = areas[area];
  const texts: Record<string, string> = words[area];
  return sections
    .filter(({ permission }) => permission === undefined || permissions.has(permission))
    .map(({ key, path }) => ({ path, text: texts[key] ?? key, current: path === here }));
}

/** What stands in the header: the areas, where there is more than one for this visitor, and the way out. */
export function headerNavigation(place: Place, messages: Messages): Html {
  const { areas: words } = messages;
  const links = (Object.keys(areas) as Area[]).flatMap((area) => {
    const sections = sectionsFor(area, place, messages);
    const [first] = sections;
    return first
      ? [{ path: first.path, text: words[area].area, current: sections.some(({ current }) => current) }]
      : [];
  });
  return html`${links.length > 1 && html`<nav class="areas" aria-label="${words.areas}">${links.map(linkTo)}</nav>`}
<form method="post" action="/sign-out" class="sign-out">${formTokenField(place.formToken)}<button class="link">${words.signOut}</button></form>`;
}

/** What stands beside the page: the sections of the area that it is in. */
export function sectionNavigation(place: Place, messages: Messages): Html {
  const { areas: words } = messages;
  const links = (Object.keys(areas) as Area[]).map((area) => ({
    text: words[area].area,
    sections: sectionsFor(area, place, messages),
  }));
  const here = links.find(({ sections }) => sections.some(({ current }) => current));
  return html`${here && html`<nav class="sections" aria-label="${here.text}">${here.sections.map(linkTo)}</nav>`}`;
}
