import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { serveAccountPages } from './account/pages.ts';
import { serveMovePages } from './administration/move-pages.ts';
import { servePersonPages } from './administration/person-pages.ts';
import { serveSettingsPages } from './administration/settings-pages.ts';
import { serveApiKeyPages } from './api-keys/pages.ts';
import { apiKeyOperations } from './api-keys/routes.ts';
import { apiKeyComponents } from './api-keys/schema.ts';
import { attributeOperations } from './attributes/routes.ts';
import { attributeComponents } from './attributes/schema.ts';
import { serveAuditPages } from './audit/pages.ts';
import { auditOperations } from './audit/routes.ts';
import { auditComponents } from './audit/schema.ts';
import type { Context } from './context.ts';
import { notFound } from './core/app-error.ts';
import type { Access } from './core/permissions.ts';
import { serveCoveragePages } from './coverage/pages.ts';
import { emailCredentialOperations } from './email-credentials/routes.ts';
import { emailCredentialComponents } from './email-credentials/schema.ts';
import { embedOperations } from './embed-users/routes.ts';
import { embedComponents } from './embed-users/schema.ts';
import { serveEnrollmentPages } from './enrollment/pages.ts';
import { serveRecoveryPages } from './enrollment/recovery-pages.ts';
import { serveReplacementPages } from './enrollment/replacement-pages.ts';
import { federatedOperations } from './federated-credentials/routes.ts';
import { federatedComponents } from './federated-credentials/schema.ts';
import { serveOneGroupPages } from './groups/group-pages.ts';
import { serveGroupPages } from './groups/pages.ts';
import { serveRolePages } from './groups/role-pages.ts';
import { groupOperations } from './groups/routes.ts';
import { groupComponents } from './groups/schema.ts';
import { parseBodies } from './http/body-parsing.ts';
import { hangUpWhenClosing } from './http/closing.ts';
import { compilersFor } from './http/compilers.ts';
import { errorAnswer } from './http/errors.ts';
import { parseId } from './http/id.ts';
import { limitsWith } from './http/limits.ts';
import { type Operation, serve } from './http/operation.ts';
import { originFrom, requireHost } from './http/origin.ts';
import { describe, errorComponents, type OpenApi } from './http/specification.ts';
import { limitWrites } from './http/write-limit.ts';
import { serveLockoutPages } from './lockouts/pages.ts';
import { lockoutOperations } from './lockouts/routes.ts';
import { lockoutComponents } from './lockouts/schema.ts';
import { modelSetOperations } from './model-sets/routes.ts';
import { modelSetComponents } from './model-sets/schema.ts';
import { servePasswordPages } from './password-links/pages.ts';
import { passwordLinkOperations } from './password-links/routes.ts';
import { passwordPolicyOperations } from './password-policy/routes.ts';
import { passwordPolicyComponents } from './password-policy/schema.ts';
import { permissionSetOperations } from './permission-sets/routes.ts';
import { permissionSetComponents } from './permission-sets/schema.ts';
import { serveReference } from './reference/routes.ts';
import { roleOperations } from './roles/routes.ts';
import { roleComponents } from './roles/schema.ts';
import { API_VERSION, RELEASE } from './server/present-versions.ts';
import { serverOperations, serveUnlisted } from './server/routes.ts';
import { serverComponents } from './server/schema.ts';
import { admit } from './sessions/admit.ts';
import { sessionOperations } from './sessions/routes.ts';
import { sessionComponents } from './sessions/schema.ts';
import { pageDoor } from './sign-in/door.ts';
import { serveSignInPages } from './sign-in/pages.ts';
import { serveSecondStepPages } from './sign-in/second-step-pages.ts';
import type { Certificate } from './tls/certificate.ts';
import { trustedDeviceOperations } from './trusted-devices/routes.ts';
import { trustedDeviceComponents } from './trusted-devices/schema.ts';
import { twoFactorOperations } from './two-factor/routes.ts';
import { twoFactorComponents } from './two-factor/schema.ts';
import { servePolicyPages } from './two-factor-policy/pages.ts';
import { twoFactorPolicyOperations } from './two-factor-policy/routes.ts';
import { twoFactorPolicyComponents } from './two-factor-policy/schema.ts';
import { servePeoplePages } from './users/people-pages.ts';
import { userOperations } from './users/routes.ts';
import { userComponents } from './users/schema.ts';
import { serveAssets } from './web/assets.ts';
import { isSecure } from './web/cookies.ts';
import { sendErrorPage } from './web/error-page.ts';
import { webSessionOperations } from './web-sessions/routes.ts';
import { webSessionComponents } from './web-sessions/schema.ts';
import { webhookOperations } from './webhooks/routes.ts';
import { webhookComponents } from './webhooks/schema.ts';

