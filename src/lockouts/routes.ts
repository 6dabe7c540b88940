import { answerList } from '../http/list.ts';
import { type Operation, operation } from '../http/operation.ts';
import { limitQuery, pageQuery } from '../http/paging.ts';
import { fieldsQuery, listOf } from '../http/schema.ts';
import { filterOrQuery, SEARCH_TEXT, textFilter } from '../http/search.ts';
import { orderBy, sortsQuery } from '../http/sorting.ts';
import { Type } from '../http/type.ts';
import { deleteLockout } from './delete-lockout.ts';
import { presentLockout } from './present-lockout.ts';
import { everyLockout, type LockoutRow, lockoutColumns, lockoutsThat, oldestFirst } from './queries.ts';
import { lockoutsMatching } from './search-lockouts.ts';

const present = (rows: LockoutRow[]) => rows.map(presentLockout);

export const lockoutOperations: Operation[] = [
  operation({
    id: 'all_user_login_lockouts',
    method: 'GET',
    path: '/user_login_lockouts',
    tag: 'Auth',
    summary: 'List login lockouts',
    description: 'Those in force: which credential is locked for which address.',
    access: 'see_users',
    query: Type.Object(fieldsQuery),
    answer: listOf('UserLoginLockout'),
    answerDescription: 'User Login Lockout',
    statuses: [403, 404],
    handle: (input, { database, clock }) =>
      answerList(input, database, { ...lockoutsThat(everyLockout, oldestFirst, clock()), present }),
  }),
  operation({
    id: 'search_user_login_lockouts',
    method: 'GET',
    path: '/user_login_lockouts/search',
    tag: 'Auth',
    summary: 'Search login lockouts',
    description: SEARCH_TEXT,
    access: 'see_users',
    query: Type.Object({
      ...fieldsQuery,
      ...pageQuery,
      ...limitQuery,
      ...sortsQuery,
      auth_type: textFilter('What was tried: `api`, `email` or `totp`'),
      full_name: textFilter('Name of the user'),
      email: textFilter('E-mail address of the user'),
      remote_id: textFilter('Accepted for clients; it is always null'),
      ...filterOrQuery,
    }),
    answer: listOf('UserLoginLockout'),
    answerDescription: 'User Login Lockout',
    statuses: [403, 404],
    handle(input, { database, clock }) {
      const order = orderBy(input.query.sorts, lockoutColumns, oldestFirst);
      return answerList(input, database, {
        ...lockoutsThat(lockoutsMatching(input.query), order, clock()),
        present,
      });
    },
  }),
  operation({
    id: 'delete_user_login_lockout',
    method: 'DELETE',
    path: '/user_login_lockout/{key}',
    tag: 'Auth',
    summary: 'End a login lockout',
    access: 'reset_two_factor',
    statuses: [403, 404, 429],
    handle: ({ caller, params }, context) => deleteLockout(context, caller, params.key),
  }),
];
