import { dayFilters } from './day-filters.ts';
import { metadataIn } from './metadata.ts';
import type { Filters, List } from './list.ts';
import { Refused } from './refused.ts';
import type { Registrations } from './registrations.ts';
import type { Tokens } from './tokens.ts';
import type { AccountLife } from './account-life.ts';
import type { ArchiveLife } from './archive-life.ts';
import type { UserLife } from './user-life.ts';
import type { World } from './world.ts';

/** What a route is asked. */
export interface Call {
  /** The path's last segment, where the route has `{id}`. */
  readonly id: string;
  readonly query: URLSearchParams;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
}

export interface Reply {
  readonly status: 200 | 201;
  readonly data?: object;
}

/** What the routes work on. */
export interface RouteParts {
  readonly world: World;
  readonly lives: UserLife & AccountLife & ArchiveLife;
  readonly registrations: Registrations;
  readonly tokens: Tokens;
  /** Users whom Smile does not give tokens for. */
  readonly unknownUsers: ReadonlySet<string>;
}

/** Each may throw {@link Refused}. */
export type Routes = Readonly<Record<string, (call: Call) => Reply>>;

/** The part of Smile's API that this project uses, and what it shows (Smile OpenAPI 1.14.0). */
export function createRoutes(parts: RouteParts): Routes {
  const { world, lives, registrations, tokens, unknownUsers } = parts;
  const { users, accounts, archives, tasks, invites } = world;

  return {
    // 200 and not 201 (Smile OpenAPI 1.14.0).
    'POST /webhooks': ({ body }) => ({ status: 200, data: registrations.create(body) }),
    ...reading('/webhooks', registrations, {}),
    'DELETE /webhooks/{id}'({ id }) {
      registrations.remove(id);
      return { status: 200 };
    },

    'POST /users'({ body }) {
      const user = lives.createUser(metadataIn(body));
      return { status: 201, data: { user, token: tokens.create() } };
    },
    ...reading('/users', users, createdOn),
    'POST /tokens'({ query }) {
      const userId = query.get('userId') ?? '';
      if (userId === '' || userId.length > 200) throw Refused.invalid('userId', "a user's id");
      if (unknownUsers.has(userId)) throw Refused.missing();
      return { status: 201, data: tokens.create() };
    },

    ...reading('/accounts', accounts, { userId, ...createdOn }),
    'DELETE /accounts/{id}'({ id }) {
      lives.disconnectAccount(id);
      return { status: 200 };
    },

    ...reading('/archives', archives, {
      userId,
      fileType: (value) => (archive) => archive.type === value,
      ...createdOn,
    }),
    'DELETE /archives/{id}'({ id }) {
      lives.revokeArchive(id);
      return { status: 200 };
    },

    ...reading('/tasks', tasks, {
      userId: (value) => (task) => task.metadata.userId === value,
      sourceId: (value) => (task) => task.metadata.sourceId === value,
      ...dayFilters((task) => task.startedAt),
    }),
    ...reading('/invites', invites, createdOn),
  };
}

const createdOn = dayFilters<{ readonly createdAt: string }>(({ createdAt }) => createdAt);

const userId = (value: string) => (thing: { readonly userId: string }) => thing.userId === value;

/** The list, and one of it. */
function reading<T extends { readonly id: string }>(
  path: string,
  list: Pick<List<T>, 'page' | 'get'>,
  filters: Filters<T>,
): Routes {
  return {
    [`GET ${path}`]: ({ query }) => ({ status: 200, data: list.page(query, filters) }),
    [`GET ${path}/{id}`]: ({ id }) => ({ status: 200, data: list.get(id) }),
  };
}

/** The route of a request; throws {@link Refused} with 404, or with 501 for another method than a path has. */
export function routeOf(routes: Routes, method: string, path: string) {
  const [, name = '', id] = /^\/v1\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
  const pattern = id === undefined ? `/${name}` : `/${name}/{id}`;
  const route = routes[`${method} ${pattern}`];
  if (route) return { route, id: decoded(id ?? '') };
  const isKnown = Object.keys(routes).some((key) => key.endsWith(` ${pattern}`));
  throw isKnown ? new Refused(501, `There is no ${method} of ${pattern}.`) : Refused.missing();
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw Refused.missing();
  }
}
