package io.failsight.engine.report;

import io.failsight.core.incident.EvidenceItem;
import io.failsight.core.incident.Incident;
import io.failsight.core.incident.Instants;
import io.failsight.core.incident.Moment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The course of an incident as a static drawing: one lane per layer and component, the evidence on it with its uncertainty, the six instants across, the
 * time without service and without redundancy behind. Colours come from the page's style. Stateless.
 */
final class TimeAxis {
    private static final int WIDTH = 1080;
    private static final int LEFT = 190;
    private static final int RIGHT = 30;
    private static final int LANE = 26;
    /** Names of instants stand in rows above the lanes, so that near ones stay readable. */
    private static final int NAME_ROWS = 4;

    private static final int NAME_ROW = 16;
    private static final int TOP = 10 + NAME_ROWS * NAME_ROW + 8;
    /** More lanes would not fit a page; the last one takes the rest. */
    private static final int MAX_LANES = 16;

    private TimeAxis() {}

    /** One of the six. */
    private record Named(String name, Moment moment) {}

    static void draw(Incident incident, Html html) {
        List<Named> instants = named(incident.instants());
        List<Long> events = Stream.concat(
                        incident.evidence().stream().map(EvidenceItem::timeNanos),
                        instants.stream().map(named -> named.moment().timeNanos()))
                .toList();
        if (events.isEmpty()) {
            return;
        }
        TimeScale scale = TimeScale.of(events, LEFT, WIDTH - LEFT - RIGHT);
        Map<String, List<EvidenceItem>> lanes = lanes(incident.evidence());
        int bottom = TOP + Math.max(1, lanes.size()) * LANE;
        html.raw(
                "<svg class=\"axis\" role=\"img\" aria-label=\"Course of the incident; the tables below say the same\" viewBox=\"0 0 "
                        + WIDTH + " " + (bottom + 40) + "\">");
        spans(incident.instants(), scale, bottom, html);
        ticks(scale, bottom, html);
        lanes(lanes, scale, html);
        instants(instants, scale, bottom, html);
        html.raw("</svg>");
    }

    private static List<Named> named(Instants instants) {
        List<Named> named = new ArrayList<>();
        add("last good", instants.lastGood(), named);
        add("fault", instants.fault(), named);
        add("detected", instants.detected(), named);
        add("decided", instants.decided(), named);
        add("restored", instants.restored(), named);
        add("redundant", instants.redundant(), named);
        return named;
    }

    private static void add(String name, @Nullable Moment moment, List<Named> named) {
        if (moment != null) {
            named.add(new Named(name, moment));
        }
    }

    private static Map<String, List<EvidenceItem>> lanes(List<EvidenceItem> evidence) {
        Map<String, List<EvidenceItem>> lanes = new LinkedHashMap<>();
        for (EvidenceItem item : evidence) {
            String name = Stream.of(
                            item.signal().subject().layer(),
                            item.signal().subject().component())
                    .filter(part -> !part.isEmpty())
                    .reduce((one, other) -> one + " · " + other)
                    .orElse("other");
            boolean room = lanes.containsKey(name) || lanes.size() < MAX_LANES - 1;
            lanes.computeIfAbsent(room ? name : "more", _ -> new ArrayList<>()).add(item);
        }
        return lanes;
    }

    private static void spans(Instants instants, TimeScale scale, int bottom, Html html) {
        Moment fault = instants.fault();
        if (fault == null) {
            return;
        }
        span("noredundancy", fault, instants.redundant(), scale, bottom, html);
        span("noservice", fault, instants.restored(), scale, bottom, html);
    }

    private static void span(String style, Moment from, @Nullable Moment to, TimeScale scale, int bottom, Html html) {
        double x = scale.x(from.timeNanos());
        double end = to == null ? WIDTH - RIGHT : scale.x(to.timeNanos());
        html.raw("<rect class=\"" + style + "\" x=\"" + number(x) + "\" y=\"" + TOP + "\" width=\""
                + number(Math.max(1, end - x)) + "\" height=\"" + (bottom - TOP) + "\"/>");
    }

