export const webhooks: Record<string, string> = {
  'List the webhooks': 'Listar los webhooks',
  Webhook: 'El webhook',
  'Create a webhook': 'Crear un webhook',
  'From now on every event of the audit log is sent there, in order and at least once, signed after the Standard Webhooks convention. The answer, and no other, has the `secret`. Needs `see_audit`, too.':
    'Desde ahora se envía allí cada evento del registro de auditoría, en orden y al menos una vez, firmado según la convención Standard Webhooks. Esta respuesta, y ninguna otra, lleva el `secret`. También requiere `see_audit`.',
  'Get a webhook': 'Obtener un webhook',
  'Change a webhook': 'Cambiar un webhook',
  'Changes the keys that are sent. One that is enabled again goes on where it stopped. Needs `see_audit`, too.':
    'Cambia las claves que se envían. Uno que se vuelve a activar sigue donde se detuvo. También requiere `see_audit`.',
  'Delete a webhook': 'Eliminar un webhook',
  'With its secret and its dead letters.': 'Con su secreto y los eventos que no pudo entregar.',
  'List the events that a webhook gave up': 'Listar los eventos que un webhook dejó de intentar',
  'The newest first, a thousand at most. To go on, give the last id as `before_event_id`.':
    'Lo más reciente primero, mil como máximo. Para seguir, indique el último identificador en `before_event_id`.',
  'Only events that are older than the one with this id':
    'Solo los eventos anteriores al que tiene este identificador',
  'Dead letter': 'El evento no entregado',
  'Have a webhook send events again': 'Hacer que un webhook reenvíe eventos',
  'Those that were given up, or a range of at most 10000. They come before new ones, with the same `webhook-id` as before. Needs `see_audit`, too.':
    'Los que se dejaron de intentar, o un intervalo de 10000 como máximo. Van antes que los nuevos, con el mismo `webhook-id` que la primera vez. También requiere `see_audit`.',
  'What is sent again': 'Lo que se reenvía',
  'Where events are sent: https, or http to a host that the settings of the server name. Put no secret in it.':
    'Adónde se envían los eventos: https, o http a un equipo que nombren los ajustes del servidor. No ponga ningún secreto en ella.',
  'Which events are sent, by their `action` in the audit log; null: all':
    'Qué eventos se envían, según su `action` en el registro de auditoría; null: todos',
  'When the oldest event was recorded that is still to be sent; null: there is none':
    'Cuándo se anotó el evento más antiguo que falta por enviar; null: no hay ninguno',
  'When an event was last taken': 'Cuándo se aceptó un evento por última vez',
  'When an attempt last failed': 'Cuándo falló un intento por última vez',
  'Why it was not taken, such as `status 503`': 'Por qué no se aceptó, como `status 503`',
  'How many attempts have failed for the event whose turn it is':
    'Cuántos intentos han fallado con el evento que está en turno',
  'Not before when it is sent again; null: at once': 'Antes de cuándo no se reintenta; null: enseguida',
  'How many events were given up': 'Cuántos eventos se dejaron de intentar',
  'Whether nothing is sent': 'Si no se envía nada',
  'What its messages are signed with: `whsec_` and Base64. Only in the answer that creates it.':
    'Con qué se firman sus mensajes: `whsec_` y Base64. Solo en la respuesta que lo crea.',
  'Id of the event in the audit log': 'Identificador del evento en el registro de auditoría',
  'When it was given up': 'Cuándo se dejó de intentar',
  'First event to send again; null: those that were given up':
    'Primer evento que se reenvía; null: los que se dejaron de intentar',
  'Last event to send again': 'Último evento que se reenvía',
  'How many events are sent again': 'Cuántos eventos se reenvían',
};
