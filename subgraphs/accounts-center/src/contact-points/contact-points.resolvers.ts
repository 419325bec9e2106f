import { type Context, requireViewer } from '../context.ts';
import type { ContactPointErrorCode, Resolvers } from '../generated/accounts-center.ts';
import { type Result, userErrors } from '../user-errors.ts';
import { contactPointMessages } from './contact-points.messages.ts';
import type { ContactPointsService, ContactPointView } from './contact-points.ts';

export function contactPointsResolvers({ contactPoints }: { contactPoints: ContactPointsService }): Resolvers {
  return {
    User: {
      contactPoints: async ({ id }, _args, { viewer, loaders }) =>
        viewer?.accountId === id ? [...((await loaders.contactPoints.ofAccount.load(id)) ?? [])] : null,
    },
    Mutation: {
      addContactPoint: async (_root, { input }, context) =>
        toPayload(await contactPoints.addContactPoint(requireViewer(context), input, context.clientAddress), context),
      resendContactPointCode: async (_root, { input }, context) =>
        toPayload(
          await contactPoints.resendContactPointCode(requireViewer(context), input, context.clientAddress),
          context,
        ),
      verifyContactPoint: async (_root, { input }, context) =>
        toPayload(await contactPoints.verifyContactPoint(requireViewer(context), input), context),
      changeContactPoint: async (_root, { input }, context) =>
        toPayload(
          await contactPoints.changeContactPoint(requireViewer(context), input, context.clientAddress),
          context,
        ),
      removeContactPoint: async (_root, { input }, context) => {
        const result = await contactPoints.removeContactPoint(requireViewer(context), input);
        context.loaders.contactPoints.clear();
        if (!result.ok) return { removedContactPointId: null, userErrors: userErrors(result, contactPointMessages) };
        return { removedContactPointId: result.removedContactPointId, userErrors: [] };
      },
    },
  };
}

function toPayload(result: Result<{ contactPoint: ContactPointView }, ContactPointErrorCode>, { loaders }: Context) {
  loaders.contactPoints.clear();
  if (!result.ok) return { contactPoint: null, userErrors: userErrors(result, contactPointMessages) };
  return { contactPoint: result.contactPoint, userErrors: [] };
}
