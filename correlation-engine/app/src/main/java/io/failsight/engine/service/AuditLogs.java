package io.failsight.engine.service;

import io.failsight.audit.Anchors;
import io.failsight.engine.audit.AuditLog;
import io.failsight.engine.query.Cursor;
import io.failsight.engine.query.QueryRewriter;
import io.failsight.engine.query.TimeWindow;
import io.failsight.engine.store.EntryPage;
import io.failsight.engine.store.EntrySearch;
import io.failsight.engine.store.EntryStore;
import io.failsight.engine.store.StoreException;
import io.failsight.model.EntryField;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What our own log told of the audit: from its file, and from the entries that the collector made of it, which stay longer. Only entries that the
 * collector read from that file itself count; a sender could write anything. Thread-safe.
 */
final class AuditLogs implements AuditLog {
    private static final Logger LOG = Logger.getLogger(AuditLogs.class);
    private static final String QUERY = "logger:io.failsight.audit AND receiver:file AND file:*correlation-engine.json";
    /** Records looked at in the index, newest first; with the file the newest are there in any case. */
    private static final int MAX_PAGES = 100;

    private final Path file;
    private final EntryStore entries;
    private final InstantSource clock;

    AuditLogs(Path file, EntryStore entries, InstantSource clock) {
        this.file = file;
        this.entries = entries;
        this.clock = clock;
    }

    @Override
    public Anchors anchors() {
        Anchors anchors;
        try {
            anchors = Anchors.of(file);
        } catch (IOException e) {
            LOG.warn("the log beside " + file + " cannot be read for a check of the audit: " + e.getMessage());
            anchors = new Anchors();
        }
        try {
            fromIndex(anchors);
        } catch (StoreException e) {
            LOG.info("the audit is checked without the entries of its log: " + e.getMessage());
        }
        return anchors;
    }

    private void fromIndex(Anchors anchors) throws StoreException {
        Instant now = clock.instant();
        Optional<Cursor> after = Optional.empty();
        for (int i = 0; i < MAX_PAGES; i++) {
            EntryPage page = entries.search(new EntrySearch(
                    QueryRewriter.rewrite(QUERY, now), TimeWindow.ALWAYS, EntrySearch.MAX_SIZE, true, after));
            page.entries().forEach(entry -> add(anchors, entry));
            after = page.next();
            if (after.isEmpty()) {
                return;
            }
        }
    }

    private static void add(Anchors anchors, Map<String, Object> entry) {
        if (entry.get(EntryField.ATTR.jsonName()) instanceof Map<?, ?> attributes
                && attributes.get("mdc.audit.id") instanceof List<?> ids
                && attributes.get("mdc.audit.hash") instanceof List<?> hashes
                && ids.size() == 1
                && hashes.size() == 1
                && String.valueOf(ids.getFirst()).matches("[0-9]{1,18}")) {
            anchors.add(Long.parseLong(String.valueOf(ids.getFirst())), String.valueOf(hashes.getFirst()));
        }
    }
}
