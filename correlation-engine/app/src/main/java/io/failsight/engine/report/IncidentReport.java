package io.failsight.engine.report;

import io.failsight.core.incident.Cause;
import io.failsight.core.incident.EvidenceItem;
import io.failsight.core.incident.Gap;
import io.failsight.core.incident.Incident;
import io.failsight.core.incident.Moment;
import io.failsight.engine.audit.Audit;
import io.failsight.engine.incident.Durations;
import io.failsight.engine.incident.IncidentListener;
import io.failsight.engine.incident.IncidentTable;
import io.failsight.engine.incident.Proof;
import io.failsight.engine.incident.PublicIncident;
import io.failsight.model.signal.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Everything about an incident that a report holds, and its HTML. Immutable.
 *
 * @param shown the incident with its evidence
 * @param notes what people added
 * @param revisions what each revision changed
 * @param audit who did what
 * @param notices who was told
 */
public record IncidentReport(
        PublicIncident shown,
        List<IncidentTable.Note> notes,
        List<IncidentTable.Revision> revisions,
        List<Audit.Act> audit,
        List<IncidentListener.Notice> notices) {
    /** The file as a whole: one document that loads nothing. */
    public String html(Instant made) {
        Html html = new Html();
        html.raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"" + ReportStyle.POLICY + "\">")
                .raw("<meta name=\"color-scheme\" content=\"light dark\">")
                .element("title", shown.id() + ": " + shown.incident().summary())
                .raw("<style>" + ReportStyle.CSS + "</style></head><body><main>");
        head(html);
        html.raw("<h2>Course</h2>");
        TimeAxis.draw(shown.incident(), html);
        html.raw(
                "<p class=\"legend\"><span class=\"noservice\"></span>without service<span class=\"noredundancy\"></span>"
                        + "without redundancy. A bar through a point is its uncertainty; clocks are corrected; times are UTC.</p>");
        instants(html);
        causes(html);
        gaps(html);
        evidence(html);
        people(html);
        history(html);
        foot(made, html);
        return html.raw("</main></body></html>\n").toString();
    }

    private void head(Html html) {
        Incident incident = shown.incident();
        html.raw("<header><p class=\"kicker\">")
                .raw(ReportStyle.MARK)
                .text("Failsight incident ")
                .element("b", shown.id());
        badge(incident.state().id(), "state " + incident.state().id(), html);
        badge(incident.kind().id().replace('-', ' '), "kind", html);
        badge(incident.planned() ? "planned" : "not planned", "kind", html);
        if (incident.provisional()) {
            badge("provisional: late entries may still revise it", "kind", html);
        }
        html.raw("</p>").element("h1", incident.summary());
        if (!incident.nextStep().isEmpty()) {
            html.raw("<p class=\"next\"><b>Next step</b> ")
                    .text(incident.nextStep())
                    .raw("</p>");
        }
        Durations spans = Durations.of(incident.instants());
        html.raw("<dl class=\"figures\">");
        figure("Without service", Times.duration(spans.withoutService()), html);
        figure("Until detected", Times.duration(spans.detection()), html);
        figure("Takeover", Times.duration(spans.takeover()), html);
        figure("Without redundancy", Times.duration(spans.withoutRedundancy()), html);
        figure("Cluster", incident.cluster() + (incident.site().isEmpty() ? "" : " (" + incident.site() + ")"), html);
        figure("Failed", incident.failedNodes().isEmpty() ? "–" : String.join(", ", incident.failedNodes()), html);
        figure("Serves", incident.servingNode().isEmpty() ? "nobody" : incident.servingNode(), html);
        figure("Product", incident.product().isEmpty() ? "–" : incident.product(), html);
        html.raw("</dl></header>");
    }

    private static void badge(String text, String style, Html html) {
        html.raw(" <span class=\"badge " + style + "\">").text(text).raw("</span>");
    }

    private static void figure(String name, String value, Html html) {
        html.raw("<div>").element("dt", name).element("dd", value).raw("</div>");
    }

    private void instants(Html html) {
        html.raw(
                "<h2>The six instants</h2><table><thead><tr><th>Instant<th>Time (UTC)<th>Uncertainty<th>How known<th>Evidence</tr></thead><tbody>");
        Incident incident = shown.incident();
        instant("Last good", incident.instants().lastGood(), html);
        instant("Fault", incident.instants().fault(), html);
        instant("Detected", incident.instants().detected(), html);
        instant("Decided", incident.instants().decided(), html);
        instant("Service restored", incident.instants().restored(), html);
        instant("Redundancy restored", incident.instants().redundant(), html);
        html.raw("</tbody></table>");
    }

    private void instant(String name, @Nullable Moment moment, Html html) {
        html.raw("<tr>").element("th scope=\"row\"", name);
        if (moment == null) {
            html.raw("<td colspan=\"4\" class=\"dim\">has not come, or nothing tells</td></tr>");
            return;
        }
        html.element("td class=\"mono\"", Times.full(moment.timeNanos()))
                .element("td", Times.uncertainty(moment.uncertaintyNanos()))
                .element("td", moment.inferred() ? "inferred" : "stated")
                .raw("<td>");
        links(moment.evidence(), html);
        html.raw("</td></tr>");
    }

    /** Numbers of the lines in the table of evidence. */
    private void links(List<String> ids, Html html) {
        List<EvidenceItem> evidence = shown.incident().evidence();
        String separator = "";
        for (int i = 0; i < evidence.size(); i++) {
            if (ids.contains(evidence.get(i).signal().id())) {
                html.raw(separator + "<a href=\"#e" + (i + 1) + "\">" + (i + 1) + "</a>");
                separator = ", ";
            }
        }
    }

    private void causes(Html html) {
        html.raw("<h2>Why</h2><ol class=\"causes\">");
        for (Cause cause : shown.incident().causes()) {
            html.raw("<li><meter min=\"0\" max=\"1\" value=\"" + String.format(Locale.ROOT, "%.2f", cause.weight())
                            + "\"></meter> ")
                    .element("b", Math.round(cause.weight() * 100) + " %")
                    .raw(" ")
                    .text(cause.sentence())
                    .raw(" <span class=\"dim\">")
                    .text(cause.id())
                    .raw("; evidence ");
            links(cause.evidence(), html);
            html.raw("</span></li>");
        }
        html.raw("</ol>");
    }

    private void gaps(Html html) {
        if (shown.incident().gaps().isEmpty()) {
            return;
        }
        html.raw(
                "<h2>What was lost</h2><table><thead><tr><th>What<th>Whose<th>From (UTC)<th>To (UTC)<th>In words</tr></thead><tbody>");
        for (Gap gap : shown.incident().gaps()) {
            Moment to = gap.to();
            html.raw("<tr>")
                    .element("td", gap.what())
                    .element("td", gap.subject())
                    .element("td class=\"mono\"", Times.full(gap.from().timeNanos()))
                    .element("td class=\"mono\"", to == null ? "lasts" : Times.full(to.timeNanos()))
                    .element("td", gap.sentence())
                    .raw("</tr>");
        }
        html.raw("</tbody></table>");
    }

    private void evidence(Html html) {
        Incident incident = shown.incident();
        html.raw("<h2>Evidence</h2><p class=\"dim\">Each line as it came. <i>Time</i> is the time of the source")
                .raw(" minus the offset of its clock. The hash is SHA-256 of the line in UTF-8, without a line feed: ")
                .raw("<code>printf %s 'LINE' | sha256sum</code> must give the same.");
        if (incident.evidenceDropped() > 0) {
            html.text(" " + incident.evidenceDropped() + " further lines are not kept here.");
        }
        html.raw("</p>");
        int number = 0;
        for (EvidenceItem item : incident.evidence()) {
            line(++number, item, html);
        }
    }

    private static void line(int number, EvidenceItem item, Html html) {
        Signal signal = item.signal();
        OptionalLong offset = Proof.clockOffset(item);
        html.raw("<article class=\"line\" id=\"e" + number + "\"><p><b class=\"number\">" + number + "</b> ");
        badge(item.step(), "step", html);
        html.raw(" <span class=\"mono\">")
                .text(Times.full(item.timeNanos()))
                .raw("</span> ")
                .text(Times.uncertainty(item.uncertaintyNanos()))
                .raw(" <span class=\"dim\">")
                .text(signal.kind().id() + " · " + where(signal))
                .raw("</span></p><pre>")
                .text(signal.text())
                .raw("</pre><p class=\"dim small\">")
                .text("by its own clock " + Times.full(signal.timeNanos()) + ", received "
                        + Times.full(signal.observedNanos()) + ", clock "
                        + (offset.isPresent()
                                ? Times.offset(offset.getAsLong()) + " " + Times.uncertainty(item.uncertaintyNanos())
                                : "not known")
                        + ", from " + signal.source() + ", id " + signal.id())
                .raw("<br>SHA-256 <span class=\"mono\">")
                .text(Proof.sha256(signal.text()))
                .raw("</span></p></article>");
    }

    private static String where(Signal signal) {
        String node = signal.subject().node().isEmpty()
                ? signal.reporter()
                : signal.subject().node();
        return String.join(
                " · ",
                List.of(node, signal.subject().component(), signal.subject().resource()).stream()
                        .filter(part -> !part.isEmpty())
                        .toList());
    }

    private void people(Html html) {
        PublicIncident.Acknowledgement acknowledged = shown.acknowledged();
        html.raw("<h2>People</h2><p>")
                .text(
                        acknowledged == null
                                ? "Nobody has acknowledged it."
                                : "Acknowledged by " + acknowledged.by() + " at " + Times.full(acknowledged.at()) + ".")
                .text(shown.handedTo().isEmpty() ? "" : " Handed to " + shown.handedTo() + ".")
                .raw("</p>");
        for (IncidentTable.Note note : notes) {
            html.raw("<blockquote><p class=\"dim small\">")
                    .text(note.by() + ", " + Times.full(note.at()))
                    .raw("</p><p class=\"words\">")
                    .text(note.text())
                    .raw("</p></blockquote>");
        }
        if (!notices.isEmpty()) {
            html.raw("<table><thead><tr><th>Told<th>Why<th>State<th>At (UTC)<th>Error</tr></thead><tbody>");
            for (IncidentListener.Notice notice : notices) {
                String error = notice.error();
                html.raw("<tr>")
                        .element("td", notice.receiver())
                        .element("td", notice.reason())
                        .element("td", notice.state())
                        .element("td class=\"mono\"", Times.full(notice.at()))
                        .element("td", error == null ? "" : error)
                        .raw("</tr>");
            }
            html.raw("</tbody></table>");
        }
    }

    private void history(Html html) {
        html.raw("<h2>Revisions</h2><table><thead><tr><th>No.<th>At (UTC)<th>What changed</tr></thead><tbody>");
        for (IncidentTable.Revision revision : revisions) {
            html.raw("<tr>")
                    .element("td", Integer.toString(revision.revision()))
                    .element("td class=\"mono\"", Times.full(revision.at()))
                    .element("td class=\"words\"", String.join("\n", revision.what()))
                    .raw("</tr>");
        }
        html.raw("</tbody></table>");
        if (!audit.isEmpty()) {
            html.raw("<h2>Audit</h2><table><thead><tr><th>No.<th>At (UTC)<th>Who<th>What</tr></thead><tbody>");
            for (Audit.Act act : audit) {
                html.raw("<tr>")
                        .element("td", Long.toString(act.id()))
                        .element("td class=\"mono\"", Times.full(act.at()))
                        .element("td", act.by())
                        .element(
                                "td class=\"words\"", act.action() + (act.text().isEmpty() ? "" : ": " + act.text()))
                        .raw("</tr>");
            }
            html.raw("</tbody></table>");
        }
    }

    private void foot(Instant made, Html html) {
        html.raw("<footer class=\"dim small\">")
                .text("Incident " + shown.id() + ", revision " + shown.revision() + " of " + Times.full(shown.revised())
                        + ", opened " + Times.full(shown.opened()) + ". This file was made by Failsight at "
                        + Times.full(made) + " UTC; it loads nothing and runs nothing.")
                .raw("</footer>");
    }
}
