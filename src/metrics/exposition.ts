/** A number, and what it is told apart by. */
export interface Sample {
  labels?: Record<string, string>;
  value: number;
}

/**
 * One metric in the text format of Prometheus, version 0.0.4.
 *
 * @param samples None: the metric is left out.
 */
export function metric(
  name: string,
  { type, help }: { type: 'counter' | 'gauge'; help: string },
  samples: readonly Sample[],
): string {
  if (samples.length === 0) return '';
  const lines = samples.map(({ labels, value }) => `${name}${labelText(labels)} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

export const labelText = (labels: Record<string, string> = {}): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length ? `{${pairs.join(',')}}` : '';
};

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
