/**
 * Text of a log as a person may see it: signs that show nothing of their own (control characters, those that turn the direction of
 * writing, blanks of no width, halves of pairs, letters that look like blanks) are written by their number, so that a line cannot
 * pretend to be another one. Line ends and tabs stay, and what joins emoji. Pure; what is copied or filtered for is the text itself.
 */
const HIDDEN = /(?![\t\n\r]|(?<=\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u034f\u115f\u1160\u3164\uffa0]/gu;

export function visible(text: string): string {
  return text.replace(HIDDEN, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}
