package io.failsight.runtime.command;

import io.failsight.model.VisibleText;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines for people; colours only where the script found a terminal. Thread-safe: one call, one line. */
public final class Screen {
    private static final Pattern OWN_COLOURS = Pattern.compile("\u001b\\[(?:0|1|2|3[123])m");

    private final boolean colour;

    private Screen(boolean colour) {
        this.colour = colour;
    }

    /** Standard streams; colours when {@code -Dfailsight.colour=true}. */
    public static Screen standard() {
        return new Screen(Boolean.getBoolean("failsight.colour"));
    }

    boolean colour() {
        return colour;
    }

    /** A line, or several; whatever of it could control the terminal is written by its number, but for our own colours. */
    void line(String text) {
        System.out.println(safe(text));
        System.out.flush();
    }

    void good(String text) {
        line("  " + paint("32", "✓") + " " + text);
    }

    void warning(String text) {
        line("  " + paint("33", "!") + " " + text);
    }

    void error(String text) {
        System.out.flush();
        System.err.println(paint("31", "failsight: ") + safe(text));
        System.err.flush();
    }

    /** Switches the streams, for a supervisor that goes on without its terminal. */
    static void redirect(PrintStream log) {
        System.setOut(log);
        System.setErr(log);
    }

    String strong(String text) {
        return paint("1", text);
    }

    String faint(String text) {
        return paint("2", text);
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private String safe(String text) {
        if (!colour) {
            return VisibleText.lines(text);
        }
        StringBuilder safe = new StringBuilder();
        Matcher own = OWN_COLOURS.matcher(text);
        int at = 0;
        while (own.find()) {
            safe.append(VisibleText.lines(text.substring(at, own.start()))).append(own.group());
            at = own.end();
        }
        return safe.append(VisibleText.lines(text.substring(at))).toString();
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
