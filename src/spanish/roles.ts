import { search } from './general.ts';

const forClients = {
  english: 'Model sets are kept for clients that expect them, and have no effect here.',
  spanish: 'Los conjuntos de modelos se guardan para los clientes que los esperan y aquí no tienen efecto.',
};

export const roles: Record<string, string> = {
  'List permissions': 'Enumerar los permisos',
  'All that can be allowed here. A set may also hold names that only Looker knows.':
    'Todo lo que aquí se puede permitir. Un conjunto también puede tener nombres que solo Looker conoce.',
  Permission: 'El permiso',
  'What it allows': 'Lo que permite',
  'The permission without which this one is of no use': 'El permiso sin el que este no sirve de nada',

  'List permission sets': 'Enumerar los conjuntos de permisos',
  'Search permission sets': 'Buscar conjuntos de permisos',
  'Permission Set': 'El conjunto de permisos',
  'Get a permission set': 'Obtener un conjunto de permisos',
  'Create a permission set': 'Crear un conjunto de permisos',
  'Nobody can put in what they may not do themselves.':
    'Nadie puede incluir lo que no puede hacer por sí mismo.',
  'Change a permission set': 'Cambiar un conjunto de permisos',
  'Changes the keys that are sent. Everybody whose role has the set may do from then on what it then says. Nobody can put in or take out what they may not do themselves.':
    'Cambia las claves que se envían. Desde ese momento, todos aquellos cuyo rol lo tiene pueden hacer lo que entonces dice. Nadie puede incluir ni quitar lo que no puede hacer por sí mismo.',
  'Delete a permission set': 'Eliminar un conjunto de permisos',
  'Refused with 405 while a role has it, and for a built-in one.':
    'Se rechaza con 405 mientras un rol lo tenga, y si es uno integrado.',
  'Whether it has every permission': 'Si tiene todos los permisos',
  'Whether it is built in': 'Si es integrado',
  'Whether it has every permission there is or will be': 'Si tiene todos los permisos que hay y que habrá',
  'Names of permissions. Those that only Looker knows are kept, and allow nothing here':
    'Nombres de permisos. Los que solo Looker conoce se guardan y aquí no permiten nada',

  'List model sets': 'Enumerar los conjuntos de modelos',
  'Search model sets': 'Buscar conjuntos de modelos',
  'Model Set': 'El conjunto de modelos',
  'Get a model set': 'Obtener un conjunto de modelos',
  'Create a model set': 'Crear un conjunto de modelos',
  'Change a model set': 'Cambiar un conjunto de modelos',
  'Delete a model set': 'Eliminar un conjunto de modelos',
  [forClients.english]: forClients.spanish,
  [`${forClients.english} ${search.english}`]: `${forClients.spanish} ${search.spanish}`,
  [`Changes the keys that are sent. ${forClients.english}`]: `Cambia las claves que se envían. ${forClients.spanish}`,
  [`Refused with 405 while a role has it, and for the built-in one. ${forClients.english}`]: `Se rechaza con 405 mientras un rol lo tenga, y si es el integrado. ${forClients.spanish}`,
  'Whether it is the one with every model': 'Si es el que tiene todos los modelos',
  'Names of models. Kept for clients; no effect here':
    'Nombres de modelos. Se guardan para los clientes; aquí no tienen efecto',

  'List roles': 'Enumerar los roles',
  'Ids of the roles to list': 'Identificadores de los roles que se piden',
  Role: 'El rol',
  'Create a role': 'Crear un rol',
  'Needs `name` and `permission_set_id`. Nobody can give a role a permission set with what they may not do themselves.':
    'Requiere `name` y `permission_set_id`. Nadie puede dar a un rol un conjunto de permisos con algo que no puede hacer por sí mismo.',
  'Search roles': 'Buscar roles',
  'Search roles, with how many users have each': 'Buscar roles, con cuántos usuarios tiene cada uno',
  'How many users have it, themselves or through a group':
    'Cuántos usuarios lo tienen, por sí mismos o por medio de un grupo',
  'Get a role': 'Obtener un rol',
  'Change a role': 'Cambiar un rol',
  'Changes the keys that are sent. Built-in roles (Admin, Support, Verifier, User) cannot be changed. Nobody can give or take what they may not do themselves.':
    'Cambia las claves que se envían. Los roles integrados (Admin, Support, Verifier, User) no se pueden cambiar. Nadie puede dar ni quitar lo que no puede hacer por sí mismo.',
  'Delete a role': 'Eliminar un rol',
  'Takes it from every user and group that has it. Built-in roles cannot be deleted.':
    'Se lo quita a todo usuario y grupo que lo tenga. Los roles integrados no se pueden eliminar.',
  'List the users who have a role': 'Enumerar los usuarios que tienen un rol',
  'Themselves or, unless `direct_association_only`, through a group.':
    'Por sí mismos o, salvo con `direct_association_only`, por medio de un grupo.',
  'Leave out what only a group gives': 'Omitir lo que solo da un grupo',
  'Users with role.': 'Los usuarios con el rol.',
  'Set the users who have a role': 'Fijar los usuarios que tienen un rol',
  'The body lists the ids of all users who are to have it themselves; what groups give stays. A built-in role is given by `set_user_roles` or through a group, and 405 here.':
    'El cuerpo enumera los identificadores de todos los usuarios que han de tenerlo por sí mismos; lo que dan los grupos se mantiene. Un rol integrado se da con `set_user_roles` o por medio de un grupo; aquí da 405.',
  "List a user's roles": 'Enumerar los roles de un usuario',
  'Roles of user.': 'Los roles del usuario.',
  "Set a user's roles": 'Fijar los roles de un usuario',
  'Given to them or, unless `direct_association_only`, to a group they are in.':
    'Los que se le dieron a él o, salvo con `direct_association_only`, a un grupo en el que está.',
  'The body lists the ids of all roles the user is to have themselves, and so does the answer; what groups give stays.':
    'El cuerpo enumera los identificadores de todos los roles que el usuario ha de tener por sí mismo, y la respuesta también; lo que dan los grupos se mantiene.',
  'Id of the permission set. Only in requests': 'Identificador del conjunto de permisos. Solo en peticiones',
  'Id of the model set; the built-in one when absent. Only in requests':
    'Identificador del conjunto de modelos; si falta, el integrado. Solo en peticiones',
  'Link to the users who have it': 'Enlace a los usuarios que lo tienen',

  'It is built in, or a role still has it.': 'Es integrado, o todavía lo tiene un rol.',
  'The role is built in: give it with `set_user_roles`, or through a group.':
    'El rol es integrado: délo con `set_user_roles` o por medio de un grupo.',
};
