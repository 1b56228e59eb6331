package io.failsight.engine.api;

import io.failsight.engine.access.Cost;
import io.failsight.engine.access.Needs;
import io.failsight.engine.access.Role;
import io.failsight.engine.query.Cursor;
import io.failsight.engine.query.HistogramPlan;
import io.failsight.engine.query.IndexQuery;
import io.failsight.engine.query.QueryRewriter;
import io.failsight.engine.query.TimeWindow;
import io.failsight.engine.store.EntryPage;
import io.failsight.engine.store.EntrySearch;
import io.failsight.engine.store.EntryStore;
import io.failsight.engine.store.Facet;
import io.failsight.engine.store.FacetStore;
import io.failsight.engine.store.Histogram;
import io.failsight.engine.store.HistogramStore;
import io.failsight.engine.store.Neighbours;
import io.failsight.engine.store.StoreException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Search: entries, one entry, its neighbours, histogram, facets. Thread-safe. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Search", description = "Entries and what can be counted about them")
public class SearchResource {
    private static final int DEFAULT_SIZE = 100;
    private static final int DEFAULT_BUCKETS = 60;
    private static final int DEFAULT_VALUES = 10;
    private static final int DEFAULT_NEIGHBOURS = 20;
    private static final int MAX_ID_LENGTH = 512;

    private final EntryStore entries;
    private final HistogramStore histograms;
    private final FacetStore facets;
    private final InstantSource clock;

    SearchResource(EntryStore entries, HistogramStore histograms, FacetStore facets, InstantSource clock) {
        this.entries = entries;
        this.histograms = histograms;
        this.facets = facets;
        this.clock = clock;
    }

    @GET
    @Needs(value = Role.VIEWER, cost = Cost.SEARCH)
    @Path("/entries")
    @Operation(
            operationId = "searchEntries",
            summary = "Search entries",
            description =
                    "One page of the entries that match, by time. Follow 'next' as 'cursor' for the page after it.")
    @APIResponse(
            responseCode = "200",
            description = "the page",
            content = @Content(schema = @Schema(implementation = EntriesAnswer.class)))
    public EntriesAnswer entries(
            @Parameter(description = Texts.QUERY, example = "severity:>=warn AND host:web*")
                    @DefaultValue("*")
                    @QueryParam("query")
                    String query,
            @Parameter(description = Texts.FROM, example = "now-1h") @DefaultValue("") @QueryParam("from") String from,
            @Parameter(description = Texts.TO, example = "now") @DefaultValue("") @QueryParam("to") String to,
            @Parameter(description = "entries of a page, 1 to 1000", example = "100")
                    @DefaultValue("")
                    @QueryParam("size")
                    String size,
            @Parameter(description = "'next' of the page before, with the same query, times and order")
                    @DefaultValue("")
                    @QueryParam("cursor")
                    String cursor,
            @Parameter(description = "desc (newest first) or asc", example = "desc")
                    @DefaultValue("")
                    @QueryParam("order")
                    String order)
            throws StoreException {
        Instant start = clock.instant();
        String direction = Parameters.choice("order", order, "desc", "asc");
        String binding = String.join("\n", query, from, to, direction);
        EntrySearch search = new EntrySearch(
                QueryRewriter.rewriteForPeople(query, start),
                TimeWindow.parse(from, to, start),
                Parameters.number("size", size, DEFAULT_SIZE, 1, EntrySearch.MAX_SIZE),
                direction.equals("desc"),
                Cursor.read(cursor, binding));
        EntryPage page = entries.search(search);
        return new EntriesAnswer(
                page.total(),
                page.totalIsLowerBound(),
                page.incomplete(),
                tookMillis(start),
                page.entries(),
                page.next().map(next -> next.write(binding)).orElse(null));
    }

    @GET
    @Needs(value = Role.VIEWER, cost = Cost.SEARCH)
    @Path("/entries/{id}")
    @Operation(
            operationId = "getEntry",
            summary = "Get one entry",
            description = "The entry of an id, with every field it has.")
    @APIResponse(responseCode = "200", description = "the entry", content = @Content(schema = @Schema(ref = "Entry")))
    public Map<String, Object> entry(
            @Parameter(description = "id of the entry", example = "AZqk0pZzWT4AAAAA") @PathParam("id") String id)
            throws StoreException {
        return entries.byId(checked(id)).orElseThrow(() -> noSuchEntry(id));
    }

