import type { Explanations } from './about.ts';

const code = (names: string[]): string => names.map((name) => `\`${name}\``).join(', ');
const lines = (...texts: (string | false | undefined)[]): string[] =>
  texts.filter((text) => !!text) as string[];

/** Qué significa cada error, por qué suele ocurrir y qué hacer, en español. */
export const explanations: Explanations = {
  400: ({ isLogin, formed, has }) => ({
    title: 'Petición incorrecta',
    means: 'La petición no se puede interpretar tal como está.',
    causes: lines(
      isLogin && 'Falta `client_id` o `client_secret`, o aparece más de una vez.',
      formed.length > 0 && `Un parámetro no tiene la forma que debe tener: ${code(formed)}.`,
      has.sorts && '`sorts` nombra algo por lo que esta lista no se puede ordenar.',
      has.fields && 'Los paréntesis de `fields` no casan.',
      'El cuerpo no es JSON válido en UTF-8, o tiene demasiados niveles.',
      'La cabecera `Host` o la ruta no son válidas.',
    ),
    remedies: [
      'Lea `message`: nombra el parámetro y dice qué sería correcto.',
      'Corrija la petición. La misma petición recibe siempre la misma respuesta.',
    ],
  }),
  401: () => ({
    title: 'Requiere autenticación',
    means: 'La petición no lleva un token de acceso, o este ya no es válido.',
    causes: [
      'Falta la cabecera `Authorization`, o no es `Bearer` o `token` seguido del token de acceso.',
      'El token ha caducado. `expires_in`, en la respuesta del inicio de sesión, dice al cabo de cuántos segundos.',
      'Se le puso fin: se cerró la sesión, o se desactivó o eliminó el usuario o la clave de API.',
      'La dirección no es de esta API. A quien no tiene token no se le dice qué direcciones existen.',
    ],
    remedies: [
      'Inicie sesión: envíe el `client_id` y el `client_secret` de una clave de API a `POST /login`, y el `access_token` de la respuesta en cada petición.',
      'Con un SDK: compruebe la dirección, el `client_id` y el `client_secret` en su configuración. Inicia sesión por sí solo.',
    ],
  }),
  403: ({ permission }) => ({
    title: 'Permiso denegado',
    means: permission
      ? `Se sabe quién llama, pero no puede hacer esto. Hace falta el permiso \`${permission}\`.`
      : 'Se sabe quién llama, pero no puede hacer esto.',
    causes: lines(
      permission && `Ninguno de los roles de quien llama tiene \`${permission}\`.`,
      'El usuario del que se trata tiene permisos que quien llama no tiene. Nadie puede dar, quitar ni alcanzar lo que no tiene.',
      'Dejaría al servidor sin administrador, o a quien llama sin su propia cuenta.',
    ),
    remedies: [
      'Lea `message`: dice qué falta.',
      'Pida a un administrador un rol con ese permiso, o que lo haga él.',
    ],
  }),
  404: ({ isLogin, inPath }) => ({
    title: 'No encontrado',
    means: isLogin
      ? 'No hay ninguna clave de API en uso con este `client_id` y este `client_secret`.'
      : 'Lo que nombra la dirección no existe, o quien llama no puede verlo. La respuesta es la misma en ambos casos.',
    causes: isLogin
      ? [
          'Uno de los dos está mal escrito, o son de claves distintas.',
          'La clave se eliminó o se desactivó.',
          'El usuario de la clave se eliminó o se desactivó.',
        ]
      : lines(
          inPath.length > 0 && `Lo que nombra ${code(inPath)} no existe, o ya no existe.`,
          inPath.some((name) => name.endsWith('_id')) &&
            'Un identificador se escribe de una sola manera: `07` no es `7`.',
          'Quien llama no puede verlo.',
          'La dirección está mal escrita.',
        ),
    remedies: isLogin
      ? [
          'Copie los dos de nuevo, sin espacios alrededor.',
          'Si perdió el secreto, cree otra clave: solo se muestra una vez.',
        ]
      : [
          'Busque el identificador en la lista de la que procede.',
          'Pregunte con el token de alguien que pueda verlo.',
        ],
  }),
  405: () => ({
    title: 'Integrado',
    means: 'Forma parte del servidor y no se puede cambiar ni eliminar.',
    causes: ['Es una de las piezas integradas, que son iguales en todos los servidores.'],
    remedies: ['Cree una propia y cambie esa.'],
  }),
  408: () => ({
    title: 'Tiempo agotado',
    means: 'La petición no llegó completa a tiempo.',
    causes: [
      'La conexión es muy lenta o se interrumpió.',
      'El cliente anunció un cuerpo más largo que el que envió.',
    ],
    remedies: ['Envíela de nuevo.'],
  }),
  409: () => ({
    title: 'Ya existe',
    means: 'Lo que la petición iba a crear ya existe.',
    causes: ['Otra persona lo creó antes.', 'La petición se envió dos veces y la primera tuvo éxito.'],
    remedies: [
      'Lea `message`: dice qué existe.',
      'Use o cambie lo que existe, elija otro nombre o elimínelo antes.',
    ],
  }),
  413: () => ({
    title: 'Cuerpo demasiado grande',
    means: 'El cuerpo ocupa más de 64 KiB.',
    causes: ['Una sola petición lleva más de lo que necesita cualquier operación.'],
    remedies: ['Envíe menos de una vez.'],
  }),
  415: () => ({
    title: 'Tipo de contenido no admitido',
    means: 'El cuerpo no es JSON ni un formulario.',
    causes: ['La cabecera `Content-Type` nombra otra cosa.'],
    remedies: ['Envíe `Content-Type: application/json` y JSON en el cuerpo.'],
  }),
  422: ({ requiredFields }) => ({
    title: 'Validación fallida',
    means: 'El cuerpo se puede leer, pero algo de lo que contiene no es correcto. No se ha cambiado nada.',
    causes: lines(
      requiredFields.length > 0 && `Falta algo obligatorio (\`missing_field\`): ${code(requiredFields)}.`,
      'Un valor es de otro tipo, es demasiado largo o tiene caracteres que no debe tener (`invalid`).',
      'Un valor ya se usa en otro sitio y debe ser único (`already_exists`).',
    ),
    remedies: [
      'Lea `errors`: cada entrada nombra el campo en `field` y dice en `message` qué sería correcto.',
      'Corrija esos campos y envíe la petición de nuevo.',
    ],
  }),
  429: () => ({
    title: 'Demasiadas peticiones',
    means: 'Se ha intentado demasiadas veces en poco tiempo. La petición no se ha examinado.',
    causes: ['Alguien está probando a adivinar.', 'Un programa lo reintenta enseguida, sin esperar.'],
    remedies: [
      'Espere los segundos que dice la cabecera `Retry-After` e inténtelo de nuevo.',
      'Intentarlo antes no sirve de nada, pero tampoco perjudica.',
    ],
  }),
  431: () => ({
    title: 'Cabeceras demasiado grandes',
    means: 'La dirección y las cabeceras ocupan juntas más de 8 KiB.',
    causes: [
      'Muchísimos identificadores en la consulta.',
      'Un cliente o un proxy que añade cabeceras o cookies.',
    ],
    remedies: ['Envíe menos identificadores de una vez.', 'Quite las cabeceras que nadie lee.'],
  }),
  500: () => ({
    title: 'Ha ocurrido un error',
    means: 'El servidor ha fallado de un modo que nadie previó. La petición no tiene la culpa.',
    causes: ['Un defecto del servidor o de la máquina en la que funciona.'],
    remedies: [
      'Mire el registro del servidor: la entrada de ese momento dice qué pasó.',
      'Antes de enviarla de nuevo, compruebe si el cambio se hizo.',
    ],
  }),
  502: () => ({
    title: 'Correo no enviado',
    means: 'El servidor de correo no aceptó el mensaje.',
    causes: [
      'No se puede contactar con el servidor de correo, o rechaza a este remitente o esta dirección.',
      'Los ajustes del servidor de correo no son correctos.',
    ],
    remedies: [
      'Mire el registro del servidor: allí está lo que dijo el servidor de correo.',
      'Corrija los ajustes o la dirección y envíe la petición de nuevo.',
    ],
  }),
  503: () => ({
    title: 'No disponible',
    means: 'La base de datos no puede confirmar el cambio en este momento. No se sabe si se hizo.',
    causes: [
      'El disco está lleno o va lento, o la base de datos se está reiniciando.',
      'Hay muchísimas peticiones a la vez.',
    ],
    remedies: [
      'Espere los segundos que dice la cabecera `Retry-After` y lea si el cambio se hizo antes de repetirlo.',
    ],
  }),
};
