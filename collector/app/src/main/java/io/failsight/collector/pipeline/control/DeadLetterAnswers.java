package io.failsight.collector.pipeline.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.failsight.collector.sink.opensearch.DeadLetter;
import io.failsight.collector.sink.opensearch.DeadLetterStore;
import io.failsight.collector.sink.opensearch.LetterSender;
import io.failsight.model.EntryField;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What engines may ask of the dead letters: a page of them, newest first, and to send some or all again. Thread-safe. */
public final class DeadLetterAnswers {
    private static final int DEFAULT_SIZE = 50;
    private static final int MAX_SIZE = 200;
    private static final int MAX_IDS = 1_000;
    /** Characters of a text; a page of the longest is then far below what an engine reads. */
    private static final int MAX_TEXT = 8_000;

    private final DeadLetterStore store;
    private final LetterSender sender;

    public DeadLetterAnswers(DeadLetterStore store, LetterSender sender) {
        this.store = store;
        this.sender = sender;
    }

    /**
     * One letter.
     *
     * @param at when it was refused
     * @param text the line as it came, else the message; cut where it is long
     * @param document what was to be indexed, as JSON; cut where it is long
     */
    record Letter(
            String id,
            String at,
            String index,
            String error,
            String reason,
            String source,
            String host,
            String time,
            String text,
            String document) {
        static Letter of(DeadLetter letter) {
            String raw = letter.field(EntryField.RAW);
            return new Letter(
                    letter.id(),
                    letter.at().toString(),
                    letter.index(),
                    cut(letter.error()),
                    cut(letter.reason()),
                    letter.field(EntryField.SOURCE),
                    letter.field(EntryField.HOST),
                    letter.field(EntryField.TIME),
                    cut(raw.isEmpty() ? letter.field(EntryField.BODY) : raw),
                    cut(letter.document()));
        }

        private static String cut(String text) {
            return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
        }
    }

    /**
     * A page of letters.
     *
     * @param count of all
     * @param dropped since the start, for lack of room
     * @param next how many to skip for the next page; -1 when this is the last
     */
    record Page(int count, long bytes, long maxBytes, long dropped, List<Letter> letters, int next) {}

    /** Answers from now on. */
    public void open(ControlDoor door) {
        door.get("dead-letters", this::page);
        door.post("dead-letters/resend", this::resend);
    }

    private ControlAnswer page(ControlQuestion question) throws IOException {
        int size;
        int skip;
        try {
            size = question.parameter("size").map(Integer::parseInt).orElse(DEFAULT_SIZE);
            skip = question.parameter("skip").map(Integer::parseInt).orElse(0);
        } catch (NumberFormatException e) {
            return ControlAnswer.wrong("size and skip are numbers");
        }
        if (size < 0 || size > MAX_SIZE || skip < 0) {
            return ControlAnswer.wrong("size is 0 to " + MAX_SIZE + ", skip at least 0");
        }
        DeadLetterStore.Page page = store.page(size, skip);
        return ControlAnswer.ok(new Page(
                store.count(),
                store.bytes(),
                store.maxBytes(),
                store.dropped(),
                page.letters().stream().map(Letter::of).toList(),
                page.next()));
    }

    private ControlAnswer resend(ControlQuestion question) throws IOException {
        JsonNode body = question.body();
        if (body.path("before").isTextual()) {
            try {
                return ControlAnswer.ok(
                        sender.sendBefore(Instant.parse(body.path("before").asText())));
            } catch (DateTimeException e) {
                return ControlAnswer.wrong("'before' must be a time such as 2026-11-20T18:00:00Z");
            }
        }
        List<String> ids = new ArrayList<>();
        body.path("ids").forEach(id -> ids.add(id.asText()));
        if (ids.isEmpty() || ids.size() > MAX_IDS) {
            return ControlAnswer.wrong("send {\"ids\": [...]} with 1 to " + MAX_IDS + " ids, or {\"before\": time}");
        }
        return ControlAnswer.ok(sender.send(ids));
    }
}
