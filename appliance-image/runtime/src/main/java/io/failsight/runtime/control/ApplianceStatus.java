package io.failsight.runtime.control;

import io.failsight.runtime.process.PartState;
import io.failsight.runtime.process.PartStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a running supervisor says of itself.
 *
 * @param address console address for the browser
 * @param pid the supervisor's process id
 * @param residentBytes its resident memory
 * @param since when it was started
 * @param parts one row a part, in start order
 */
public record ApplianceStatus(String address, long pid, long residentBytes, Instant since, List<PartStatus> parts) {
    public ApplianceStatus {
        parts = List.copyOf(parts);
    }

    /** True when every part is ready. */
    public boolean ready() {
        return parts.stream().allMatch(part -> part.state() == PartState.READY);
    }

    /** One tab-separated line for the supervisor, then one a part. */
    List<String> encode() {
        var lines = new ArrayList<String>();
        lines.add(String.join("\t", address, Long.toString(pid), Long.toString(residentBytes), since.toString()));
        for (PartStatus part : parts) {
            lines.add(String.join(
                    "\t",
                    part.id(),
                    part.state().name(),
                    Long.toString(part.pid()),
                    Long.toString(part.residentBytes()),
                    part.address(),
                    part.since().toString(),
                    Integer.toString(part.restarts())));
        }
        return lines;
    }

    /** Reverse of {@link #encode}; throws IllegalArgumentException, DateTimeException on anything else. */
    static ApplianceStatus decode(List<String> lines) {
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("empty status");
        }
        String[] head = columns(lines.getFirst(), 4);
        var parts = new ArrayList<PartStatus>();
        for (String line : lines.subList(1, lines.size())) {
            String[] column = columns(line, 7);
            parts.add(new PartStatus(
                    column[0],
                    PartState.valueOf(column[1]),
                    Long.parseLong(column[2]),
                    Long.parseLong(column[3]),
                    column[4],
                    Instant.parse(column[5]),
                    Integer.parseInt(column[6])));
        }
        return new ApplianceStatus(
                head[0], Long.parseLong(head[1]), Long.parseLong(head[2]), Instant.parse(head[3]), parts);
    }

    private static String[] columns(String line, int count) {
        String[] columns = line.split("\t", -1);
        if (columns.length != count) {
            throw new IllegalArgumentException("status line of " + columns.length + " columns");
        }
        return columns;
    }
}
