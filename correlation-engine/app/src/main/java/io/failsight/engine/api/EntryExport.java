package io.failsight.engine.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.engine.query.Cursor;
import io.failsight.engine.query.IndexQuery;
import io.failsight.engine.query.TimeWindow;
import io.failsight.engine.store.EntryPage;
import io.failsight.engine.store.EntrySearch;
import io.failsight.engine.store.EntryStore;
import io.failsight.engine.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes all entries that match, oldest first, page by page: memory holds one page, whatever the size. A page that OpenSearch could not give whole ends it with an
 * error, so that nobody takes a part for the whole. Used by one thread, once.
 */
final class EntryExport {
    /** Columns of a table for people; {@code id} leads back to the entry. */
    static final List<String> COLUMNS = List.of(
            "time",
            "severity",
            "site",
            "cluster",
            "node",
            "host",
            "product",
            "component",
            "program",
            "body",
            "attr",
            "source",
            "seq",
            "id");

    private final EntryStore entries;
    private final IndexQuery query;
    private final TimeWindow window;
    private final ObjectMapper json;
    private EntryPage page;
    private long rows;

    /**
     * Asks for the first page, so that what is wrong with the question is told before anything is sent.
     *
     * @param window with an end; what comes in meanwhile is left out
     */
    EntryExport(EntryStore entries, IndexQuery query, TimeWindow window, ObjectMapper json) throws StoreException {
        this.entries = entries;
        this.query = query;
        this.window = window;
        this.json = json;
        this.page = page(Optional.empty());
    }

    /** How many rows were written. */
    long rows() {
        return rows;
    }

    /** JSON, one entry a line. */
    void ndjson(OutputStream out, BooleanSupplier goesOn) throws IOException, StoreException {
        each(goesOn, entry -> {
            out.write(json.writeValueAsBytes(entry));
            out.write('\n');
        });
        out.flush();
    }

    /** CSV with a line of names, in UTF-8 with a byte order mark, without which spreadsheets guess. */
    void csv(OutputStream out, BooleanSupplier goesOn) throws IOException, StoreException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        writer.write('\uFEFF');
        CsvWriter csv = new CsvWriter(writer);
        csv.row(COLUMNS);
        each(
                goesOn,
                entry -> csv.row(
                        COLUMNS.stream().map(column -> cell(entry.get(column))).toList()));
        writer.flush();
    }

    private String cell(@Nullable Object value) {
        try {
            return value == null
                    ? ""
                    : value instanceof Map<?, ?> attributes ? json.writeValueAsString(attributes) : value.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("attributes are lists of text", e);
        }
    }

    @FunctionalInterface
    private interface Row {
        void write(Map<String, Object> entry) throws IOException;
    }

    private void each(BooleanSupplier goesOn, Row row) throws IOException, StoreException {
        while (true) {
            for (Map<String, Object> entry : page.entries()) {
                row.write(entry);
                rows++;
            }
            if (page.next().isEmpty()) {
                return;
            }
            if (!goesOn.getAsBoolean()) {
                throw new IOException("nobody takes it any more");
            }
            page = page(page.next());
        }
    }

    private EntryPage page(Optional<Cursor> after) throws StoreException {
        EntryPage found = entries.search(new EntrySearch(query, window, EntrySearch.MAX_SIZE, false, after));
        if (found.incomplete()) {
            throw new StoreException(
                    StoreException.Kind.BUSY,
                    "OpenSearch could not give a whole page; try again, or export a shorter time");
        }
        return found;
    }
}
