/**
 * Text of a log as a person may see it: control characters and those that turn the direction of writing become signs, so that a line
 * cannot pretend to be another one. Line ends and tabs stay. Pure; what is copied or filtered for is the text itself.
 */
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

export function visible(text: string): string {
  return text.replace(HIDDEN, (char) => {
    const code = char.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}
