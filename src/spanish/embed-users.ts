export const embedUsers: Record<string, string> = {
  'Create a user by an id of another application': 'Crear un usuario por un identificador de otra aplicación',
  'Created embed user': 'El usuario creado',
  "List a user's ids in other applications":
    'Enumerar los identificadores de un usuario en otras aplicaciones',
  "Get a user's id in another application": 'Obtener el identificador de un usuario en otra aplicación',
  "Delete a user's id in another application": 'Eliminar el identificador de un usuario en otra aplicación',
  'Embedding Credential': 'La credencial de la otra aplicación',
  "Id of the user's group in the other application":
    'Identificador del grupo del usuario en la otra aplicación',
  'Id of the user in the other application': 'Identificador del usuario en la otra aplicación',
  'Always `embed`': 'Siempre `embed`',
};
