package io.failsight.it.bench.correlate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.failsight.core.CorrelatorSpeed;
import io.failsight.it.Appliance;
import io.failsight.it.bench.Aim;
import io.failsight.it.lab.KeepalivedLab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Failovers with known truth through a whole appliance, in real time: written ones, disturbed, and real ones. Everything is judged by what
 * the API answers and the SMTP server gets.
 */
public final class CorrelateBench {
    private static final int REAL = 18;
    private static final int CALM_LINES = 100_000;
    /** Most signals of one request from the collector. */
    private static final int CORE_BATCH = 512;

    private static final int CALM_PATIENCE_SECONDS = 180;
    private static final Duration TAKEOVER_LIMIT = Duration.ofSeconds(40);
    private static final Duration LATENESS = Duration.ofSeconds(20);

    private final Path work;
    private final Path calmFolder;
    private final int variants;
    private final long seed;
    private final Map<String, Object> figures = new LinkedHashMap<>();
    private final List<Aim> aims = new ArrayList<>();
    private final Judge judge = new Judge();
    private final List<Double> openDelays = new ArrayList<>();
    private final List<Double> mailDelays = new ArrayList<>();
    private int falseAlarms;

    /**
     * A bench that works in an empty folder.
     *
     * @param calmFolder log files in which nothing fails over
     * @param variants how many of each written case
     * @param seed of their variation and disturbance
     */
    public CorrelateBench(Path work, Path calmFolder, int variants, long seed) {
        this.work = work;
        this.calmFolder = calmFolder;
        this.variants = variants;
        this.seed = seed;
    }

    /** What was measured. */
    public Map<String, Object> figures() {
        return figures;
    }

    /** Runs all of it, some five minutes. */
    public List<Aim> run() throws IOException, InterruptedException {
        List<FailoverCase> written = new ArrayList<>(new SafeKitCases(seed).all(variants));
        written.addAll(new KeepalivedCases(seed).all(variants));
        Optional<String> obstacle = KeepalivedLab.obstacle();
        obstacle.ifPresent(why -> System.out.println("no real failovers: " + why));
        int real = obstacle.isPresent() ? 0 : REAL;
        try (Mailbox mailbox = new Mailbox();
                Appliance appliance = new Appliance(work.resolve("data"), settings(written, real, mailbox.port()))) {
            appliance.await("*", 1);
            calm(appliance);
            Player player = new Player();
            Disturbance disturbance = new Disturbance(seed);
            Instant begin = Instant.now().plusSeconds(2);
            List<Instant> begins = new ArrayList<>();
            List<Disturbance.Plan> plans = new ArrayList<>();
            for (int i = 0; i < written.size(); i++) {
                begins.add(begin.plusMillis(317L * i));
                plans.add(disturbance.of(written.get(i)));
                player.add(begins.get(i), plans.get(i));
            }
            player.play(appliance.port("syslog"));
            RealCases realCases = new RealCases(work.resolve("lab"), appliance.port("syslog"));
            List<RealCases.Happened> happened = real == 0 ? List.of() : realCases.run(real);
            Thread.sleep(TAKEOVER_LIMIT.plus(LATENESS));
            for (int i = 0; i < written.size(); i++) {
                take(appliance, mailbox, written.get(i), begins.get(i), plans.get(i));
            }
            for (RealCases.Happened one : happened) {
                take(appliance, mailbox, one.failover(), one.begin(), Disturbance.Plan.whole());
            }
            for (String cluster : CalmLines.CLUSTERS) {
                falseAlarms += incidents(appliance, cluster).size();
            }
            writeTruth(written, begins, plans, happened);
        }
        report();
        return aims;
    }

    private void calm(Appliance appliance) throws IOException, InterruptedException {
        CalmLines lines = new CalmLines(calmFolder);
        lines.send(appliance.port("syslog"), CALM_LINES);
        figures.put("calm.lines", lines.sent());
        figures.put("calm.lines.different", lines.different());
        for (int i = 0; indexed(appliance) < lines.sent(); i++) {
            if (i > CALM_PATIENCE_SECONDS) {
                throw new IOException("only " + indexed(appliance) + " of " + lines.sent() + " calm lines came in");
            }
            Thread.sleep(1_000);
        }
    }

    /** Beyond 10,000 the search page's total is a lower bound; the histogram counts. */
    private static long indexed(Appliance appliance) throws IOException, InterruptedException {
        return appliance
                .get("/api/v1/histogram?query=host:calm*&from=now-1h&to=now&buckets=1")
                .path("total")
                .asLong();
    }

