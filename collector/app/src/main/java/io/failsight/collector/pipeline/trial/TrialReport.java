package io.failsight.collector.pipeline.trial;

import io.failsight.collector.pack.SignalDraft;
import io.failsight.model.Bytes;
import io.failsight.model.JsonText;
import io.failsight.model.VisibleText;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints what became of records: a table for people, one JSON document for programs. Stateless. */
final class TrialReport {
    private static final int MAX_BODY = 110;
    private static final int MAX_VALUE = 80;
    private static final int MAX_UNMATCHED = 20;

    private TrialReport() {}

    /** For people. What a line says is made harmless for terminals. */
    static void table(String pack, Trial.Way way, List<TrialRecord> records, PrintStream out) {
        for (TrialRecord record : records) {
            String mark = record.isParsed() ? "✓" : "!";
            String who = record.pack().isEmpty() ? "no pack" : cut(record.pack(), MAX_VALUE);
            out.printf("%5d %s %-12s %s%n", record.line(), mark, who, cut(record.body(), MAX_BODY));
            String values =
                    record.values().stream().map(value -> cut(value, MAX_VALUE)).collect(Collectors.joining("  "));
            if (!values.isEmpty()) {
                out.println("        " + values);
            }
            record.signals().forEach(signal -> out.println("        → " + line(signal)));
        }
        summary(pack, way, records, out);
    }

    private static void summary(String pack, Trial.Way way, List<TrialRecord> records, PrintStream out) {
        long parsed = records.stream().filter(TrialRecord::isParsed).count();
        long own = records.stream()
                .filter(record -> record.pack().startsWith(pack + "@"))
                .count();
        out.println();
        out.printf(
                "%d records, read as %s: %d taken by %s, %d parsed, %d not%n",
                records.size(),
                way == Trial.Way.FILE ? "lines of a file" : "syslog",
                own,
                pack,
                parsed,
                records.size() - parsed);
        Map<String, Long> kinds = kinds(records);
        if (!kinds.isEmpty()) {
            out.println("signals: "
                    + kinds.entrySet().stream()
                            .map(kind -> kind.getKey() + " " + kind.getValue())
                            .collect(Collectors.joining(", ")));
        }
        List<TrialRecord> unmatched =
                records.stream().filter(record -> !record.isParsed()).toList();
        if (!unmatched.isEmpty()) {
            out.println("not parsed:");
            unmatched.stream()
                    .limit(MAX_UNMATCHED)
                    .forEach(record -> out.printf("%5d   %s%n", record.line(), cut(record.body(), MAX_BODY)));
        }
        if (unmatched.size() > MAX_UNMATCHED) {
            out.println("        and " + (unmatched.size() - MAX_UNMATCHED) + " more");
        }
    }

    private static Map<String, Long> kinds(List<TrialRecord> records) {
        return records.stream()
                .flatMap(record -> record.signals().stream())
                .collect(Collectors.groupingBy(signal -> signal.kind().id(), TreeMap::new, Collectors.counting()));
    }

    private static String line(SignalDraft signal) {
        StringBuilder text = new StringBuilder(signal.kind().id());
        if (signal.remote()) {
            text.append("  of the partner");
        }
        members(signal)
                .forEach((key, value) ->
                        text.append("  ").append(key).append('=').append(value));
        return cut(text.toString(), MAX_BODY * 2);
    }

    private static Map<String, String> members(SignalDraft signal) {
        Map<String, String> members = new java.util.LinkedHashMap<>();
        members.put("cluster", signal.cluster());
        members.put("node", signal.node());
        members.put("layer", signal.layer());
        members.put("component", signal.component());
        members.put("resource", signal.resource());
        members.putAll(new TreeMap<>(signal.details()));
        members.values().removeIf(String::isEmpty);
        return members;
    }

    /** For programs. */
    static void json(String pack, Trial.Way way, List<TrialRecord> records, PrintStream out) {
        Bytes json = new Bytes(65_536);
        json.add("{\"pack\":");
        quote(pack, json);
        json.add(",\"as\":");
        quote(way.name().toLowerCase(Locale.ROOT), json);
        json.add(",\"parsed\":")
                .addDecimal(records.stream().filter(TrialRecord::isParsed).count());
        json.add(",\"unmatched\":")
                .addDecimal(
                        records.stream().filter(record -> !record.isParsed()).count());
        json.add(",\"records\":[");
        for (int i = 0; i < records.size(); i++) {
            TrialRecord record = records.get(i);
            json.add(i == 0 ? "\n" : ",\n").add("{\"line\":").addDecimal(record.line());
            json.add(",\"entry\":").add(record.json()).add(",\"signals\":[");
            for (int s = 0; s < record.signals().size(); s++) {
                json.add(s == 0 ? "" : ",");
                signal(record.signals().get(s), json);
            }
            json.add("]}");
        }
        json.add("\n]}");
        out.println(harmless(json.toString()));
    }

    /** Signs that could control a terminal stand in strings only, where JSON has a way to write them by their number. */
    private static String harmless(String json) {
        StringBuilder text = new StringBuilder(json.length() + 16);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            boolean hidden = c >= 0x7F && !Character.isSurrogate(c) && VisibleText.isHidden(c);
            text.append(hidden ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c));
        }
        return text.toString();
    }

    private static void signal(SignalDraft signal, Bytes json) {
        json.add("{\"kind\":");
        quote(signal.kind().id(), json);
        json.add(",\"remote\":").add(Boolean.toString(signal.remote()));
        Map<String, String> members = members(signal);
        members.keySet().removeAll(signal.details().keySet());
        members.forEach((key, value) -> member(key, value, json));
        json.add(",\"details\":{");
        int start = json.length();
        new TreeMap<>(signal.details()).forEach((key, value) -> {
            if (json.length() > start) {
                json.add(",");
            }
            quote(key, json);
            json.add(":");
            quote(value, json);
        });
        json.add("}}");
    }

    private static void member(String key, String value, Bytes json) {
        json.add(",");
        quote(key, json);
        json.add(":");
        quote(value, json);
    }

    private static void quote(String text, Bytes json) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        JsonText.quote(bytes, 0, bytes.length, json);
    }

    private static String cut(String text, int max) {
        String oneLine = VisibleText.oneLine(text.replace("\r", "").replace("\n", "⏎"));
        return oneLine.length() <= max ? oneLine : oneLine.substring(0, max - 1) + "…";
    }
}
