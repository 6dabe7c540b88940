export const audit: Record<string, string> = {
  'The newest first. To go on where a page ended, give its last id as `before_id`. Text matches the whole value, or a pattern with `%` and `_`. Numbers may be lists, separated by commas. All that is given must hold.':
    'Lo más reciente primero. Para seguir donde acabó una página, indique su último identificador en `before_id`. El texto coincide con el valor entero o con un patrón con `%` y `_`. Los números pueden ser listas separadas por comas. Debe cumplirse todo lo que se indique.',
  'Only records that are older than the one with this id':
    'Solo los registros anteriores al que tiene este identificador',
  'Only what happened at this time or later (ISO 8601; without a zone: UTC)':
    'Solo lo que ocurrió en este momento o después (ISO 8601; sin zona: UTC)',
  'Only what happened before this time': 'Solo lo que ocurrió antes de este momento',
  'What was done': 'Qué se hizo',
  'How it ended': 'Cómo terminó',
  'Id of the user who did it': 'Identificador del usuario que lo hizo',
  'Id of the user to whom it was done': 'Identificador del usuario al que se le hizo',
  'Id of the group to which it was done': 'Identificador del grupo al que se le hizo',
  'Address that the request came from': 'Dirección de la que vino la petición',
  'Audit Event': 'El registro de auditoría',
  'Number of the record in the log': 'Número de la anotación en el registro',
  'When it happened': 'Cuándo ocurrió',
  'What was done, such as `verify_code`': 'Qué se hizo, como `verify_code`',
  '`done`, or how it ended, such as `accepted` or `wrong_code`':
    '`done`, o cómo terminó, como `accepted` o `wrong_code`',
  'Id of the user who did it; null: the server itself, or nobody who is known':
    'Identificador del usuario que lo hizo; null: el propio servidor o nadie conocido',
  'Id of the user who acted as that one': 'Identificador del usuario que actuaba como aquel',
  'Id of the API key that it was done with': 'Identificador de la clave de API con la que se hizo',
  'What else it was about, such as `role 7`': 'De qué más se trató, como `role 7`',
  'Keyed hash of this record and of the one before it, in hexadecimal':
    'Resumen con clave de esta anotación y de la anterior, en hexadecimal',
};
