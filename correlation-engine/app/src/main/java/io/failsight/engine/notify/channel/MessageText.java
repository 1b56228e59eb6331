package io.failsight.engine.notify.channel;

import io.failsight.model.VisibleText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A message in words, as plain text and as HTML. Whatever comes from a log is text: control signs are taken out, markup is escaped. Pure. */
final class MessageText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.S zzz", Locale.ENGLISH);
    private static final int MAX_SUBJECT = 180;
    private static final Pattern BLANKS = Pattern.compile(" {2,}");
    private static final Map<String, String> INSTANTS = Map.of(
            "lastGood", "last good",
            "fault", "fault",
            "detected", "detected",
            "decided", "decided",
            "restored", "service restored",
            "redundant", "redundancy restored");

    private MessageText() {}

    /** One line: what, where, how bad. */
    static String subject(Delivery delivery) {
        Message message = delivery.message();
        if (!delivery.reason().ofIncident()) {
            return "Failsight: " + oneLine(message.summary());
        }
        String where = message.cluster().isEmpty() ? message.site() : message.cluster();
        return cut(oneLine(
                "[Failsight] " + word(message) + (where.isEmpty() ? "" : " " + where) + ": " + message.summary()));
    }

    /** The worst that can be said of it in a word or two. */
    static String word(Message message) {
        if (!message.isOpen()) {
            return "RESTORED";
        }
        return switch (message.kind()) {
            case "failed" -> "NOBODY TOOK OVER";
            case "split-brain" -> "SPLIT BRAIN";
            case "site" -> "SITE LOST";
            default -> message.planned() ? "PLANNED WORK" : message.state().toUpperCase(Locale.ROOT);
        };
    }

    /** Everything, as plain text. */
    static String plain(Delivery delivery) {
        Message message = delivery.message();
        List<String> lines = new ArrayList<>();
        lines.add(oneLine(message.summary()));
        if (!message.nextStep().isEmpty()) {
            lines.addAll(List.of("", "What to do: " + oneLine(message.nextStep())));
        }
        section(lines, "When", instants(message, delivery.zone()));
        section(lines, "Why", causes(message));
        section(lines, "Evidence", evidence(message, delivery.zone()));
        if (delivery.reason().ofIncident()) {
            lines.addAll(List.of("", facts(message)));
        }
        lines.addAll(List.of("", message.link()));
        return String.join("\r\n", lines) + "\r\n";
    }

    private static void section(List<String> lines, String title, List<String> items) {
        if (!items.isEmpty()) {
            lines.addAll(List.of("", title + ":"));
            items.forEach(item -> lines.add("  " + item));
        }
    }

    private static List<String> instants(Message message, ZoneId zone) {
        return message.instants().entrySet().stream()
                .map(entry -> INSTANTS.getOrDefault(entry.getKey(), entry.getKey()) + ": "
                        + time(entry.getValue().time(), zone)
                        + uncertainty(entry.getValue()))
                .toList();
    }

    private static String uncertainty(Message.At at) {
        String width = String.format(Locale.ROOT, " (\u00b1 %.1f s", at.uncertaintyMillis() / 1000.0);
        return width + (at.inferred() ? ", inferred)" : ")");
    }

    private static List<String> causes(Message message) {
        return message.causes().stream()
                .map(cause -> Math.round(cause.weight() * 100) + " %  " + oneLine(cause.sentence()))
                .toList();
    }

    private static List<String> evidence(Message message, ZoneId zone) {
        return message.evidence().stream()
                .map(line -> time(line.time(), zone) + "  " + oneLine(line.node()) + "  " + oneLine(line.text()))
                .toList();
    }

    private static String facts(Message message) {
        return oneLine("Incident " + message.incident() + ", revision " + message.revision() + ", " + message.kind()
                + ", " + message.state()
                + (message.provisional() ? ", provisional: late entries may still change it" : ""));
    }

    private static String time(String iso, ZoneId zone) {
        return TIME.format(Instant.parse(iso).atZone(zone));
    }

    /** Everything, as HTML that needs nothing from elsewhere. */
    static String html(Delivery delivery) {
        Message message = delivery.message();
        StringBuilder page = new StringBuilder("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head>"
                + "<body style=\"font-family:sans-serif;color:#1b1f24;max-width:46em\">");
        if (delivery.reason().ofIncident()) {
            page.append("<p style=\"font-weight:bold;color:").append(message.isOpen() ? "#b3261e" : "#1a7f37");
            page.append("\">").append(escaped(word(message))).append("</p>");
        }
        page.append("<p style=\"font-size:1.15em\">")
                .append(escaped(message.summary()))
                .append("</p>");
        if (!message.nextStep().isEmpty()) {
            page.append("<p><b>What to do:</b> ")
                    .append(escaped(message.nextStep()))
                    .append("</p>");
        }
        list(page, "When", instants(message, delivery.zone()), false);
        list(page, "Why", causes(message), false);
        list(page, "Evidence", evidence(message, delivery.zone()), true);
        if (delivery.reason().ofIncident()) {
            page.append("<p style=\"color:#57606a\">")
                    .append(escaped(facts(message)))
                    .append("</p>");
        }
        String link = escaped(message.link());
        page.append("<p><a href=\"").append(link).append("\">").append(link).append("</a></p></body></html>");
        return page.toString();
    }

    private static void list(StringBuilder page, String title, List<String> items, boolean lines) {
        if (items.isEmpty()) {
            return;
        }
        page.append("<p><b>").append(title).append("</b></p><ul>");
        for (String item : items) {
            page.append("<li")
                    .append(lines ? " style=\"font-family:monospace\"" : "")
                    .append('>');
            page.append(escaped(item)).append("</li>");
        }
        page.append("</ul>");
    }

    /** Text that can neither begin a tag nor end an attribute. */
    static String escaped(String text) {
        return oneLine(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** Without line breaks and other hidden signs, so that no text can begin a header, a line or an escape sequence. */
    static String oneLine(String text) {
        return BLANKS.matcher(VisibleText.oneLine(text)).replaceAll(" ").strip();
    }

    private static String cut(String text) {
        int end = MAX_SUBJECT - 3;
        if (text.length() <= MAX_SUBJECT) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "...";
    }
}
