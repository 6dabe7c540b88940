export const groups: Record<string, string> = {
  'List groups': 'Enumerar los grupos',
  'Ids of the groups to list': 'Identificadores de los grupos que se piden',
  'Only groups for which this is set so': 'Solo los grupos en los que esté fijado así',
  Group: 'El grupo',
  'Create a group': 'Crear un grupo',
  'Search groups': 'Buscar grupos',
  'Id of the group elsewhere': 'Identificador del grupo en otro sistema',
  'No group is': 'Ningún grupo lo es',
  'Search groups, with their roles': 'Buscar grupos, con sus roles',
  'Search groups, with the groups they are in': 'Buscar grupos, con los grupos en los que están',
  'Get a group': 'Obtener un grupo',
  'Change a group': 'Cambiar un grupo',
  'Changes the keys that are sent. Read-only ones are ignored, so that a group can be sent back as read.':
    'Cambia las claves que se envían. Las de solo lectura se ignoran, así que un grupo se puede devolver tal como se leyó.',
  'Delete a group': 'Eliminar un grupo',
  'Who was in it stays, without what it gave them. All Users cannot be deleted.':
    'Quienes estaban en él siguen, sin lo que el grupo les daba. All Users no se puede eliminar.',
  'List the groups in a group': 'Enumerar los grupos de un grupo',
  'All groups in group.': 'Todos los grupos que están en él.',
  'Put a group in a group': 'Poner un grupo en un grupo',
  'Whoever is in it gets what the outer group gives. Done also when it is there already. A group cannot come to be in itself.':
    'Quien está en él recibe lo que da el grupo exterior. También se da por hecho si ya estaba. Un grupo no puede llegar a estar dentro de sí mismo.',
  'Added group.': 'El grupo añadido.',
  'List the users in a group': 'Enumerar los usuarios de un grupo',
  'Those in the group itself. Without `limit` or `per_page`: all of them.':
    'Los que están en el propio grupo. Sin `limit` ni `per_page`: todos.',
  'All users in group.': 'Todos los usuarios del grupo.',
  'Put a user in a group': 'Poner un usuario en un grupo',
  'Done also when the user is in it already.': 'También se da por hecho si el usuario ya estaba.',
  'Added user.': 'El usuario añadido.',
  'Take a user out of a group': 'Sacar un usuario de un grupo',
  'Done also when the user is not in it.': 'También se da por hecho si el usuario no estaba.',
  'Take a group out of a group': 'Sacar un grupo de un grupo',
  'Done also when it is not in it.': 'También se da por hecho si no estaba.',
  'List the groups that have a role': 'Enumerar los grupos que tienen un rol',
  'Groups with role.': 'Los grupos con el rol.',
  'Set the groups that have a role': 'Fijar los grupos que tienen un rol',
  'The body lists the ids of all groups that are to have it.':
    'El cuerpo enumera los identificadores de todos los grupos que han de tenerlo.',

  'Whether the caller is in this group itself': 'Si quien llama está en este mismo grupo',
  'Id of the group elsewhere, if it is kept there':
    'Identificador del grupo en otro sistema, si se lleva allí',
  'Whether another system says who is in it: never': 'Si otro sistema decide quién está en él: nunca',
  'Whether every new user is in it: true for All Users':
    'Si todo usuario nuevo está en él: true para All Users',
  'Name, unique in any letter case': 'Nombre, único sin distinguir mayúsculas',
  'How many users are in this group itself': 'Cuántos usuarios están en este mismo grupo',
  'Ids of the groups that this one is in itself': 'Identificadores de los grupos en los que está este mismo',
  'Ids of the roles given to this group itself': 'Identificadores de los roles dados a este mismo grupo',
  'Id of the group to put in': 'Identificador del grupo que se pone',
  'Id of the user to put in': 'Identificador del usuario que se pone',
};
