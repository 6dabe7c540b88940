export const server: Record<string, string> = {
  'Get the versions of the API': 'Obtener las versiones de la API',
  ApiVersion: 'Las versiones',
  'Get a specification of the API': 'Obtener una especificación de la API',
  '`swagger.json` is Swagger 2.0, `openapi.json` is OpenAPI 3.0. Both say the same.':
    '`swagger.json` es Swagger 2.0 y `openapi.json` es OpenAPI 3.0. Ambos dicen lo mismo.',
  'The specification': 'La especificación',
  'Release that this API is compatible with': 'Versión con la que esta API es compatible',
  'Where the API is': 'Dónde está la API',
  'Where the pages are': 'Dónde están las páginas',
  'Version number as it appears in a path': 'Número de versión como aparece en una ruta',
  'Full version number': 'Número de versión completo',
  '`current`': '`current`',
  'Where the specification is': 'Dónde está la especificación',
};
