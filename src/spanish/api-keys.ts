export const apiKeys: Record<string, string> = {
  "List a user's API keys": 'Enumerar las claves de API de un usuario',
  'API 3 Credential': 'La clave de API',
  'Create an API key': 'Crear una clave de API',
  'The answer, and no other, has the `client_secret`.':
    'Esta respuesta, y ninguna otra, lleva el `client_secret`.',
  'Get an API key': 'Obtener una clave de API',
  'Delete an API key': 'Eliminar una clave de API',
  'Tokens that were issued for it end at once.': 'Los tokens emitidos con ella terminan en el acto.',
  'API key client_id': 'El client_id de la clave de API',
  'Whether the key is refused': 'Si la clave se rechaza',
  'Always `api3`': 'Siempre `api3`',
  'API key client_secret. Only in the answer that creates the key.':
    'El client_secret de la clave de API. Solo en la respuesta que crea la clave.',
};
