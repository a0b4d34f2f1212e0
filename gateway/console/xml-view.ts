const escapeForPattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** XML with one element a line; what is no XML stays as it is. */
export function prettyXml(xml: string): string {
  let depth = 0;
  const lines: string[] = [];
  for (const [part] of xml.replace(/>\s+</g, '><').matchAll(/<[^>]+>(?:[^<]+<\/[^>]+>)?|[^<]+/g)) {
    const isClosing = part.startsWith('</');
    if (isClosing) depth = Math.max(0, depth - 1);
    lines.push('  '.repeat(depth) + part.trim());
    const isOpening = /^<[^/?!][^>]*>$/.test(part) && !part.endsWith('/>');
    if (isOpening) depth += 1;
  }
  return lines.join('\n');
}

/** The one request or answer of a message set that carries a requestID; undefined when none does. */
export function elementOf(xml: string | null, requestId: string): string | undefined {
  const id = escapeForPattern(requestId);
  const found = new RegExp(`<(\\w+R[qs])\\b[^>]*\\brequestID="${id}"(?:[^>]*/>|[^>]*>[\\s\\S]*?</\\1>)`).exec(
    xml ?? '',
  );
  return found?.[0];
}
