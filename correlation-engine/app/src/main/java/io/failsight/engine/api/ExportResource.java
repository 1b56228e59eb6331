package io.failsight.engine.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.engine.access.AccessGate;
import io.failsight.engine.access.Caller;
import io.failsight.engine.access.Cost;
import io.failsight.engine.access.Needs;
import io.failsight.engine.access.Role;
import io.failsight.engine.audit.Audit;
import io.failsight.engine.query.QueryRewriter;
import io.failsight.engine.query.TimeWindow;
import io.failsight.engine.store.EntryStore;
import io.failsight.engine.store.StoreException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** All entries that match, as a file. Thread-safe. */
@Path("/api/v1/entries/export")
@Tag(name = "Search")
public class ExportResource {
    /** Exports at the same time; each keeps OpenSearch busy. */
    static final int MAX_AT_ONCE = 4;

    private static final Logger LOG = Logger.getLogger(ExportResource.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final EntryStore entries;
    private final ObjectMapper json;
    private final Audit audit;
    private final InstantSource clock;
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);

    ExportResource(EntryStore entries, ObjectMapper json, Audit audit, InstantSource clock) {
        this.entries = entries;
        this.json = json;
        this.audit = audit;
        this.clock = clock;
    }

    @GET
    @Needs(value = Role.VIEWER, cost = Cost.EXPORT)
    @RunOnVirtualThread
    @Operation(
            operationId = "exportEntries",
            summary = "Export entries",
            description =
                    "All entries that match, oldest first, streamed. An answer that breaks off is not whole. CSV is for spreadsheets: UTF-8 with a byte order mark, "
                            + "cells that look like a formula begin with an apostrophe. Is audited with the query and the number of rows.")
    @APIResponse(
            responseCode = "200",
            description = "the file",
            content =
                    @Content(
                            mediaType = "text/csv",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            description = "CSV, or one JSON object a line",
                                            examples = "\"time\",\"severity\"")))
    public Response export(
            @Parameter(description = Texts.QUERY, example = "severity:>=warn") @DefaultValue("*") @QueryParam("query")
                    String query,
            @Parameter(description = Texts.FROM, example = "now-1d") @DefaultValue("") @QueryParam("from") String from,
            @Parameter(description = Texts.TO, example = "now") @DefaultValue("") @QueryParam("to") String to,
            @Parameter(description = "csv or ndjson", example = "csv") @DefaultValue("") @QueryParam("format")
                    String format,
            @Context RoutingContext context)
            throws StoreException {
        Instant now = clock.instant();
        boolean csv = Parameters.choice("format", format, "csv", "ndjson").equals("csv");
        Caller caller = AccessGate.caller(context);
        String by = caller.account().name();
        String what = (csv ? "csv" : "ndjson") + " of entries, query " + query + ", from "
                + (from.isBlank() ? "the first" : from) + ", to " + (to.isBlank() ? "now" : to);
        if (!places.tryAcquire()) {
            throw new ProblemException(
                    Problem.of(503, "Too many exports", "at most " + MAX_AT_ONCE + " at once; try again later"),
                    Map.of("Retry-After", "10"));
        }
        boolean begun = false;
        try {
            EntryExport export = new EntryExport(
                    entries, QueryRewriter.rewrite(query, now), closed(TimeWindow.parse(from, to, now), now), json);
            audit.add(by, "export", what);
            BooleanSupplier goesOn =
                    () -> !context.response().closed() && caller.lives().getAsBoolean();
            StreamingOutput body = out -> write(export, csv, out, goesOn, by, what);
            begun = true;
            return Response.ok(body)
                    .header("Content-Type", csv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson")
                    .header(
                            "Content-Disposition",
                            "attachment; filename=\"failsight-entries-" + STAMP.format(now)
                                    + (csv ? ".csv\"" : ".ndjson\""))
                    .build();
        } finally {
            if (!begun) {
                places.release();
            }
        }
    }

    /** Without what comes in from now on, or a busy appliance would export for ever. */
    private static TimeWindow closed(TimeWindow window, Instant now) {
        return window.until().filter(until -> until.isBefore(now)).isPresent()
                ? window
                : new TimeWindow(window.from(), Optional.of(now));
    }

    private void write(
            EntryExport export, boolean csv, OutputStream out, BooleanSupplier goesOn, String by, String what)
            throws IOException {
        String end = " rows, whole: ";
        try {
            if (csv) {
                export.csv(out, goesOn);
            } else {
                export.ndjson(out, goesOn);
            }
        } catch (StoreException e) {
            LOG.warn("an export of " + by + " broke off after " + export.rows() + " rows: " + e.getMessage());
            end = " rows, then OpenSearch failed: ";
            throw new IOException(e);
        } catch (IOException e) {
            end = " rows, then nobody took it any more: ";
            throw e;
        } finally {
            places.release();
            audit.add(by, "export-end", export.rows() + end + what);
        }
    }
}
