/** The counters of a gateway with all these labels, as its /metrics prints them: `name{label="value"}` to its count. */
export async function countedAt(url: string, labels: readonly string[]): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => labels.every((label) => line.includes(label)));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
}
