import { GraphQLError } from 'graphql';

export function needsStream(): GraphQLError {
  return new GraphQLError('Subscriptions need a stream: ask over a WebSocket, or for server-sent events.', {
    extensions: { code: 'SUBSCRIPTIONS_NEED_A_STREAM' },
  });
}

export function notSupported(): GraphQLError {
  return new GraphQLError('There are no subscriptions here.', { extensions: { code: 'NOT_SUPPORTED' } });
}

export function tooLarge(): GraphQLError {
  return new GraphQLError('The subscription is too large, with its variables.', {
    extensions: { code: 'SUBSCRIPTION_TOO_LARGE' },
  });
}

export function missedEvents(): GraphQLError {
  return new GraphQLError('Events were missed: what is known of them may be old.', {
    extensions: { code: 'EVENTS_MISSED' },
  });
}

export function noLongerValid(): GraphQLError {
  return new GraphQLError('The schema has changed, and has no such subscription any more.', {
    extensions: { code: 'SUBSCRIPTION_NO_LONGER_VALID' },
  });
}

export function timedOut(): GraphQLError {
  return new GraphQLError('The subscription was not planned anew in time: subscribe again.', {
    extensions: { code: 'SUBSCRIPTION_TIMED_OUT' },
  });
}
