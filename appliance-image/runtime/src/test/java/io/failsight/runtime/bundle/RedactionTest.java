package io.failsight.runtime.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.runtime.data.DataFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RedactionTest {
    private static final String YAML = """
            # old password was hunter2hunter2
            watch:
            - {node: a, safekit: {url: "https://a.example/web?x=1", user: w, password-file: elsewhere/pass}}
            notify:
              smtp: {host: mail.example, password: "${MAIL_SECRET}"}
              receivers:
              - {name: r, email: [jane.doe@site.example]}
              - {name: h, webhook: {url: https://hooks.example/services/T0/B0/abcdefgh}}
            mistake:
              password: written-in-clear
            """;

    @TempDir
    Path folder;

    private Redaction redaction;

    @BeforeEach
    void fill() throws Exception {
        Files.createDirectories(folder.resolve("secrets"));
        Files.createDirectories(folder.resolve("elsewhere"));
        Files.writeString(folder.resolve("secrets/opensearch.token"), "tok-0123456789\n");
        Files.writeString(
                folder.resolve("secrets/users.yaml"),
                "users:\n- name: admin\n  password: \"$2a$11$abcdefghijklmnopqrstuv\"\n");
        Files.writeString(folder.resolve("elsewhere/pass"), "sk-\"quoted\"\n");
        Files.writeString(folder.resolve("failsight.yaml"), YAML);
        redaction = Redaction.of(new DataFolder(folder), Map.of("MAIL_SECRET", "from-the-environment"));
    }

    @Test
    void knownSecretsGoHoweverTheyAreWritten() {
        for (String secret :
                List.of("tok-0123456789", "$2a$11$abcdefghijklmnopqrstuv", "sk-\"quoted\"", "from-the-environment")) {
            for (String written : List.of(
                    secret,
                    secret.replace("\"", "\\\""),
                    Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)))) {
                String clean = redaction.clean("before " + written + " after");
                assertEquals("before [secret] after", clean);
            }
        }
    }

    @Test
    void whatStandsBehindSuchWordsGoesToo() {
        assertEquals("Authorization: Bearer [secret]", redaction.clean("Authorization: Bearer abc.def.ghi"));
        assertEquals("{\"password\": \"[secret]\"}", redaction.clean("{\"password\": \"xyzxyz\"}"));
        assertEquals("https://h.example/[path] said no", redaction.clean("https://u:p@h.example/a/b?c=d said no"));
        assertEquals("http://127.0.0.1:9200/_bulk", redaction.clean("http://127.0.0.1:9200/_bulk"));
        assertEquals("http://127.0.0.1:9/page?[query]", redaction.clean("http://127.0.0.1:9/page?key=abc"));
    }

    @Test
    void leavesWhatHelps() {
        String line =
                "2026-11-20 10:00:00,123 INFO [io.failsight.Sink] (main) 3 indices, 12 MB, admin signed in from 192.0.2.1";
        assertEquals(line, redaction.clean(line));
    }

    @Test
    void theSettingsKeepTheirShapeOnly() throws Exception {
        String clean = redaction.config(YAML);
        for (String secret : List.of("hunter2", "written-in-clear", "jane.doe", "abcdefgh", "services")) {
            assertFalse(clean.contains(secret), clean);
        }
        for (String kept :
                List.of("password-file: elsewhere/pass", "host: mail.example", "name: r", "${MAIL_SECRET}")) {
            assertTrue(clean.contains(kept), clean);
        }
    }
}
