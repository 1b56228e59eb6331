package io.failsight.engine.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The style of a report, and the policy that lets a browser use it and nothing else. Constants. */
public final class ReportStyle {
    static final String CSS = load();
    /** Nothing is loaded and nothing runs; only this very style sheet counts, by its hash. */
    public static final String POLICY =
            "default-src 'none'; style-src 'sha256-" + hash(CSS) + "'; base-uri 'none'; form-action 'none'";

    static final String MARK =
            "<svg class=\"brand\" viewBox=\"0 0 32 32\" aria-hidden=\"true\"><rect width=\"32\" height=\"32\" rx=\"7\" fill=\"#0d2a3d\"/>"
                    + "<path d=\"M8.5 19.5C10 11 19 8 23.5 13.2\" fill=\"none\" stroke=\"#5cc8d8\" stroke-width=\"2.4\" stroke-linecap=\"round\" stroke-dasharray=\"1 4\"/>"
                    + "<circle cx=\"8.8\" cy=\"20\" r=\"3.3\" fill=\"none\" stroke=\"#8fb3c7\" stroke-width=\"2.2\"/><circle cx=\"22.5\" cy=\"18.5\" r=\"5.2\" fill=\"#5cc8d8\"/>"
                    + "<circle cx=\"22.5\" cy=\"18.5\" r=\"1.9\" fill=\"#0d2a3d\"/></svg>";

    private ReportStyle() {}

    private static String load() {
        try (InputStream in = ReportStyle.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is missing in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("report.css cannot be read in the program", e);
        }
    }

    private static String hash(String css) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(css.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
