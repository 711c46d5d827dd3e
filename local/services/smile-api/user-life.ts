import type { World } from './world.ts';
import type { WorldInvite, WorldUser } from './things.ts';

/** What happens to users. */
export interface UserLife {
  /** USER_CREATED. */
  createUser(externalMetadata?: Readonly<Record<string, string>>): WorldUser;
  /** An invite, and with it a user: USER_CREATED, INVITE_INVITED. */
  invite(): WorldInvite;
  /** The invited person has linked an account: INVITE_LINKED. Throws `Refused` for an unknown invite. */
  linkInvite(inviteId: string): WorldInvite;
}

export function userLife(world: World): UserLife {
  const createUser: UserLife['createUser'] = (externalMetadata = {}) => {
    // Smile's user ids begin with the tenant's own.
    const user = { id: world.newId('localtenant'), createdAt: world.now(), externalMetadata };
    world.users.add(user);
    world.tell('USER_CREATED', { userId: user.id, session: undefined });
    return user;
  };
  return {
    createUser,
    invite() {
      const { id: userId } = createUser();
      const id = world.newId('inv');
      const createdAt = world.now();
      const invite = world.invites.add({ id, createdAt, userId, status: 'INVITED' });
      world.tell('INVITE_INVITED', { userId, inviteId: id });
      return invite;
    },
    linkInvite(inviteId) {
      const invite = world.invites.replace({ ...world.invites.get(inviteId), status: 'LINKED' });
      world.tell('INVITE_LINKED', { userId: invite.userId, inviteId });
      return invite;
    },
  };
}
