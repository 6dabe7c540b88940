import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { AppError, type ErrorCode, notFound } from '../core/app-error.ts';
import { may } from '../core/caller.ts';
import type { Permission } from '../core/permissions.ts';
import { statusOf } from '../http/errors.ts';
import type { Door } from '../sign-in/door.ts';
import { type PageVisit, serveSignedIn } from '../sign-in/signed-in.ts';
import { areas } from '../web/areas.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Page } from '../web/page.ts';

type Problem = (messages: Messages) => string;

/** Elsewhere than where a change is asked for: to an address, to a page that is shown this once, or to a file. */
type Onward =
  | { goTo: string }
  | { once: (messages: Messages) => Page }
  | { file: { name: string; content: Uint8Array } };

/** A change that a page asks about and a form then makes. */
export interface Change<Subject> {
  path: string;
  permission: Permission;
  /** What it is about. @throws AppError `not_found` also when there is nothing to change. */
  find(visit: PageVisit): Promise<Subject>;
  ask(
    asked: { subject: Subject; visit: PageVisit; locale: Locale; problem: string | undefined },
    messages: Messages,
  ): Page;
  /** @returns What is wrong with what was sent, or how it goes on; undefined: it is done. */
  act(subject: Subject, visit: PageVisit): Promise<Problem | Onward | undefined>;
  /** What to say where it was refused for a reason, in place of what is said about people. */
  refusals?: Partial<Record<ErrorCode, Problem>>;
  /** Where it goes on: a page that says that it is done. */
  after(subject: Subject): string;
}

/**
 * Serves the pages of one section of the administration to those who may open it; for everybody else there is
 * nothing there.
 */
export function administrationSection(
  app: FastifyInstance,
  { context, door }: { context: Context; door: Door },
  section: (typeof areas)['administration'][number]['path'],
) {
  const permission = areas.administration.find(({ path }) => path === section)?.permission as Permission;
  const common = { door, section, permission };

  return {
    page(path: string, handle: (visit: PageVisit) => Promise<FastifyReply>): void {
      serveSignedIn(app, context, { ...common, method: 'GET', path, handle });
    },

    /** Whoever changes something has just proved who they are, with all that they have. */
    change<Subject>({ path, permission: toChange, find, ask, act, refusals, after }: Change<Subject>): void {
      const subjectOf = (visit: PageVisit) => {
        if (!may(visit.caller, toChange)) throw notFound();
        return find(visit);
      };
      const route = { ...common, path, fresh: true, returnTo: ({ url }: FastifyRequest) => url };

      serveSignedIn(app, context, {
        ...route,
        method: 'GET',
        async handle(visit) {
          const subject = await subjectOf(visit);
          return visit.show((messages, locale) =>
            ask({ subject, visit, locale, problem: undefined }, messages),
          );
        },
      });

      serveSignedIn(app, context, {
        ...route,
        method: 'POST',
        async handle(visit) {
          const subject = await subjectOf(visit);
          const refuse = (status: number, problem: Problem) =>
            visit.show(
              (messages, locale) => ask({ subject, visit, locale, problem: problem(messages) }, messages),
              status,
            );
          let outcome: Problem | Onward | undefined;
          try {
            outcome = await act(subject, visit);
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
            const problem = refusals?.[error.code] ?? refusalOf(error.code);
            if (!problem) throw error;
            return refuse(statusOf(error.code), problem);
          }
          if (typeof outcome === 'function') return refuse(422, outcome);
          if (outcome && 'once' in outcome) return visit.show(outcome.once);
          if (outcome && 'file' in outcome) return sendFile(visit.reply, outcome.file);
          return visit.reply.redirect(`${outcome?.goTo ?? after(subject)}?done=yes`, 303);
        },
      });
    },
  };
}

/** To be kept, not shown. */
const sendFile = (reply: FastifyReply, { name, content }: { name: string; content: Uint8Array }) =>
  reply
    .type('application/octet-stream')
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('cache-control', 'no-store')
    .send(Buffer.from(content));

/** @returns undefined for what a person who asked for a change cannot do anything about. */
function refusalOf(code: ErrorCode): Problem | undefined {
  switch (code) {
    case 'forbidden':
      return ({ change }) => change.outranked;
    case 'validation_failed':
      return ({ change }) => change.notAllowed;
    case 'already_exists':
      return ({ change }) => change.changedMeanwhile;
    case 'too_many_requests':
      return ({ change }) => change.tooOften;
    default:
      return undefined;
  }
}
