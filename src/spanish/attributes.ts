export const attributes: Record<string, string> = {
  'List user attributes': 'Enumerar los atributos de usuario',
  'A caller without `see_users` gets those whose values users may see.':
    'Quien llama sin `see_users` recibe aquellos cuyos valores pueden ver los usuarios.',
  'User Attribute': 'El atributo de usuario',
  'Create a user attribute': 'Crear un atributo de usuario',
  'Its name and its label must be unlike those of every other.':
    'Su nombre y su etiqueta deben ser distintos de los de todos los demás.',
  'Get a user attribute': 'Obtener un atributo de usuario',
  'Change a user attribute': 'Cambiar un atributo de usuario',
  'Changes the keys that are sent. Hidden values stay hidden, and the type stays while there are values.':
    'Cambia las claves que se envían. Los valores ocultos siguen ocultos, y el tipo se mantiene mientras haya valores.',
  'Delete a user attribute with all its values': 'Eliminar un atributo de usuario con todos sus valores',
  'List the values that groups have for a user attribute':
    'Enumerar los valores que los grupos tienen de un atributo de usuario',
  'The one that decides for a user in several groups comes first.':
    'Va primero el que decide para un usuario que está en varios grupos.',
  'All group values for attribute.': 'Todos los valores de grupos del atributo.',
  'Set the values that groups have for a user attribute':
    'Fijar los valores que los grupos tienen de un atributo de usuario',
  'Replaces all there are. Each item names a `group_id` and a `value`. For a user in several groups the first decides; where every item has a `rank`, the lowest. A hidden value that is left out stays.':
    'Sustituye todos los que hay. Cada elemento nombra un `group_id` y un `value`. Para un usuario que está en varios grupos decide el primero; si todos los elementos tienen `rank`, el más bajo. Un valor oculto que se omite se conserva.',
  'Array of group values.': 'La lista de valores de grupos.',
  "Set a group's value of a user attribute": 'Fijar el valor de un grupo para un atributo de usuario',
  'A group without one gets the last rank.': 'Un grupo que no tenía ninguno recibe el último rango.',
  'Group value object.': 'El valor del grupo.',
  "Delete a group's value of a user attribute": 'Eliminar el valor de un grupo para un atributo de usuario',
  "List a user's attribute values": 'Enumerar los valores de los atributos de un usuario',
  'For each attribute the value of the user, else that of the group of theirs with the lowest rank, else the default. Users see their own where the attribute says so.':
    'Para cada atributo, el valor del usuario; si no, el del grupo suyo con el rango más bajo; si no, el valor por defecto. Cada usuario ve los suyos si el atributo lo permite.',
  'Ids of the user attributes to list; absent: all':
    'Identificadores de los atributos que se piden; si falta, todos',
  'Whether to list every value that reaches the user, not the first alone':
    'Si se enumeran todos los valores que alcanzan al usuario, no solo el primero',
  'Whether to list attributes without a value, too': 'Si se enumeran también los atributos sin valor',
  'Value of user attribute.': 'El valor del atributo.',
  "Set a user's own value of a user attribute": 'Fijar el valor propio de un usuario para un atributo',
  'Users set their own where the attribute says so.': 'Cada usuario fija el suyo si el atributo lo permite.',
  'User attribute value.': 'El valor del atributo del usuario.',
  "Delete a user's own value of a user attribute": 'Eliminar el valor propio de un usuario para un atributo',
  'That of a group or the default counts again.': 'Vuelve a contar el de un grupo o el valor por defecto.',

  'Unique; lower-case letters, digits and underscores, the first a letter':
    'Único; minúsculas, cifras y guiones bajos, con una letra al principio',
  'Name for people; unique': 'Nombre para las personas; único',
  '`string`, `number`, `datetime`, `yesno`, `zipcode`, `relative_url`, `advanced_filter_string`, `advanced_filter_number` or `advanced_filter_datetime`':
    '`string`, `number`, `datetime`, `yesno`, `zipcode`, `relative_url`, `advanced_filter_string`, `advanced_filter_number` o `advanced_filter_datetime`',
  'Value of those who have no other. Empty: none.': 'Valor de quienes no tienen otro. Vacío: ninguno.',
  'Whether the value follows from the user and cannot be set':
    'Si el valor se deriva del usuario y no se puede fijar',
  'Whether nobody is shown its values. Cannot be taken back.':
    'Si sus valores no se muestran a nadie. No se puede deshacer.',
  'Whether users see their own value': 'Si los usuarios ven su propio valor',
  'Whether users set their own value': 'Si los usuarios fijan su propio valor',
  'Where a hidden value may be sent: URLs with optional wildcards, separated by commas. Cannot be changed once the values are hidden.':
    'Adónde se puede enviar un valor oculto: URL con comodines opcionales, separadas por comas. No se puede cambiar una vez ocultos los valores.',
  'Where a hidden value may be sent': 'Adónde se puede enviar un valor oculto',
  'Id of the user attribute': 'Identificador del atributo de usuario',
  'Whether nobody is shown the value, which then reads as null':
    'Si el valor no se muestra a nadie; entonces se lee como null',
  'Of the groups that a user is in, the one with the lowest rank decides':
    'De los grupos en los que está un usuario, decide el de rango más bajo',
  'Value for the members of the group': 'Valor para los miembros del grupo',
  'Name of the user attribute': 'Nombre del atributo de usuario',
  'Rank among the groups with a value, when it comes from one':
    'Rango entre los grupos con valor, cuando procede de uno',
  'Value for the user': 'Valor para el usuario',
  'Where the value comes from: `User`, `Group: …`, `Default`, `System` or `No Value`':
    'De dónde procede el valor: `User`, `Group: …`, `Default`, `System` o `No Value`',
};