    private static void ticks(TimeScale scale, int bottom, Html html) {
        for (long tick : scale.ticks(80)) {
            String x = number(scale.x(tick));
            html.raw("<line class=\"tick\" x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + TOP + "\" y2=\"" + (bottom + 5)
                    + "\"/><text class=\"time\" x=\"" + x + "\" y=\"" + (bottom + 20) + "\">");
            html.text(Times.clock(tick)).raw("</text>");
        }
        for (TimeScale.Cut cut : scale.cuts()) {
            String x = number(cut.x());
            html.raw("<path class=\"cut\" d=\"M" + x + " " + TOP + "l5 8l-10 8l5 8V" + (bottom + 5)
                    + "\"/><text class=\"cuttext\" x=\"" + x + "\" y=\"" + (bottom + 34) + "\">");
            html.text("⋯ " + Times.duration(cut.nanos() / 1_000_000) + " ⋯").raw("</text>");
        }
    }

    private static void lanes(Map<String, List<EvidenceItem>> lanes, TimeScale scale, Html html) {
        int y = TOP + LANE / 2;
        for (Map.Entry<String, List<EvidenceItem>> lane : lanes.entrySet()) {
            html.raw("<text class=\"lane\" x=\"" + (LEFT - 14) + "\" y=\"" + (y + 4) + "\">")
                    .text(cut(lane.getKey()))
                    .raw("</text><line class=\"rail\" x1=\"" + LEFT + "\" x2=\"" + (WIDTH - RIGHT) + "\" y1=\"" + y
                            + "\" y2=\"" + y + "\"/>");
            for (EvidenceItem item : lane.getValue()) {
                mark(item, scale, y, html);
            }
            y += LANE;
        }
    }

    private static String cut(String name) {
        return name.length() <= 27 ? name : name.substring(0, 26) + "…";
    }

    private static void mark(EvidenceItem item, TimeScale scale, int y, Html html) {
        double from = scale.x(item.timeNanos() - item.uncertaintyNanos());
        double to = scale.x(item.timeNanos() + item.uncertaintyNanos());
        String style = "s-" + (item.step().matches("[a-z-]{1,20}") ? item.step() : "context");
        if (to - from > 8) {
            html.raw("<line class=\"doubt " + style + "\" x1=\"" + number(from) + "\" x2=\"" + number(to) + "\" y1=\""
                    + y + "\" y2=\"" + y + "\"/>");
        }
        html.raw("<circle class=\"mark " + style + "\" cx=\"" + number(scale.x(item.timeNanos())) + "\" cy=\"" + y
                + "\" r=\"" + (item.step().equals("context") ? "3.5" : "5") + "\"><title>");
        html.text(Times.full(item.timeNanos()) + " " + Times.uncertainty(item.uncertaintyNanos()) + "\n"
                        + item.signal().text())
                .raw("</title></circle>");
    }

    private static void instants(List<Named> instants, TimeScale scale, int bottom, Html html) {
        double[] ends = new double[NAME_ROWS];
        for (Named named : instants) {
            double x = scale.x(named.moment().timeNanos());
            int row = 0;
            while (row < NAME_ROWS - 1 && ends[row] > x - 4) {
                row++;
            }
            String label = named.name() + (named.moment().inferred() ? " (inferred)" : "");
            boolean atEnd = x > WIDTH - 130;
            ends[row] = x + label.length() * 6.6 + 8;
            int y = 18 + row * NAME_ROW;
            html.raw("<line class=\"instant" + (named.moment().inferred() ? " inferred" : "") + "\" x1=\"" + number(x)
                    + "\" x2=\"" + number(x) + "\" y1=\"" + (y + 3) + "\" y2=\"" + bottom + "\"/><text class=\"name"
                    + (atEnd ? " end" : "") + "\" x=\"" + number(atEnd ? x - 4 : x + 4) + "\" y=\"" + y + "\">");
            html.text(label).raw("</text>");
        }
    }

    private static String number(double x) {
        return String.format(Locale.ROOT, "%.1f", x);
    }
}