    @GET
    @Needs(value = Role.VIEWER, cost = Cost.SEARCH)
    @Path("/entries/{id}/neighbours")
    @Operation(
            operationId = "getNeighbours",
            summary = "Get an entry's neighbours",
            description =
                    "What the entry's own source sent right before and after it, in order of receipt, across all indices.")
    @APIResponse(
            responseCode = "200",
            description = "the entry and its neighbours",
            content = @Content(schema = @Schema(implementation = NeighboursAnswer.class)))
    public NeighboursAnswer neighbours(
            @Parameter(description = "id of the entry", example = "AZqk0pZzWT4AAAAA") @PathParam("id") String id,
            @Parameter(description = "entries before it, 0 to 200", example = "20")
                    @DefaultValue("")
                    @QueryParam("before")
                    String before,
            @Parameter(description = "entries after it, 0 to 200", example = "20")
                    @DefaultValue("")
                    @QueryParam("after")
                    String after)
            throws StoreException {
        Neighbours found = entries.neighbours(
                        checked(id),
                        Parameters.number("before", before, DEFAULT_NEIGHBOURS, 0, Neighbours.MAX_SIZE),
                        Parameters.number("after", after, DEFAULT_NEIGHBOURS, 0, Neighbours.MAX_SIZE))
                .orElseThrow(() -> noSuchEntry(id));
        return new NeighboursAnswer(found.before(), found.entry(), found.after());
    }

    @GET
    @Needs(value = Role.VIEWER, cost = Cost.SEARCH)
    @Path("/histogram")
    @Operation(
            operationId = "getHistogram",
            summary = "Count entries over time",
            description =
                    "Buckets of equal, readable length, split by severity. Open times reach to the first and last match.")
    @APIResponse(
            responseCode = "200",
            description = "the histogram",
            content = @Content(schema = @Schema(implementation = HistogramAnswer.class)))
    public HistogramAnswer histogram(
            @Parameter(description = Texts.QUERY, example = "*") @DefaultValue("*") @QueryParam("query") String query,
            @Parameter(description = Texts.FROM, example = "now-1h") @DefaultValue("") @QueryParam("from") String from,
            @Parameter(description = Texts.TO, example = "now") @DefaultValue("") @QueryParam("to") String to,
            @Parameter(description = "most buckets, 1 to 500", example = "60") @DefaultValue("") @QueryParam("buckets")
                    String buckets)
            throws StoreException {
        Instant start = clock.instant();
        IndexQuery checked = QueryRewriter.rewriteForPeople(query, start);
        TimeWindow window = TimeWindow.parse(from, to, start);
        int most = Parameters.number("buckets", buckets, DEFAULT_BUCKETS, 1, HistogramPlan.MAX_BUCKETS);
        Histogram histogram = histograms.histogram(checked, window, most);
        boolean nothing = histogram.buckets().isEmpty();
        return new HistogramAnswer(
                nothing ? null : iso(histogram.fromMillis()),
                nothing ? null : iso(histogram.untilMillis()),
                histogram.intervalMillis(),
                tookMillis(start),
                histogram.total(),
                histogram.incomplete(),
                histogram.buckets().stream()
                        .map(bucket -> new HistogramAnswer.Bucket(
                                iso(bucket.fromMillis()), bucket.total(), bucket.bySeverity()))
                        .toList());
    }

    @GET
    @Needs(value = Role.VIEWER, cost = Cost.SEARCH)
    @Path("/facets")
    @Operation(
            operationId = "getFacets",
            summary = "Count values of fields",
            description = "The most frequent values of fields. Attributes are counted on a sample, and say so.")
    @APIResponse(
            responseCode = "200",
            description = "the facets",
            content = @Content(schema = @Schema(implementation = FacetsAnswer.class)))
    public FacetsAnswer facets(
            @Parameter(description = Texts.QUERY, example = "*") @DefaultValue("*") @QueryParam("query") String query,
            @Parameter(description = Texts.FROM, example = "now-1h") @DefaultValue("") @QueryParam("from") String from,
            @Parameter(description = Texts.TO, example = "now") @DefaultValue("") @QueryParam("to") String to,
            @Parameter(description = "fields or attributes between commas, at most 20", example = "site,layer,severity")
                    @DefaultValue("site,layer,component,host,severity")
                    @QueryParam("fields")
                    String fields,
            @Parameter(description = "most values of each, 1 to 100", example = "10")
                    @DefaultValue("")
                    @QueryParam("size")
                    String size)
            throws StoreException {
        Instant start = clock.instant();
        FacetStore.Facets found = facets.facets(
                QueryRewriter.rewriteForPeople(query, start),
                TimeWindow.parse(from, to, start),
                Parameters.list("fields", fields, Facet.MAX_FIELDS),
                Parameters.number("size", size, DEFAULT_VALUES, 1, Facet.MAX_SIZE));
        Map<String, FacetsAnswer.Values> answer = new LinkedHashMap<>();
        found.byName().forEach((name, facet) -> answer.put(name, FacetsAnswer.Values.of(facet)));
        return new FacetsAnswer(tookMillis(start), found.incomplete(), answer);
    }

    private long tookMillis(Instant start) {
        return clock.millis() - start.toEpochMilli();
    }

    private static String iso(long epochMillis) {
        return Instant.ofEpochMilli(epochMillis).toString();
    }

    private static String checked(String id) {
        if (id.length() > MAX_ID_LENGTH) {
            throw noSuchEntry(id.substring(0, 32) + "...");
        }
        return id;
    }

    private static ProblemException noSuchEntry(String id) {
        return new ProblemException(
                404,
                "No such entry",
                "no entry has the id '" + id + "'; it may have been evicted to make room for newer ones");
    }
}
