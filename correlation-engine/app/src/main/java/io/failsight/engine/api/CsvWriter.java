package io.failsight.engine.api;

import java.io.IOException;
import java.util.List;

/**
 * Writes rows as CSV (RFC 4180): every cell in quotation marks, those inside doubled, rows end with CR LF. Log content is foreign, and spreadsheets run what
 * looks like a formula: a cell that begins with one of {@code = + - @}, their full-width forms, tab, CR or LF, blanks before it aside, gets an apostrophe in
 * front, as OWASP advises ("CSV Injection"). A plain number stays one. NUL is left out. Used by one thread.
 */
final class CsvWriter {
    private static final String FORMULA_BEGINS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private final Appendable out;

    CsvWriter(Appendable out) {
        this.out = out;
    }

    void row(List<String> cells) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            cell(cells.get(i));
        }
        out.append("\r\n");
    }

    private void cell(String text) throws IOException {
        out.append('"');
        if (isFormula(text)) {
            out.append('\'');
        }
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"') {
                out.append('"');
            }
            if (character != 0) {
                out.append(character);
            }
        }
        out.append('"');
    }

    static boolean isFormula(String text) {
        int first = 0;
        while (first < text.length() && isBlank(text.charAt(first))) {
            first++;
        }
        return first < text.length() && FORMULA_BEGINS.indexOf(text.charAt(first)) >= 0 && !isNumber(text);
    }

    /** What spreadsheets trim before they look. */
    private static boolean isBlank(char character) {
        return character == ' ' || character == 0 || character == '\u00A0' || character == '\uFEFF';
    }

    private static boolean isNumber(String text) {
        if (text.length() < 2 || text.length() > 20 || text.charAt(0) != '-') {
            return false;
        }
        return text.chars().skip(1).allMatch(digit -> digit >= '0' && digit <= '9');
    }
}