    /** What was to come out, for whoever looks into what came out instead. */
    private void writeTruth(
            List<FailoverCase> written,
            List<Instant> begins,
            List<Disturbance.Plan> plans,
            List<RealCases.Happened> happened)
            throws IOException {
        List<Map<String, Object>> truth = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            truth.add(written.get(i).toMap(begins.get(i), plans.get(i).evidence()));
        }
        happened.forEach(one -> truth.add(one.failover().toMap(one.begin(), 1)));
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(work.resolve("truth.json").toFile(), truth);
        System.out.println("  truth in " + work.resolve("truth.json"));
    }

    private static JsonNode incidents(Appliance appliance, String cluster) throws IOException, InterruptedException {
        return appliance
                .get("/api/v1/incidents?state=all&size=50&cluster=" + cluster)
                .path("incidents");
    }

    private void take(Appliance appliance, Mailbox mailbox, FailoverCase it, Instant begin, Disturbance.Plan plan)
            throws IOException, InterruptedException {
        JsonNode list = incidents(appliance, it.cluster());
        ArrayNode details = JsonNodeFactory.instance.arrayNode();
        for (JsonNode incident : list) {
            JsonNode detail =
                    appliance.get("/api/v1/incidents/" + incident.path("id").asText());
            details.add(detail);
            delays(mailbox, detail);
        }
        judge.take(it, begin, details, plan);
    }

    /** From the receipt of the first evidence to the incident, and to the mail. */
    private void delays(Mailbox mailbox, JsonNode incident) {
        Instant first = Instant.MAX;
        for (JsonNode evidence : incident.path("evidence")) {
            Instant observed = Instant.parse(evidence.path("observed").asText());
            boolean proves = !evidence.path("step").asText().equals("context")
                    && !evidence.path("step").asText().equals("last-good");
            first = proves && observed.isBefore(first) ? observed : first;
        }
        if (first == Instant.MAX) {
            return;
        }
        Instant opened = Instant.parse(incident.path("opened").asText());
        openDelays.add(Duration.between(first, opened).toNanos() / 1e9);
        Instant from = first;
        mailbox.firstOf(incident.path("id").asText())
                .ifPresent(
                        mailed -> mailDelays.add(Duration.between(from, mailed).toNanos() / 1e9));
    }

    private void report() {
        judge.complaints().forEach(complaint -> System.out.println("  wrong: " + complaint));
        figures.putAll(judge.figures());
        figures.put("mails", mailDelays.size());
        aims.add(Aim.atLeast("precision of incidents", judge.precision(), 0.98));
        aims.add(Aim.atLeast("recall of incidents", judge.recall(), 0.98));
        aims.add(Aim.atLeast("right cause first", judge.causeShare(), 0.92));
        aims.add(Aim.atLeast("planned told from unplanned", judge.plannedShare(), 0.99));
        aims.add(Aim.atMost("instants: median error, seconds", judge.medianError(), 1));
        aims.add(Aim.atMost("instants beyond 5 s of the truth, or missing", judge.beyond(), 0));
        aims.add(Aim.atMost("incidents of 100,000 calm lines", falseAlarms, 0));
        aims.add(Aim.atMost("evidence to open incident, p99, seconds", p99(openDelays), 2));
        aims.add(Aim.atMost("evidence to mail, p99, seconds", p99(mailDelays), 5));
        double speed = CorrelatorSpeed.signalsPerCpuSecond(CORE_BATCH);
        aims.add(Aim.atLeast("core: signals per CPU second, in requests of 512", speed, 200_000));
    }

    private static double p99(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(0.99 * sorted.length) - 1];
    }

    private static String settings(List<FailoverCase> written, int real, int smtpPort) {
        List<String> clusters =
                new ArrayList<>(written.stream().map(FailoverCase::cluster).toList());
        clusters.addAll(RealCases.clusters(real));
        clusters.addAll(CalmLines.CLUSTERS);
        StringBuilder yaml = new StringBuilder("sites:\n");
        for (String node : List.of("a", "b")) {
            yaml.append("  - name: site-").append(node).append("\n    nodes:\n");
            for (String cluster : clusters) {
                yaml.append("      - {name: %s-%s, cluster: %s}%n".formatted(cluster, node, cluster));
            }
        }
        return yaml + """
            incidents: {lateness: %ds, takeover-limit: %ds}
            notify:
              smtp: {host: 127.0.0.1, port: %d, security: none, from: failsight@site.example}
              proof: off
              receivers:
                - {name: operators, email: operators@site.example, planned: true}
            """.formatted(LATENESS.toSeconds(), TAKEOVER_LIMIT.toSeconds(), smtpPort);
    }
}
