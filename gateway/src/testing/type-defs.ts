const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

export const accountsCenterTypes = /* GraphQL */ `
  ${link}
  type Query {
    viewer: Viewer
    centerCaller: String
  }
  type Viewer {
    accounts: [InstagramUser!]!
    account: InstagramUser
    mixed: [Account]!
  }
  interface Account {
    id: ID!
  }
  type InstagramUser implements Account @key(fields: "id") {
    id: ID!
  }
  type OtherUser implements Account {
    id: ID!
  }
`;

export const instagramTypes = /* GraphQL */ `
  ${link}
  scalar DateTime
  enum Trouble {
    FORBIDDEN
    BAD_INPUT
    BUG
  }
  type Query {
    instagramCaller: String
    instagramEcho(text: String!): String
    instagramSince(when: DateTime!): String
    instagramRequired: Required
    instagramTrouble(kind: Trouble!): String
  }
  type Mutation {
    instagramRename(name: String!): InstagramUser
  }
  type Required {
    always: String!
  }
  type InstagramUser @key(fields: "id") {
    id: ID!
    username: String
    secret: String
  }
`;