/** Every operation of the API: what is served, checked, documented and tested comes from this list. */
export const operations: readonly Operation[] = [
  ...serverOperations,
  ...sessionOperations,
  ...userOperations,
  ...apiKeyOperations,
  ...emailCredentialOperations,
  ...passwordLinkOperations,
  ...embedOperations,
  ...federatedOperations,
  ...twoFactorOperations,
  ...twoFactorPolicyOperations,
  ...trustedDeviceOperations,
  ...permissionSetOperations,
  ...modelSetOperations,
  ...roleOperations,
  ...groupOperations,
  ...attributeOperations,
  ...lockoutOperations,
  ...webSessionOperations,
  ...passwordPolicyOperations,
  ...auditOperations,
  ...webhookOperations,
];

export const components = [
  ...errorComponents,
  ...serverComponents,
  ...sessionComponents,
  ...userComponents,
  ...apiKeyComponents,
  ...emailCredentialComponents,
  ...embedComponents,
  ...federatedComponents,
  ...twoFactorComponents,
  ...twoFactorPolicyComponents,
  ...trustedDeviceComponents,
  ...permissionSetComponents,
  ...modelSetComponents,
  ...roleComponents,
  ...groupComponents,
  ...attributeComponents,
  ...lockoutComponents,
  ...webSessionComponents,
  ...passwordPolicyComponents,
  ...auditComponents,
  ...webhookComponents,
];

const HSTS = 'max-age=31536000; includeSubDomains';

/**
 * Assembles the server. Production and every test call this and nothing else.
 *
 * @param certificate What is shown by TLS; absent: plain HTTP is spoken.
 */
export async function buildApp(context: Context, certificate?: Certificate): Promise<FastifyInstance> {
  const originOf = originFrom(context.config.publicUrl);
  const answerError = errorAnswer(originOf, sendErrorPage);
  const { trustedProxies } = context.config;
  // What a request cannot change is not asked at every one.
  const mayBeSecure =
    trustedProxies.length > 0 || certificate !== undefined || isSecure(context.config.publicUrl ?? '');
  const app = Fastify({
    ...limitsWith(certificate),
    loggerInstance: context.log,
    frameworkErrors: answerError,
    trustProxy: trustedProxies.length ? trustedProxies : false,
    schemaController: compilersFor(components),
  });

  app.decorateRequest('caller', null);
  app.setErrorHandler(answerError);
  // RFC 9110 section 10.1.1 lets a server ignore an expectation it does not know; Node.js refuses it without a body.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  app.addHook('onSend', (request, reply, _payload, done) => {
    reply.header('x-content-type-options', 'nosniff');
    // RFC 6797: from the first answer on, for a year (ASVS 3.4.1). Over plain http it would say nothing.
    if (mayBeSecure && isSecure(originOf(request))) reply.header('strict-transport-security', HSTS);
    done();
  });
  let specification: Promise<OpenApi> | undefined;
  app.decorate('specification', () => {
    specification ??= describe(operations, components, { version: API_VERSION, release: RELEASE });
    return specification;
  });

  const surroundings = {
    context,
    originOf,
    limitWrites: limitWrites(context.config.writesPerMinute),
    admit: (request: FastifyRequest, access: Access) =>
      admit(context, {
        access,
        authorization: request.headers.authorization,
        userId: () => pathUserId(request),
        source: request.ip,
      }),
  };

  app.addHook('onRequest', (request, _reply, done) => {
    requireHost(request);
    if (!request.is404) return done();
    // Without a token that is alive, the API does not tell which of its routes exist.
    const admitted = request.url.startsWith('/api/') && surroundings.admit(request, 'token');
    Promise.resolve(admitted).then(() => done(notFound()), done);
  });
  hangUpWhenClosing(app);
  parseBodies(app);
  for (const operation of operations) serve(app, operation, surroundings);
  serveUnlisted(app, context, originOf);
  servePasswordPages(app, context, originOf);
  const door = pageDoor(context, originOf);
  serveSignInPages(app, context, { door, originOf });
  serveSecondStepPages(app, context, door);
  serveEnrollmentPages(app, context, { door, originOf });
  serveRecoveryPages(app, context, { door, originOf });
  serveReplacementPages(app, context, { door, originOf });
  serveAccountPages(app, context, door);
  servePeoplePages(app, context, door);
  servePersonPages(app, context, door);
  serveMovePages(app, context, door);
  servePolicyPages(app, context, door);
  serveCoveragePages(app, context, door);
  serveLockoutPages(app, context, door);
  serveAuditPages(app, context, door);
  serveGroupPages(app, context, door);
  serveOneGroupPages(app, context, door);
  serveRolePages(app, context, door);
  serveApiKeyPages(app, context, door);
  serveSettingsPages(app, context, door);
  serveAssets(app);
  serveReference(app, operations, originOf);
  return app;
}

function pathUserId({ params }: FastifyRequest): number | undefined {
  const { user_id } = params as { user_id?: string };
  return user_id === undefined ? undefined : parseId(user_id);
}
